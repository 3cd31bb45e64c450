-- Where the versions of all totals in this database begin: at the microsecond in which it was made. A match's totals change
-- less than a million times a second. So in a database that is made in the place of a lost one, and counts all tickets anew,
-- versions begin after those that were ever told of before; whoever has heard of these takes the new ones for newer.
-- It also tells this database from that one.
CREATE TABLE tally_versions (
  only_row BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (only_row),
  versions_from BIGINT NOT NULL
);

INSERT INTO tally_versions (versions_from)
VALUES (floor(extract(epoch FROM clock_timestamp()) * 1000000));
