-- The double-entry ledger: one row moves an amount from one account to another, so that the sum over all accounts is always 0.
-- What moves along several ways at once (a payout and the tax on it) is several rows of one transaction.
--
-- Ids are compared byte by byte (COLLATE "C"): nobody reads them in the order of a language, and it is faster.
CREATE TABLE ledger_entry (
  -- 1, 2, 3 …, without gaps, in the order of the commits: who books holds the row of ledger_head until it has committed. So
  -- what was booked by a moment is what is up to a number, and a row that is gone is missed.
  entry_id BIGINT PRIMARY KEY,
  -- the persistence id of the entity whose event was booked and the event's number
  transaction_id TEXT COLLATE "C" NOT NULL,
  -- from 1 on
  leg SMALLINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  -- what the amount is taken from, and given to
  debit TEXT COLLATE "C" NOT NULL,
  credit TEXT COLLATE "C" NOT NULL,
  -- in KRW
  amount BIGINT NOT NULL CHECK (amount > 0),
  -- what the wallet, if one takes part, holds after it
  wallet_balance BIGINT,
  match_id TEXT COLLATE "C",
  ticket_id TEXT COLLATE "C",
  correlation_id TEXT COLLATE "C" NOT NULL,
  -- of the event
  at TIMESTAMPTZ NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL DEFAULT statement_timestamp(),
  -- No replay books anything twice.
  UNIQUE (transaction_id, leg),
  -- Each kind has its accounts; what comes before the colon says which.
  CHECK ((kind, split_part(debit, ':', 1), split_part(credit, ':', 1)) IN (
    ('DEPOSIT', 'deposits', 'wallet'),
    ('CHARGE', 'wallet', 'pool'),
    ('REVERSAL', 'pool', 'wallet'),
    ('REFUND', 'pool', 'wallet'),
    ('PAYOUT', 'pool', 'wallet'),
    ('TAX', 'pool', 'tax'),
    ('TAKEOUT', 'pool', 'takeout'),
    ('BREAKAGE', 'pool', 'breakage'),
    ('CARRY_OUT', 'pool', 'carry'),
    ('CARRY_IN', 'carry', 'pool')))
) WITH (
  -- Statistics that keep up with a table that grows fast.
  autovacuum_analyze_scale_factor = 0.02
);

-- Pages are in the order of (at, entry_id), within one kind: a query that names no kind is made of one branch a kind, so these
-- serve any mix of filters (EntryPageQuery). All entries of a match have its pool on one side.
CREATE INDEX ledger_entry_debit_idx ON ledger_entry (debit, kind, at, entry_id);
CREATE INDEX ledger_entry_credit_idx ON ledger_entry (credit, kind, at, entry_id);
-- With the amount: sums of a span of time are read from the index alone (TrialBalanceQuery).
CREATE INDEX ledger_entry_kind_idx ON ledger_entry (kind, at, entry_id) INCLUDE (amount);
-- Few entries have the same ticket or correlation id: whatever else is asked is looked for among them.
CREATE INDEX ledger_entry_ticket_idx ON ledger_entry (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX ledger_entry_correlation_idx ON ledger_entry (correlation_id);

CREATE FUNCTION ledger_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The ledger is append-only: % of ledger_entry is refused. What was booked wrongly is put right by another entry.', TG_OP
    USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER ledger_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_is_append_only();

-- How far the ledger is. Its row is locked by whoever books.
CREATE TABLE ledger_head (
  only_row BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (only_row),
  -- how many entries there are, which is the number of the last one
  entries BIGINT NOT NULL,
  -- the time of the latest event that was booked
  latest_at TIMESTAMPTZ
);

INSERT INTO ledger_head (entries) VALUES (0);

-- What each account holds, kept in the transactions of its entries: what was credited less what was debited.
CREATE TABLE ledger_account (
  account TEXT COLLATE "C" PRIMARY KEY,
  -- a wallet's fits 64 bits, the sum of many need not
  balance NUMERIC NOT NULL,
  entries BIGINT NOT NULL
) WITH (
  -- Room in each page, so that an update touches no index.
  fillfactor = 80
);

-- The sum of each kind's entries in each quarter of an hour: what a trial balance of any moment is made of.
CREATE TABLE ledger_quarter (
  kind TEXT COLLATE "C" NOT NULL,
  from_at TIMESTAMPTZ NOT NULL,
  amount NUMERIC NOT NULL,
  entries BIGINT NOT NULL,
  PRIMARY KEY (from_at, kind)
) WITH (
  fillfactor = 80
);
