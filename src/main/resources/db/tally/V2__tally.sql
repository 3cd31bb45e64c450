-- Each ticket that was ever counted or taken out: the primary key is what makes counting idempotent.
CREATE TABLE tally_entry (
  ticket_id VARCHAR(64) PRIMARY KEY,
  match_id VARCHAR(64) NOT NULL,
  team VARCHAR(16) NOT NULL,
  stake BIGINT NOT NULL CHECK (stake >= 0),
  -- false: taken out; if it had not been counted before, this is a tombstone
  counted BOOLEAN NOT NULL
);

CREATE TABLE tally (
  match_id VARCHAR(64) NOT NULL,
  team VARCHAR(16) NOT NULL,
  stake BIGINT NOT NULL CHECK (stake >= 0),
  tickets BIGINT NOT NULL CHECK (tickets >= 0),
  cancelled BIGINT NOT NULL CHECK (cancelled >= 0),
  version BIGINT NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (match_id, team)
);
