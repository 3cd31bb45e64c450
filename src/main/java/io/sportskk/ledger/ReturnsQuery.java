package io.sportskk.ledger;

import static io.sportskk.kernel.SqlValues.text;

import io.sportskk.kernel.SliceOffsets;
import io.sportskk.kernel.Slices;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The stakes of a match that were given back. It costs as much as there are of them, read from an
 * index that has nothing else ({@code ledger_entry_return_idx}): so much that no sum need be kept.
 */
record ReturnsQuery(String matchId) {

  /** As the index says it, or it is not used. */
  private static final String GIVEN_BACK = "(kind IN ('REVERSAL', 'REFUND') OR cause IS NOT NULL)";

  /**
   * One statement sees one moment. What is of the match is added up by causes, and what has left
   * its pool by kinds: that is the same, unless an entry is wrong.
   */
  private static final String SUMS =
      """
      SELECT head.entries, head.latest_at, sums.kind, sums.cause, sums.number, sums.amount
      FROM ledger_head AS head LEFT JOIN (
        SELECT NULL AS kind, cause, count(*) AS number, sum(amount) AS amount
        FROM ledger_entry WHERE debit = ? AND match_id = ? AND %1$s GROUP BY cause
        UNION ALL
        SELECT kind, NULL, count(*), sum(amount)
        FROM ledger_entry WHERE debit = ? AND %1$s GROUP BY kind) AS sums ON TRUE"""
          .formatted(GIVEN_BACK);

  Returns run(Connection connection, int timeoutSeconds) throws SQLException {
    // First: by then all is booked that it says, and perhaps more.
    long handled =
        SliceOffsets.read(connection, Ledgers.PROJECTION, Duration.ofSeconds(timeoutSeconds))
            .of(Slices.ALL);
    String pool = text(Account.pool(matchId).name());
    try (PreparedStatement statement = connection.prepareStatement(SUMS)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setString(1, pool);
      statement.setString(2, text(matchId));
      statement.setString(3, pool);
      try (ResultSet rows = statement.executeQuery()) {
        return returns(rows, handled);
      }
    }
  }

  private static Returns returns(ResultSet rows, long handled) throws SQLException {
    List<Returns.OfCause> byCause = new ArrayList<>();
    List<Returns.OfKind> byKind = new ArrayList<>();
    long entries = 0;
    OffsetDateTime latest = null;
    while (rows.next()) {
      entries = rows.getLong("entries");
      latest = rows.getObject("latest_at", OffsetDateTime.class);
      long number = rows.getLong("number");
      if (number == 0) {
        continue; // nothing was given back
      }
      BigInteger amount = rows.getBigDecimal("amount").toBigIntegerExact();
      String kind = rows.getString("kind");
      if (kind == null) {
        byCause.add(
            new Returns.OfCause(EntryPageQuery.cause(rows.getString("cause")), number, amount));
      } else {
        byKind.add(new Returns.OfKind(EntryKind.valueOf(kind), number, amount));
      }
    }
    return new Returns(
        byCause, byKind, entries, latest == null ? null : latest.toInstant(), handled);
  }
}
