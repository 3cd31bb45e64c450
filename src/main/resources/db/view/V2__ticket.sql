-- The administrator's view: one row a ticket.
--
-- Ids are compared byte by byte (COLLATE "C"): nobody reads them in the order of a language, and it is faster.
CREATE TABLE ticket (
  ticket_id TEXT COLLATE "C" PRIMARY KEY,
  buyer_id TEXT COLLATE "C" NOT NULL,
  match_id TEXT COLLATE "C" NOT NULL,
  team TEXT COLLATE "C" NOT NULL,
  stake BIGINT NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  tallied BOOLEAN NOT NULL,
  reason TEXT,
  correlation_id TEXT NOT NULL,
  requested_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  -- The number of the ticket's last event that is in this row: what makes the projection idempotent.
  sequence_nr BIGINT NOT NULL
) WITH (
  -- Room in each page, so that an update that changes no indexed column (tallied) touches no index.
  fillfactor = 90,
  -- Statistics that keep up with a table that grows fast.
  autovacuum_analyze_scale_factor = 0.02
);

-- A page is read from the index that fits its filter. Left to itself, PostgreSQL would often take a less selective one
-- and skip what does not fit, as it can't know that the tickets of a match are close together in time: a page of an old
-- match would read all that was sold since. So each index has a key of its own, an expression that only the query names
-- that wants this index (TicketPageQuery).
--
-- Every key ends with the status. A query without a status is made of one branch a status, so these five serve any mix of
-- filters; with status and without would need four more, to be written with each ticket.
CREATE INDEX ticket_all_idx ON ticket (('/' || status), requested_at);
CREATE INDEX ticket_match_idx ON ticket ((match_id || '/' || status), requested_at);
CREATE INDEX ticket_match_team_idx ON ticket ((match_id || '/' || team || '/' || status), requested_at);
CREATE INDEX ticket_team_idx ON ticket ((team || '/' || status), requested_at);
-- A buyer has few tickets: whatever else is asked is looked for among them.
CREATE INDEX ticket_buyer_idx ON ticket ((buyer_id || '/' || status), requested_at);
