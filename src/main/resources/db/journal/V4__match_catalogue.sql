-- All matches, to be listed. A match itself is in the journal.
CREATE TABLE match_catalogue (
  match_id TEXT COLLATE "C" PRIMARY KEY,
  name TEXT NOT NULL,
  -- The codes and the names of the teams, in the same order.
  team_codes TEXT[] NOT NULL,
  team_names TEXT[] NOT NULL,
  opens_at TIMESTAMPTZ NOT NULL,
  closes_at TIMESTAMPTZ NOT NULL,
  closed_by TEXT,
  closed_at TIMESTAMPTZ
);

CREATE INDEX match_catalogue_page_idx ON match_catalogue (closes_at DESC, match_id DESC);
