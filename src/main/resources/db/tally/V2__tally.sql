-- Each ticket that was ever counted or taken out: the primary key is what makes counting idempotent.
CREATE TABLE tally_entry (
  ticket_id VARCHAR(64) PRIMARY KEY,
  match_id VARCHAR(64) NOT NULL,
  team VARCHAR(16) NOT NULL,
  stake BIGINT NOT NULL CHECK (stake >= 0),
  -- COUNTED; TAKEN_OUT after it had been counted; TOMBSTONE: taken out before, so that it never will be
  status VARCHAR(9) NOT NULL CHECK (status IN ('COUNTED', 'TAKEN_OUT', 'TOMBSTONE'))
);

-- The sums of tally_entry, kept in the same transactions.
CREATE TABLE tally (
  match_id VARCHAR(64) NOT NULL,
  team VARCHAR(16) NOT NULL,
  -- of the entries that are COUNTED
  stake BIGINT NOT NULL CHECK (stake >= 0),
  tickets BIGINT NOT NULL CHECK (tickets >= 0),
  -- of the others
  cancelled BIGINT NOT NULL CHECK (cancelled >= 0),
  -- how often this row has changed
  version BIGINT NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (match_id, team)
);
