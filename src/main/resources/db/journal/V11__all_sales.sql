-- Suspensions of the sales of all matches at once, and their ends: the last one stands. Every node that sells tickets reads it
-- together with what has changed in match_catalogue. Rows are only added, so that it can be told later who has done what, and why.
CREATE TABLE all_sales_step (
  number BIGINT PRIMARY KEY,
  suspended BOOLEAN NOT NULL,
  taken_by TEXT NOT NULL,
  reason TEXT,
  correlation_id TEXT NOT NULL,
  -- By the clock of this database: which step was before which does not depend on the node that was asked.
  taken_at TIMESTAMPTZ NOT NULL,
  -- Of a suspension: since when no node sells tickets any more. The one thing that is written later, and once.
  stopped_at TIMESTAMPTZ
);

CREATE FUNCTION all_sales_step_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.stopped_at IS NULL AND to_jsonb(NEW) - 'stopped_at' = to_jsonb(OLD) - 'stopped_at' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'Who has suspended all sales stays written: % of all_sales_step is refused.', TG_OP
    USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER all_sales_step_is_append_only BEFORE UPDATE OR DELETE ON all_sales_step
  FOR EACH ROW EXECUTE FUNCTION all_sales_step_is_append_only();
CREATE TRIGGER all_sales_step_is_not_truncated BEFORE TRUNCATE ON all_sales_step
  FOR EACH STATEMENT EXECUTE FUNCTION all_sales_step_is_append_only();
