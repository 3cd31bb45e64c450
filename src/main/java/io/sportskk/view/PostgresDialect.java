package io.sportskk.view;

import static io.sportskk.kernel.SqlValues.micros;
import static io.sportskk.kernel.SqlValues.text;
import static io.sportskk.kernel.SqlValues.timeOfMicros;

import io.sportskk.kernel.PageCursor;
import io.sportskk.kernel.SqlValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * The schema is in {@code db/view}. An index is named by its key, an expression that only the query
 * has that wants this index; {@code V2__ticket.sql} says why.
 */
final class PostgresDialect implements ViewDialect {

  /** One statement for all of them: each of its own would be as much work as the row. */
  private static final String SAVE =
      """
      INSERT INTO ticket AS t (%1$s)
      SELECT %2$s FROM unnest(%3$s) AS changed (%1$s)
      ON CONFLICT (ticket_id) DO UPDATE SET
        status = EXCLUDED.status,
        tallied = EXCLUDED.tallied,
        reason = COALESCE(EXCLUDED.reason, t.reason),
        dividend = COALESCE(EXCLUDED.dividend, t.dividend),
        payout = COALESCE(EXCLUDED.payout, t.payout),
        tax = COALESCE(EXCLUDED.tax, t.tax),
        updated_at = EXCLUDED.updated_at,
        sequence_nr = EXCLUDED.sequence_nr
      WHERE t.sequence_nr < EXCLUDED.sequence_nr"""
          .formatted(
              TicketColumn.listed(TicketColumn::name),
              TicketColumn.listed(
                  column ->
                      column.type() == Instant.class ? timeOfMicros(column.name()) : column.name()),
              TicketColumn.listed(column -> "?::" + element(column) + "[]"));

  private static final String SAVE_REFUSED =
      """
      INSERT INTO refused_cancellation
        (ticket_id, sequence_nr, match_id, asked_as, asked_by, reason, correlation_id, refused_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (ticket_id, sequence_nr) DO NOTHING""";

  @Override
  public void save(Connection connection, List<TicketChange> changes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
      int parameter = 1;
      for (TicketColumn<?> column : TicketColumn.ALL) {
        Object[] values =
            changes.stream().map(change -> stored(column.value().apply(change))).toArray();
        statement.setArray(parameter++, connection.createArrayOf(element(column), values));
      }
      statement.executeUpdate();
    }
  }

  private static Object stored(Object value) {
    return value instanceof Instant time ? (Object) micros(time) : value;
  }

  /** The type of an array's elements. */
  private static String element(TicketColumn<?> column) {
    if (column.type() == String.class) {
      return "text";
    }
    return column.type() == Boolean.class ? "boolean" : "bigint";
  }

  @Override
  public String saveRefused() {
    return SAVE_REFUSED;
  }

  @Override
  public Sql fromIndex(TicketIndex index, TicketFilter filter, String status) {
    String match = text(filter.matchId());
    String team = text(filter.team());
    return switch (index) {
      case ALL -> from("'/' || status", "/" + status, status);
      case MATCH -> from("match_id || '/' || status", match + "/" + status, status);
      case MATCH_TEAM ->
          from(
              "match_id || '/' || team || '/' || status",
              match + "/" + team + "/" + status,
              status);
      case TEAM -> from("team || '/' || status", team + "/" + status, status);
      case BUYER ->
          from("buyer_id || '/' || status", text(filter.buyerId()) + "/" + status, status);
    };
  }

  private static Sql from(String key, String value, String status) {
    return Sql.of("FROM ticket WHERE " + key + " = ? AND status = ?", value, status);
  }

  @Override
  public Sql after(PageCursor cursor) {
    return Sql.of("(requested_at, ticket_id) < (?, ?)", timestamp(cursor.time()), cursor.id());
  }

  @Override
  public Object timestamp(Instant time) {
    return SqlValues.timestamp(time);
  }

  @Override
  public Instant timestamp(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
