package io.sportskk.ticket;

import io.sportskk.kernel.SqlValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The tickets of one match whose business is not finished, as the list has them. */
public final class UnfinishedOfMatch {

  /** Of a ticket that an earlier release has listed, it is not known which match it is of. */
  private static final String COUNT =
      "SELECT count(*) FROM unfinished_ticket WHERE match_id = ? OR match_id IS NULL";

  private UnfinishedOfMatch() {}

  /**
   * @param journal the database of the list
   */
  public static long count(Connection journal, String matchId) throws SQLException {
    try (PreparedStatement statement = journal.prepareStatement(COUNT)) {
      statement.setString(1, SqlValues.text(matchId));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
