ALTER TABLE match_catalogue
  -- How often the official result was corrected, and why the last time.
  ADD COLUMN corrections INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN correction_reason TEXT,

  -- A correction that a second person has still to confirm; null if there is none.
  ADD COLUMN proposed_winners TEXT[],
  ADD COLUMN proposed_source TEXT,
  ADD COLUMN proposed_reason TEXT,
  ADD COLUMN proposed_by TEXT,
  ADD COLUMN proposed_at TIMESTAMPTZ;
