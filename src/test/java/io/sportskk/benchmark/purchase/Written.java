package io.sportskk.benchmark.purchase;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * What the database server of a node has done so far, as it counts itself.
 *
 * @param walBytes of the whole server
 */
record Written(long transactions, long inserted, long updated, long deleted, long walBytes) {

  private static final String READ =
      """
      SELECT sum(xact_commit), sum(tup_inserted), sum(tup_updated), sum(tup_deleted),
        pg_current_wal_lsn() - '0/0'::pg_lsn
      FROM pg_stat_database WHERE datname LIKE 'sportskk%'""";

  static Written read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(READ)) {
      row.next();
      return new Written(
          row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
    }
  }

  /** What came since then, for each of so many purchases. */
  String since(Written before, long purchases) {
    double each = purchases;
    return String.format(
        Locale.ROOT,
        "%.2f transactions, %.2f rows inserted, %.2f updated, %.2f deleted, %.0f bytes of WAL",
        (transactions - before.transactions) / each,
        (inserted - before.inserted) / each,
        (updated - before.updated) / each,
        (deleted - before.deleted) / each,
        (walBytes - before.walBytes) / each);
  }
}
