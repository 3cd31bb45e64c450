-- What the corrected result of a match puts right: what was kept of its pool goes back, and what it can't pay is the operator's loss.
-- What is booked already was checked by the narrower condition, so it is not read again (NOT VALID).
ALTER TABLE ledger_entry
  DROP CONSTRAINT ledger_entry_check,
  ADD CONSTRAINT ledger_entry_check CHECK ((kind, split_part(debit, ':', 1), split_part(credit, ':', 1)) IN (
    ('DEPOSIT', 'deposits', 'wallet'),
    ('CHARGE', 'wallet', 'pool'),
    ('REVERSAL', 'pool', 'wallet'),
    ('REFUND', 'pool', 'wallet'),
    ('PAYOUT', 'pool', 'wallet'),
    ('TAX', 'pool', 'tax'),
    ('TAKEOUT', 'pool', 'takeout'),
    ('BREAKAGE', 'pool', 'breakage'),
    ('CARRY_OUT', 'pool', 'carry'),
    ('CARRY_IN', 'carry', 'pool'),
    ('TAKEOUT_BACK', 'takeout', 'pool'),
    ('BREAKAGE_BACK', 'breakage', 'pool'),
    ('CARRY_BACK', 'carry', 'pool'),
    ('LOSS', 'corrections', 'pool'),
    ('LOSS_BACK', 'pool', 'corrections'))) NOT VALID;
