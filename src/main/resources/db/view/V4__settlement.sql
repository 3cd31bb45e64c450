-- What a ticket came to when its pool was settled; null before.
ALTER TABLE ticket
  -- in tenths, 0 if it has not won
  ADD COLUMN dividend BIGINT,
  -- before tax
  ADD COLUMN payout BIGINT,
  ADD COLUMN tax BIGINT;
