-- Tickets whose business is not finished, for the sweeper to wake up.
CREATE TABLE unfinished_ticket (
  ticket_id VARCHAR(64) PRIMARY KEY,
  since TIMESTAMPTZ NOT NULL,
  wake_at TIMESTAMPTZ NOT NULL,
  wakes INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX unfinished_ticket_wake_at_idx ON unfinished_ticket (wake_at);
