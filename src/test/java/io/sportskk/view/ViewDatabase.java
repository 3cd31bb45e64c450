package io.sportskk.view;

import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.PageCursor;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/** What tests ask of the view's database, past the view itself. */
record ViewDatabase(DatabaseKind kind, DataSource connections) {

  static ViewDatabase of(TestDatabases databases) {
    return new ViewDatabase(databases.viewKind(), databases.view());
  }

  ViewDialect dialect() {
    return ViewDialect.of(kind);
  }

  List<TicketRow> all() {
    return find(new TicketFilter(null, null, null, null, null, null));
  }

  List<TicketRow> find(TicketFilter filter) {
    return find(filter, null, 10_000);
  }

  List<TicketRow> find(TicketFilter filter, PageCursor after, int rows) {
    try (Connection connection = connections.getConnection()) {
      return new TicketPageQuery(dialect(), filter, after, rows).run(connection, 10);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void save(Collection<TicketChange> changes) {
    try (Connection connection = connections.getConnection()) {
      new TicketRepository(dialect()).save(connection, changes);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String... statements) {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The numbers of the first row. */
  List<Long> numbers(String sql) {
    try (Connection connection = connections.getConnection();
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
