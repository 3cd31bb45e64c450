package io.sportskk.view;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What tests ask of the view's database, past the view itself. */
final class ViewDatabase {

  private ViewDatabase() {}

  static List<TicketRow> all(DataSource view) {
    return find(view, new TicketFilter(null, null, null, null, null, null));
  }

  static List<TicketRow> find(DataSource view, TicketFilter filter) {
    try (Connection connection = view.getConnection()) {
      return new TicketPageQuery(filter, null, 10_000).run(connection, 10);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void save(DataSource view, List<TicketChange> changes) {
    try (Connection connection = view.getConnection()) {
      new TicketRepository().save(connection, changes);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void execute(DataSource database, String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The numbers of the first row. */
  static List<Long> numbers(DataSource database, String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      List<Long> numbers = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        numbers.add(rows.getLong(i));
      }
      return numbers;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
