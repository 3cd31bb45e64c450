package io.sportskk.view;

import static io.sportskk.kernel.SqlValues.text;
import static java.util.Comparator.comparing;

import io.sportskk.kernel.PageCursor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of refused cancellations. To write a row again changes nothing. */
record RefusedCancellationRepository(ViewDialect dialect) {

  private static final String COLUMNS =
      "ticket_id, sequence_nr, match_id, asked_as, asked_by, reason, correlation_id, refused_at";

  void save(Connection connection, Collection<RefusedCancellation> refused) throws SQLException {
    if (refused.isEmpty()) {
      return;
    }
    List<RefusedCancellation> inOrder =
        refused.stream()
            .sorted(
                comparing(RefusedCancellation::ticketId)
                    .thenComparing(RefusedCancellation::sequenceNr))
            .toList();
    try (PreparedStatement statement = connection.prepareStatement(dialect.saveRefused())) {
      for (RefusedCancellation row : inOrder) {
        statement.setString(1, text(row.ticketId()));
        statement.setLong(2, row.sequenceNr());
        statement.setString(3, text(row.matchId()));
        statement.setString(4, row.as());
        statement.setString(5, text(row.by()));
        statement.setString(6, row.reason());
        statement.setString(7, text(row.correlationId()));
        statement.setObject(8, dialect.timestamp(row.at()));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /**
   * Those of a match, or of all, newest first.
   *
   * @param matchId null for all
   * @param after where the page before ended, null for the first one
   * @param rows so many at most
   */
  List<RefusedCancellation> page(
      Connection connection, String matchId, Cursor after, int rows, int timeoutSeconds)
      throws SQLException {
    List<String> conditions = new ArrayList<>();
    List<Object> parameters = new ArrayList<>();
    if (matchId != null) {
      conditions.add("match_id = ?");
      parameters.add(text(matchId));
    }
    if (after != null) {
      // The first condition is the range of the index: MariaDB does not see one in a comparison of
      // tuples.
      conditions.add("refused_at <= ? AND (refused_at, ticket_id, sequence_nr) < (?, ?, ?)");
      Object time = dialect.timestamp(after.last().time());
      parameters.addAll(List.of(time, time, after.last().id(), after.sequenceNr()));
    }
    parameters.add(rows);
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    String sql =
        "SELECT "
            + COLUMNS
            + " FROM refused_cancellation"
            + where
            + " ORDER BY refused_at DESC, ticket_id DESC, sequence_nr DESC LIMIT ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(timeoutSeconds);
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        List<RefusedCancellation> page = new ArrayList<>();
        while (result.next()) {
          page.add(row(result));
        }
        return page;
      }
    }
  }

  private RefusedCancellation row(ResultSet row) throws SQLException {
    return new RefusedCancellation(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        dialect.timestamp(row, "refused_at"));
  }

  /**
   * The last one of a page. Of one ticket there may be several of the same time.
   *
   * @param last its time and ticket
   */
  record Cursor(PageCursor last, long sequenceNr) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(.+)");

    static Cursor of(RefusedCancellation row) {
      return new Cursor(new PageCursor(row.at(), row.ticketId()), row.sequenceNr());
    }

    String encode() {
      return new PageCursor(last.time(), sequenceNr + "-" + last.id()).encode();
    }

    /** Empty if the text was not made by {@link #encode}. */
    static Optional<Cursor> decode(String text) {
      return PageCursor.decode(text)
          .flatMap(
              cursor -> {
                Matcher parts = FORM.matcher(cursor.id());
                return parts.matches()
                    ? Optional.of(
                        new Cursor(
                            new PageCursor(cursor.time(), parts.group(2)),
                            Long.parseLong(parts.group(1))))
                    : Optional.empty();
              });
    }
  }
}
