package io.sportskk.view;

import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.PageCursor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** All that differs between the databases that can hold the view. */
interface ViewDialect {

  static ViewDialect of(DatabaseKind kind) {
    return switch (kind) {
      case POSTGRESQL -> new PostgresDialect();
      case MARIADB -> new MariaDbDialect();
    };
  }

  /** Conditions of a query, with what their question marks stand for. */
  record Sql(String text, List<Object> parameters) {
    static Sql of(String text, Object... parameters) {
      return new Sql(text, List.of(parameters));
    }
  }

  /**
   * Inserts tickets, or updates those whose rows are older, in this order. Reason and award stay if
   * a change has none.
   *
   * @param changes of a ticket each, with status, time, and whether it is counted
   */
  void save(Connection connection, List<TicketChange> changes) throws SQLException;

  /** Inserts a refused cancellation, unless it is there. Its parameters are the table's columns. */
  String saveRefused();

  /** The tickets of one status that an index has together, in the order of a page. */
  Sql fromIndex(TicketIndex index, TicketFilter filter, String status);

  /** What comes after the cursor, newest first. */
  Sql after(PageCursor cursor);

  /** A time as a parameter. */
  Object timestamp(Instant time);

  Instant timestamp(ResultSet row, String column) throws SQLException;
}
