-- Every node that sells tickets keeps a copy of the terms on which matches are sold, and reads what has changed since it last
-- looked. Each change has a number. The row of the last one is locked until a change is committed, so that changes become
-- visible in the order of their numbers, whoever makes them: who has seen one has seen all before it.
CREATE TABLE match_catalogue_version (
  single BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (single),
  version BIGINT NOT NULL
);
INSERT INTO match_catalogue_version (version) VALUES (0);

ALTER TABLE match_catalogue
  ADD COLUMN changed BIGINT NOT NULL DEFAULT 0,
  -- Since when no node sells tickets of the match any more.
  ADD COLUMN stopped_at TIMESTAMPTZ;

CREATE INDEX match_catalogue_changed_idx ON match_catalogue (changed);

CREATE FUNCTION match_catalogue_number_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE match_catalogue_version SET version = version + 1 RETURNING version INTO NEW.changed;
  RETURN NEW;
END
$$;

CREATE TRIGGER match_catalogue_number_change BEFORE INSERT OR UPDATE ON match_catalogue
  FOR EACH ROW EXECUTE FUNCTION match_catalogue_number_change();
