package io.sportskk.view;

import static io.sportskk.view.TicketEvents.purchase;
import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.PageCursor;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.TicketStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MariaDbDialectTest {

  private static final Instant START = Instant.parse("2025-05-01T12:00:00Z");
  private static final int TICKETS = 30_000;
  private static final int ROWS = 20;

  private static TestDatabases databases;
  private static ViewDatabase view;

  /** Tickets one second apart: each match was sold before the next, to buyers of its own. */
  @BeforeAll
  static void fill() {
    databases = TestDatabases.create(DatabaseKind.MARIADB);
    view = ViewDatabase.of(databases);
    TicketStatus[] statuses = TicketStatus.values();
    List<TicketChange> changes = new ArrayList<>();
    for (int i = 0; i < TICKETS; i++) {
      String match = "match-" + i / (TICKETS / 10);
      changes.add(
          new TicketChange(
              purchase(
                  "ticket-" + i,
                  "buyer-of-" + match + "-" + i % 7,
                  match,
                  i % 3 == 0 ? "KT" : "LG",
                  START.plusSeconds(i)),
              statuses[i % 50 < statuses.length ? i % 50 : 1],
              false,
              null,
              null,
              START,
              1));
    }
    view.save(changes);
    view.execute("ANALYZE TABLE ticket");
  }

  @AfterAll
  static void drop() {
    databases.close();
  }

  static Stream<TicketFilter> filters() {
    List<TicketFilter> filters = new ArrayList<>();
    for (String status : new String[] {null, "Approved", "Rejected"}) {
      for (Instant from : new Instant[] {null, START}) {
        filters.add(new TicketFilter(status, null, null, null, from, null));
        filters.add(new TicketFilter(status, "match-1", null, null, from, null));
        filters.add(new TicketFilter(status, "match-1", "KT", null, from, null));
        filters.add(new TicketFilter(status, null, "KT", null, from, null));
        filters.add(new TicketFilter(status, null, null, "buyer-of-match-1-1", from, null));
        filters.add(new TicketFilter(status, "match-2", null, "buyer-of-match-2-2", from, null));
      }
    }
    return filters.stream();
  }

  /** Whichever page of whichever tickets: each branch reads the rows of one page, no others. */
  @ParameterizedTest
  @MethodSource("filters")
  void aPageReadsNoMoreRowsThanItHas(TicketFilter filter) throws SQLException {
    List<TicketRow> first = page(filter, null);
    assertThat(first).isNotEmpty();
    TicketRow last = first.get(first.size() - 1);
    page(filter, new PageCursor(last.requestedAt(), last.ticketId()));
    page(filter, new PageCursor(START.plusSeconds(TICKETS / 8), "ticket"));
  }

  private static List<TicketRow> page(TicketFilter filter, PageCursor after) throws SQLException {
    try (Connection connection = view.connections().getConnection()) {
      long before = rowsRead(connection);
      List<TicketRow> page =
          new TicketPageQuery(view.dialect(), filter, after, ROWS).run(connection, 10);
      int branches = filter.status() == null ? TicketStatus.values().length : 1;
      assertThat(rowsRead(connection) - before)
          .as("rows read for %s after %s", filter, after)
          .isLessThanOrEqualTo((long) branches * (ROWS + 1));
      return page;
    }
  }

  /** From indexes; what is read again from the temporary table of a union is not counted. */
  private static long rowsRead(Connection connection) throws SQLException {
    long read = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW SESSION STATUS LIKE 'Handler_read_%'")) {
      while (rows.next()) {
        String name = rows.getString(1);
        if (!name.equals("Handler_read_rnd_next") && !name.equals("Handler_read_rnd")) {
          read += rows.getLong(2);
        }
      }
    }
    return read;
  }

  /** The server is in one time zone, the node in another. */
  @Test
  void aTimeIsStoredInUtc() throws SQLException {
    TimeZone ofThisJvm = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    try (Connection connection = view.connections().getConnection();
        Statement statement = connection.createStatement()) {
      TicketChange change =
          new TicketChange(
              purchase("in-utc", START.minusMillis(1)),
              TicketStatus.PENDING,
              false,
              null,
              null,
              START,
              1);
      new TicketRepository(view.dialect()).save(connection, List.of(change));
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT CAST(requested_at AS CHAR), @@time_zone FROM ticket
              WHERE ticket_id = 'in-utc'""")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("2025-05-01 11:59:59.999000");
        assertThat(row.getString(2)).isEqualTo("+09:00");
      }
      TicketFilter exactly = new TicketFilter(null, null, null, null, START.minusMillis(1), START);
      assertThat(new TicketPageQuery(view.dialect(), exactly, null, ROWS).run(connection, 10))
          .extracting(TicketRow::requestedAt)
          .containsExactly(START.minusMillis(1));
    } finally {
      TimeZone.setDefault(ofThisJvm);
    }
  }
}
