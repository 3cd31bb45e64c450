CREATE TABLE ticket (
  ticket_id VARCHAR(64) PRIMARY KEY,
  buyer_id VARCHAR(255) NOT NULL,
  match_id VARCHAR(64) NOT NULL,
  team VARCHAR(16) NOT NULL,
  stake BIGINT NOT NULL,
  status VARCHAR(16) NOT NULL,
  tallied BOOLEAN NOT NULL,
  reason VARCHAR(64),
  correlation_id VARCHAR(128) NOT NULL,
  requested_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
