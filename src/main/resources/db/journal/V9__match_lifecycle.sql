ALTER TABLE match_catalogue
  -- The number of the match's last event that is in this row, which is the match as it stood then: a later state is never
  -- overwritten by an earlier one, whoever writes it.
  ADD COLUMN sequence_nr BIGINT NOT NULL DEFAULT 0,

  -- The rules of its pool to which a match was bound when it was opened; null if an earlier release has opened it.
  ADD COLUMN takeout_basis_points INTEGER,
  ADD COLUMN unbacked TEXT,
  ADD COLUMN tax TEXT,
  -- The match whose carry the pool takes, null for none.
  ADD COLUMN carry_from TEXT,

  -- Null while sales are not suspended.
  ADD COLUMN suspended_by TEXT,
  ADD COLUMN suspended_reason TEXT,
  ADD COLUMN suspended_at TIMESTAMPTZ,

  -- The result, null until one is entered; and who has confirmed it.
  ADD COLUMN winners TEXT[],
  ADD COLUMN result_source TEXT,
  ADD COLUMN started_at TIMESTAMPTZ,
  ADD COLUMN entered_by TEXT,
  ADD COLUMN entered_at TIMESTAMPTZ,
  ADD COLUMN confirmed_by TEXT,
  ADD COLUMN confirmed_at TIMESTAMPTZ,

  -- Who has taken back the last result that was not official, and why; null if nobody has.
  ADD COLUMN withdrawn_by TEXT,
  ADD COLUMN withdrawn_reason TEXT,
  ADD COLUMN withdrawn_at TIMESTAMPTZ,

  -- Who wants it to be void and why, null while nobody does; it is void once voided_at is there, which may take a second person.
  ADD COLUMN void_cause TEXT,
  ADD COLUMN void_note TEXT,
  ADD COLUMN void_by TEXT,
  ADD COLUMN void_at TIMESTAMPTZ,
  ADD COLUMN void_confirmed_by TEXT,
  ADD COLUMN voided_at TIMESTAMPTZ,

  ADD COLUMN settled_at TIMESTAMPTZ;

-- A match of an earlier release is opened, closed, and then no longer sold. That is no change of which nodes must hear: those that sell would
-- read all matches at once.
ALTER TABLE match_catalogue DISABLE TRIGGER match_catalogue_number_change;
UPDATE match_catalogue
SET sequence_nr = CASE WHEN stopped_at IS NOT NULL THEN 3 WHEN closed_at IS NOT NULL THEN 2 ELSE 1 END;
ALTER TABLE match_catalogue ENABLE TRIGGER match_catalogue_number_change;

-- What is to be settled is looked for each second, among all matches that there ever were.
CREATE INDEX match_catalogue_unsettled_idx ON match_catalogue (stopped_at DESC)
  WHERE stopped_at IS NOT NULL AND settled_at IS NULL;

-- The match of an unfinished ticket; null if an earlier release has listed it.
ALTER TABLE unfinished_ticket ADD COLUMN match_id VARCHAR(64);
CREATE INDEX unfinished_ticket_match_id_idx ON unfinished_ticket (match_id);
