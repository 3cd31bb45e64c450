-- All matches, to be listed. A match itself is in the journal.
CREATE TABLE match_catalogue (
  match_id VARCHAR(64) PRIMARY KEY,
  name VARCHAR(200) NOT NULL,
  -- The codes and the names of the teams, in the same order.
  team_codes VARCHAR(16)[] NOT NULL,
  team_names VARCHAR(100)[] NOT NULL,
  opens_at TIMESTAMPTZ NOT NULL,
  closes_at TIMESTAMPTZ NOT NULL,
  closed_by VARCHAR(255),
  closed_at TIMESTAMPTZ
);

CREATE INDEX match_catalogue_page_idx ON match_catalogue (closes_at DESC, match_id DESC);
