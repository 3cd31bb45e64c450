-- Who wanted to cancel a ticket when nobody could any more.
--
-- Ids are compared byte by byte, as in V2.
CREATE TABLE refused_cancellation (
  ticket_id TEXT COLLATE "C" NOT NULL,
  -- The number of the ticket's event.
  sequence_nr BIGINT NOT NULL,
  match_id TEXT COLLATE "C" NOT NULL,
  -- What he is: the buyer of the ticket, another one, or an administrator.
  asked_as TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  correlation_id TEXT NOT NULL,
  refused_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (ticket_id, sequence_nr)
);

-- Pages of all, and of a match.
CREATE INDEX refused_cancellation_all_idx ON refused_cancellation (refused_at, ticket_id, sequence_nr);
CREATE INDEX refused_cancellation_match_idx ON refused_cancellation (match_id, refused_at, ticket_id, sequence_nr);
