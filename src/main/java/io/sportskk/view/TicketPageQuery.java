package io.sportskk.view;

import static io.sportskk.kernel.SqlValues.text;
import static java.util.stream.Collectors.joining;

import io.sportskk.kernel.PageCursor;
import io.sportskk.ticket.TicketStatus;
import io.sportskk.view.ViewDialect.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One page of tickets, newest first.
 *
 * <p>The query names the index to read ({@link TicketIndex}). Each index is in the order of a page
 * only within one status; a query that names no status is therefore the union of one branch a
 * status, each of which reads no more than a page. So a page costs the same however many tickets
 * there are, however few match, and whenever they were bought.
 */
record TicketPageQuery(ViewDialect dialect, TicketFilter filter, PageCursor after, int rows) {

  private static final String COLUMNS =
      """
      ticket_id, buyer_id, match_id, team, stake, status, tallied, reason, correlation_id,
        dividend, payout, tax, requested_at, updated_at""";

  private static final String NEWEST_FIRST = " ORDER BY requested_at DESC, ticket_id DESC LIMIT ?";

  /** At most {@link #rows} tickets. */
  List<TicketRow> run(Connection connection, int timeoutSeconds) throws SQLException {
    List<Object> parameters = new ArrayList<>();
    String branches =
        statuses().map(status -> branch(status, parameters)).collect(joining(" UNION ALL "));
    parameters.add(rows);
    String sql = "SELECT " + COLUMNS + " FROM (" + branches + ") AS page" + NEWEST_FIRST;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(timeoutSeconds);
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        List<TicketRow> page = new ArrayList<>();
        while (result.next()) {
          page.add(row(result));
        }
        return page;
      }
    }
  }

  private Stream<String> statuses() {
    return filter.status() == null
        ? Arrays.stream(TicketStatus.values()).map(TicketStatus::label)
        : Stream.of(text(filter.status()));
  }

  private String branch(String status, List<Object> parameters) {
    StringBuilder sql = new StringBuilder("(SELECT " + COLUMNS + " ");
    append(sql, parameters, dialect.fromIndex(TicketIndex.of(filter), filter, status));
    // An index may say the same by a key, but for ids that have the key's separator in them.
    equal(sql, parameters, "match_id", filter.matchId());
    equal(sql, parameters, "team", filter.team());
    equal(sql, parameters, "buyer_id", filter.buyerId());
    if (filter.from() != null) {
      and(sql, parameters, Sql.of("requested_at >= ?", dialect.timestamp(filter.from())));
    }
    // One upper bound, the tighter one: of two, PostgreSQL may choose the wrong one to start from.
    if (after != null && (filter.to() == null || after.time().isBefore(filter.to()))) {
      and(sql, parameters, dialect.after(after));
    } else if (filter.to() != null) {
      and(sql, parameters, Sql.of("requested_at < ?", dialect.timestamp(filter.to())));
    }
    parameters.add(rows);
    return sql.append(NEWEST_FIRST).append(")").toString();
  }

  private static void equal(
      StringBuilder sql, List<Object> parameters, String column, String value) {
    if (value != null) {
      and(sql, parameters, Sql.of(column + " = ?", text(value)));
    }
  }

  private static void and(StringBuilder sql, List<Object> parameters, Sql condition) {
    append(sql.append(" AND "), parameters, condition);
  }

  private static void append(StringBuilder sql, List<Object> parameters, Sql part) {
    sql.append(part.text());
    parameters.addAll(part.parameters());
  }

  private TicketRow row(ResultSet result) throws SQLException {
    return new TicketRow(
        result.getString("ticket_id"),
        result.getString("buyer_id"),
        result.getString("match_id"),
        result.getString("team"),
        result.getLong("stake"),
        result.getString("status"),
        result.getBoolean("tallied"),
        result.getString("reason"),
        result.getString("correlation_id"),
        result.getObject("dividend", Long.class),
        result.getObject("payout", Long.class),
        result.getObject("tax", Long.class),
        dialect.timestamp(result, "requested_at"),
        dialect.timestamp(result, "updated_at"));
  }
}
