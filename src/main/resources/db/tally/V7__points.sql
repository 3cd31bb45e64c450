-- How totals moved: what was staked on a team at the turn of a minute, for each one by which that had changed since the point before. A
-- team keeps its stake until its next point. A match has at most as many as its tickets were counted and taken out.
CREATE TABLE tally_point (
  match_id VARCHAR(64) NOT NULL,
  team VARCHAR(16) NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  stake BIGINT NOT NULL CHECK (stake >= 0),
  PRIMARY KEY (match_id, team, at)
);
