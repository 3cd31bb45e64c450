package io.sportskk.view;

import io.sportskk.ticket.TicketStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One page of tickets, newest first.
 *
 * <p>Each index of the table is in the order of a page only within one status. A query that names
 * no status is therefore the union of one branch a status, each of which reads no more than a page
 * from its index: a page costs the same however many tickets there are, and however few match.
 */
record TicketPageQuery(TicketFilter filter, Cursor after, int rows) {

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private static final String COLUMNS =
      """
      ticket_id, buyer_id, match_id, team, stake, status, tallied, reason, correlation_id,
        requested_at, updated_at""";

  private static final String NEWEST_FIRST = " ORDER BY requested_at DESC, ticket_id DESC LIMIT ?";

  /** At most {@link #rows} tickets. */
  List<TicketRow> run(Connection connection, int timeoutSeconds) throws SQLException {
    List<String> statuses =
        filter.status() == null
            ? Arrays.stream(TicketStatus.values()).map(TicketStatus::label).toList()
            : List.of(TicketRepository.storable(filter.status()));
    Branch branch = branch();
    String union =
        Collections.nCopies(statuses.size(), "(" + branch.sql() + ")").stream()
            .collect(Collectors.joining(" UNION ALL "));
    String sql = "SELECT " + COLUMNS + " FROM (" + union + ") AS page" + NEWEST_FIRST;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(timeoutSeconds);
      int index = 1;
      for (String status : statuses) {
        statement.setString(index++, status);
        for (Object parameter : branch.parameters()) {
          statement.setObject(index++, parameter);
        }
        statement.setInt(index++, rows);
      }
      statement.setInt(index, rows);
      try (ResultSet result = statement.executeQuery()) {
        List<TicketRow> page = new ArrayList<>();
        while (result.next()) {
          page.add(row(result));
        }
        return page;
      }
    }
  }

  private record Branch(String sql, List<Object> parameters) {}

  private Branch branch() {
    StringBuilder sql = new StringBuilder("SELECT " + COLUMNS + " FROM ticket WHERE status = ?");
    List<Object> parameters = new ArrayList<>();
    if (filter.matchId() != null) {
      sql.append(" AND match_id = ?");
      parameters.add(TicketRepository.storable(filter.matchId()));
    }
    if (filter.team() != null) {
      sql.append(" AND team = ?");
      parameters.add(TicketRepository.storable(filter.team()));
    }
    if (filter.buyerId() != null) {
      sql.append(" AND buyer_id = ?");
      parameters.add(TicketRepository.storable(filter.buyerId()));
    }
    if (filter.from() != null) {
      sql.append(" AND requested_at >= ?");
      parameters.add(timestamp(filter.from()));
    }
    // One upper bound, the tighter one: of two, PostgreSQL may choose the wrong one to start from.
    if (after != null && (filter.to() == null || after.requestedAt().isBefore(filter.to()))) {
      sql.append(" AND (requested_at, ticket_id) < (?, ?)");
      parameters.add(timestamp(after.requestedAt()));
      parameters.add(TicketRepository.storable(after.ticketId()));
    } else if (filter.to() != null) {
      sql.append(" AND requested_at < ?");
      parameters.add(timestamp(filter.to()));
    }
    return new Branch(sql.append(NEWEST_FIRST).toString(), parameters);
  }

  /** The database's years end sooner than those of {@link Instant}. */
  private static OffsetDateTime timestamp(Instant time) {
    Instant atLeast = time.isBefore(EARLIEST) ? EARLIEST : time;
    return TicketRepository.timestamp(atLeast.isAfter(LATEST) ? LATEST : atLeast);
  }

  private static TicketRow row(ResultSet result) throws SQLException {
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
        result.getObject("requested_at", OffsetDateTime.class).toInstant(),
        result.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
