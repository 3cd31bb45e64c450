package io.sportskk.settlement;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the trees of pools are kept: in the tally's database, beside the tickets. What is lost with
 * it can be made anew from them. Blocking.
 *
 * @param timeout of a statement, in whole seconds
 */
record PoolTreeRepository(Duration timeout) {

  private static final String STORE =
      """
      INSERT INTO pool_tree (pool_match, up_to, hashes) VALUES (?, ?, ?)
      ON CONFLICT (pool_match) DO UPDATE SET up_to = EXCLUDED.up_to, hashes = EXCLUDED.hashes""";

  private static final String FIND = "SELECT up_to, hashes FROM pool_tree WHERE pool_match = ?";

  /** Instead of what is there of this match, if anything is. */
  void store(Connection tally, String matchId, PoolTree tree) throws SQLException {
    try (PreparedStatement statement = prepare(tally, STORE)) {
      statement.setString(1, matchId);
      statement.setArray(2, tally.createArrayOf("text", tree.upTo().toArray()));
      statement.setArray(3, tally.createArrayOf("text", tree.hashes().toArray()));
      statement.executeUpdate();
    }
  }

  Optional<PoolTree> find(Connection tally, String matchId) throws SQLException {
    try (PreparedStatement statement = prepare(tally, FIND)) {
      statement.setString(1, matchId);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new PoolTree(texts(row.getArray(1)), texts(row.getArray(2))))
            : Optional.empty();
      }
    }
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  private PreparedStatement prepare(Connection tally, String sql) throws SQLException {
    PreparedStatement statement = tally.prepareStatement(sql);
    statement.setQueryTimeout((int) timeout.toSeconds());
    return statement;
  }
}
