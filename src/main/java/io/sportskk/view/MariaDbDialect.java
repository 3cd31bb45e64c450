package io.sportskk.view;

import io.sportskk.kernel.PageCursor;
import io.sportskk.kernel.SqlValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * The schema is in {@code db/view-mariadb}. Times are kept as date and time in UTC, which neither
 * the time zone of the server nor of the connection changes.
 */
final class MariaDbDialect implements ViewDialect {

  /**
   * MariaDB has no condition for the update as a whole, and assigns from left to right: what is
   * compared, the sequence number, is assigned last.
   */
  private static final String SAVE =
      """
      INSERT INTO ticket (%s) VALUES (%s)
      ON DUPLICATE KEY UPDATE
        status = IF(sequence_nr < VALUE(sequence_nr), VALUE(status), status),
        tallied = IF(sequence_nr < VALUE(sequence_nr), VALUE(tallied), tallied),
        reason = IF(sequence_nr < VALUE(sequence_nr), COALESCE(VALUE(reason), reason), reason),
        dividend = IF(sequence_nr < VALUE(sequence_nr), COALESCE(VALUE(dividend), dividend), dividend),
        payout = IF(sequence_nr < VALUE(sequence_nr), COALESCE(VALUE(payout), payout), payout),
        tax = IF(sequence_nr < VALUE(sequence_nr), COALESCE(VALUE(tax), tax), tax),
        updated_at = IF(sequence_nr < VALUE(sequence_nr), VALUE(updated_at), updated_at),
        sequence_nr = GREATEST(sequence_nr, VALUE(sequence_nr))"""
          .formatted(TicketColumn.listed(TicketColumn::name), TicketColumn.listed(column -> "?"));

  /** What is there is the same: {@code INSERT IGNORE} would hide other failures, too. */
  private static final String SAVE_REFUSED =
      """
      INSERT INTO refused_cancellation
        (ticket_id, sequence_nr, match_id, asked_as, asked_by, reason, correlation_id, refused_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON DUPLICATE KEY UPDATE sequence_nr = VALUE(sequence_nr)""";

  @Override
  public void save(Connection connection, List<TicketChange> changes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
      for (TicketChange change : changes) {
        int parameter = 1;
        for (TicketColumn<?> column : TicketColumn.ALL) {
          Object value = column.value().apply(change);
          statement.setObject(parameter++, value instanceof Instant time ? timestamp(time) : value);
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  @Override
  public String saveRefused() {
    return SAVE_REFUSED;
  }

  /** The index begins with what the filter asks anyway, then the status. */
  @Override
  public Sql fromIndex(TicketIndex index, TicketFilter filter, String status) {
    String name = "ticket_" + index.name().toLowerCase(Locale.ROOT) + "_idx";
    return Sql.of("FROM ticket FORCE INDEX (" + name + ") WHERE status = ?", status);
  }

  /** A comparison of pairs would not be seen as a range of the index. */
  @Override
  public Sql after(PageCursor cursor) {
    Object time = timestamp(cursor.time());
    return Sql.of(
        "requested_at <= ? AND (requested_at < ? OR ticket_id < ?)", time, time, cursor.id());
  }

  @Override
  public Object timestamp(Instant time) {
    return SqlValues.timestamp(time).toLocalDateTime();
  }

  @Override
  public Instant timestamp(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }
}
