-- The nodes that use this journal. Two clusters on one journal would sell the same tickets twice: see node.Roster.
CREATE TABLE node_roster (
  -- By which the other nodes reach it, for example akka://sportskk@10.0.0.1:25520
  address TEXT COLLATE "C" PRIMARY KEY,
  -- Of this incarnation.
  uid BIGINT NOT NULL,
  -- How often it has been here: that grows only while the node lives.
  visits BIGINT NOT NULL,
  -- By this database's clock.
  seen_at TIMESTAMPTZ NOT NULL
);
