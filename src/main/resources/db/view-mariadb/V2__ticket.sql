-- The administrator's view: one row a ticket.
--
-- Ids are compared byte by byte and with their spaces at the end (nopad), as in PostgreSQL. The lengths are about twice of
-- what the API lets through, as an event whose texts do not fit would stop the projection.
CREATE TABLE IF NOT EXISTS ticket (
  ticket_id VARCHAR(64) NOT NULL PRIMARY KEY,
  buyer_id VARCHAR(255) NOT NULL,
  match_id VARCHAR(128) NOT NULL,
  team VARCHAR(64) NOT NULL,
  stake BIGINT NOT NULL,
  status VARCHAR(16) NOT NULL,
  tallied BOOLEAN NOT NULL,
  reason VARCHAR(255),
  correlation_id VARCHAR(255) NOT NULL,
  -- In UTC: a DATETIME is what was written, in whichever time zone it is read.
  requested_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  -- The number of the ticket's last event that is in this row: what makes the projection idempotent.
  sequence_nr BIGINT NOT NULL,

  -- A page is read from the index that fits its filter, which the query names (FORCE INDEX, MariaDbDialect). Every index
  -- has the status before the time: a query without a status is made of one branch a status.
  INDEX ticket_all_idx (status, requested_at, ticket_id),
  INDEX ticket_match_idx (match_id, status, requested_at, ticket_id),
  INDEX ticket_match_team_idx (match_id, team, status, requested_at, ticket_id),
  INDEX ticket_team_idx (team, status, requested_at, ticket_id),
  -- A buyer has few tickets: whatever else is asked is looked for among them.
  INDEX ticket_buyer_idx (buyer_id, status, requested_at, ticket_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
