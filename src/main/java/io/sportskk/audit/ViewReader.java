package io.sportskk.audit;

import io.sportskk.audit.TicketFacts.RefusedRow;
import io.sportskk.audit.TicketFacts.ViewRow;
import io.sportskk.kernel.DatabaseKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;

/** Enters the rows of the view into the facts. The query is plain SQL, for any database. */
final class ViewReader {

  private static final String ROWS =
      """
      SELECT ticket_id, buyer_id, match_id, team, stake, status, tallied, reason, correlation_id,
        requested_at, updated_at, sequence_nr
      FROM ticket""";

  private static final String REFUSED =
      """
      SELECT ticket_id, sequence_nr, match_id, asked_as, asked_by, reason, correlation_id, refused_at
      FROM refused_cancellation""";

  private final FactsByTicket factsByTicket;
  private long rows;

  ViewReader(FactsByTicket factsByTicket) {
    this.factsByTicket = factsByTicket;
  }

  void read(Snapshot view) throws SQLException {
    boolean zoned = view.kind() == DatabaseKind.POSTGRESQL;
    view.each(ROWS, row -> enter(row, zoned));
    view.each(REFUSED, row -> enterRefused(row, zoned));
  }

  long rows() {
    return rows;
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private void enter(ResultSet row, boolean zoned) throws SQLException {
    rows++;
    factsByTicket.of(row.getString(1)).row =
        new ViewRow(
            factsByTicket.share(row.getString(2)),
            factsByTicket.share(row.getString(3)),
            factsByTicket.share(row.getString(4)),
            row.getLong(5),
            factsByTicket.share(row.getString(6)),
            row.getBoolean(7),
            factsByTicket.share(row.getString(8)),
            FactsByTicket.hash(row.getString(9)),
            time(row, 10, zoned),
            time(row, 11, zoned),
            row.getLong(12));
  }

  private void enterRefused(ResultSet row, boolean zoned) throws SQLException {
    TicketFacts facts = factsByTicket.of(row.getString(1));
    if (facts.refused == null) {
      facts.refused = new HashMap<>(2);
    }
    facts.refused.put(
        row.getLong(2),
        new RefusedRow(
            factsByTicket.share(row.getString(3)),
            factsByTicket.share(row.getString(4)),
            row.getString(5),
            factsByTicket.share(row.getString(6)),
            row.getString(7),
            time(row, 8, zoned)));
  }

  /**
   * @param zoned whether a time comes with its zone; else it is in UTC
   */
  private static long time(ResultSet row, int column, boolean zoned) throws SQLException {
    return micros(
        zoned
            ? row.getObject(column, OffsetDateTime.class).toInstant()
            : row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC));
  }
}
