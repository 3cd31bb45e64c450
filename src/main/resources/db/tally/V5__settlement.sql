-- What a settlement needs to know of a ticket: whose it is, and when it was sold. Unknown of those that an earlier release has
-- counted.
ALTER TABLE tally_entry
  ADD COLUMN buyer_id VARCHAR(255),
  ADD COLUMN accepted_at TIMESTAMPTZ;

-- LATE: it came when the totals of its match were final. It does not count, and is refunded.
ALTER TABLE tally_entry DROP CONSTRAINT tally_entry_status_check;
ALTER TABLE tally_entry ADD CONSTRAINT tally_entry_status_check
  CHECK (status IN ('COUNTED', 'TAKEN_OUT', 'TOMBSTONE', 'LATE'));

-- A settlement goes through the tickets of one match in this order, byte by byte: the same wherever it is computed.
CREATE INDEX tally_entry_match_idx ON tally_entry (match_id, ticket_id COLLATE "C");
CREATE INDEX tally_entry_late_idx ON tally_entry (match_id, ticket_id) WHERE status = 'LATE';

-- Matches whose totals are final: nothing is counted any more. (The column has another name than that of the tables it is
-- looked up for.)
CREATE TABLE tally_seal (
  sealed_match VARCHAR(64) PRIMARY KEY,
  sealed_at TIMESTAMPTZ NOT NULL
);
