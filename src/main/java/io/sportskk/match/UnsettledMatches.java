package io.sportskk.match;

import static io.sportskk.kernel.SqlValues.timestamp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which matches have something to be settled, as the catalogue has them. */
public final class UnsettledMatches {

  static final String FIND =
      """
      SELECT match_id FROM match_catalogue
      WHERE stopped_at IS NOT NULL AND settled_at IS NULL
        AND (confirmed_at IS NOT NULL OR voided_at IS NOT NULL OR stopped_at > ?)
      ORDER BY confirmed_at IS NULL AND voided_at IS NULL, stopped_at DESC LIMIT ?""";

  private UnsettledMatches() {}

  /**
   * Those whose outcome is official and those whose sales have stopped since then: first those that
   * can be paid, and of these the latest.
   *
   * @param catalogue the catalogue's database
   * @param atMost as many; the others have their turn when these are settled
   */
  public static List<String> find(
      Connection catalogue, Instant stoppedSince, int atMost, int timeoutSeconds)
      throws SQLException {
    try (PreparedStatement statement = catalogue.prepareStatement(FIND)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setObject(1, timestamp(stoppedSince));
      statement.setInt(2, atMost);
      List<String> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    }
  }
}
