-- For whom an unfinished ticket waits: money comes before the tally's word. What the release before this one adds, it takes
-- for money.
ALTER TABLE unfinished_ticket
  ADD COLUMN money BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN deadline TIMESTAMPTZ,
  ADD COLUMN woken_at TIMESTAMPTZ;

CREATE INDEX unfinished_ticket_money_wake_at_idx ON unfinished_ticket (money, wake_at);
CREATE INDEX unfinished_ticket_money_woken_at_idx ON unfinished_ticket (money, woken_at);
CREATE INDEX unfinished_ticket_deadline_idx ON unfinished_ticket (deadline) WHERE deadline IS NOT NULL;
