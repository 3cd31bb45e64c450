-- What a ticket came to when its pool was settled; null before.
ALTER TABLE ticket
  -- in tenths, 0 if it has not won
  ADD COLUMN IF NOT EXISTS dividend BIGINT,
  -- before tax
  ADD COLUMN IF NOT EXISTS payout BIGINT,
  ADD COLUMN IF NOT EXISTS tax BIGINT;
