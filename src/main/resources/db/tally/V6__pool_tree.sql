-- Of the Merkle tree over the tickets of a pool whose dividends are fixed, the hash of each 1,024 tickets in the order of their ids
-- (the last one of those that are left). With them the proof that a ticket is in the pool needs no more than 1,024 of its tickets.
CREATE TABLE pool_tree (
  pool_match VARCHAR(64) PRIMARY KEY,
  -- the last ticket of each
  up_to TEXT[] NOT NULL,
  -- in hexadecimal
  hashes TEXT[] NOT NULL,
  CHECK (cardinality(up_to) = cardinality(hashes))
);
