package io.sportskk.tally;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A tally database that lets nobody write until it is released. */
final class HeldDatabase {

  private final Connection connection;

  HeldDatabase(DataSource database) throws SQLException {
    connection = database.getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE tally_entry, tally IN ACCESS EXCLUSIVE MODE");
    }
  }

  /** May be called again. */
  void release() throws SQLException {
    connection.close();
  }
}
