package io.sportskk.view;

import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.PageCursor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Pages straight from the database, for the benchmark: what the query actor does, on one thread.
 */
public final class TicketPages {

  private TicketPages() {}

  public static ViewQuery.Page page(
      DatabaseKind kind, Connection connection, TicketFilter filter, String cursor, int limit)
      throws SQLException {
    PageCursor after = cursor == null ? null : PageCursor.decode(cursor).orElseThrow();
    return TicketQueries.page(connection, ViewDialect.of(kind), filter, after, limit, 10);
  }

  /** The cursor of a page that ends at this time. */
  public static String cursor(Instant requestedAt) {
    return new PageCursor(requestedAt, "~").encode();
  }
}
