-- Why a stake was given back. What was booked before this does not know it, and stays as it is; so does what a node of the release
-- before books, which names no cause. The condition holds for all that is there, so it is not read again (NOT VALID).
ALTER TABLE ledger_entry
  ADD COLUMN cause TEXT COLLATE "C",
  ADD CONSTRAINT ledger_entry_cause_check CHECK (cause IS NULL OR (kind IN ('REVERSAL', 'REFUND', 'PAYOUT') AND cause IN (
    'BUYER_REQUEST',
    'PAYMENT_TIMEOUT',
    'SALES_CLOSED',
    'LATE',
    'VOID',
    'NOBODY_WON'))) NOT VALID;

-- All stakes that were given back out of a pool, and nothing else. With the amount: their sums are read from it alone (ReturnsQuery).
-- In the order of a page within one cause (EntryPageQuery).
CREATE INDEX ledger_entry_return_idx ON ledger_entry (debit, kind, cause, at, entry_id) INCLUDE (match_id, amount)
  WHERE kind IN ('REVERSAL', 'REFUND') OR cause IS NOT NULL;
-- An index can be read alone only where the table was vacuumed since: so a match that was just given back must not wait for a fifth of
-- a large table to be new.
ALTER TABLE ledger_entry SET (autovacuum_vacuum_insert_scale_factor = 0.02);
-- The same pages, of all matches.
CREATE INDEX ledger_entry_cause_idx ON ledger_entry (cause, kind, at, entry_id) WHERE cause IS NOT NULL;
