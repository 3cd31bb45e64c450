-- Who wanted to cancel a ticket when nobody could any more. Ids are as in V2.
CREATE TABLE IF NOT EXISTS refused_cancellation (
  ticket_id VARCHAR(64) NOT NULL,
  -- The number of the ticket's event.
  sequence_nr BIGINT NOT NULL,
  match_id VARCHAR(128) NOT NULL,
  -- What he is: the buyer of the ticket, another one, or an administrator.
  asked_as VARCHAR(32) NOT NULL,
  asked_by VARCHAR(255) NOT NULL,
  reason VARCHAR(32) NOT NULL,
  correlation_id VARCHAR(255) NOT NULL,
  -- In UTC.
  refused_at DATETIME(6) NOT NULL,
  PRIMARY KEY (ticket_id, sequence_nr),

  -- Pages of all, and of a match.
  INDEX refused_cancellation_all_idx (refused_at, ticket_id, sequence_nr),
  INDEX refused_cancellation_match_idx (match_id, refused_at, ticket_id, sequence_nr)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
