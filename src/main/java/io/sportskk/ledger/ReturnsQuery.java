package io.sportskk.ledger;

import static io.sportskk.kernel.SqlValues.text;

import io.sportskk.kernel.SliceOffsets;
import io.sportskk.kernel.Slices;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The stakes of a match that were given back. It costs as much as there are of them, read from an
 * index that has nothing else ({@code ledger_entry_return_idx}): so much that no sum need be kept.
 */
record ReturnsQuery(String matchId) {

  /**
   * One statement sees one moment. The condition is that of the index, or it is not used. What
   * names this match is added up by causes, and what has left its pool by kinds, whatever it names:
   * that is the same, unless an entry is wrong.
   */
  static final String SUMS =
      """
      SELECT head.entries, head.latest_at, sums.kind, sums.cause, sums.own, sums.number, sums.amount
      FROM ledger_head AS head LEFT JOIN (
        SELECT kind, cause, match_id IS NOT DISTINCT FROM ? AS own,
          count(*) AS number, sum(amount) AS amount
        FROM ledger_entry
        WHERE debit = ? AND (kind IN ('REVERSAL', 'REFUND') OR cause IS NOT NULL)
        GROUP BY 1, 2, 3) AS sums ON TRUE""";

  /** Of some entries. */
  private record Sum(long number, BigInteger amount) {

    Sum plus(Sum other) {
      return new Sum(number + other.number, amount.add(other.amount));
    }
  }

  Returns run(Connection connection, int timeoutSeconds) throws SQLException {
    // First: by then all is booked that it says, and perhaps more.
    long handled =
        SliceOffsets.read(connection, Ledgers.PROJECTION, Duration.ofSeconds(timeoutSeconds))
            .of(Slices.ALL);
    try (PreparedStatement statement = connection.prepareStatement(SUMS)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setString(1, text(matchId));
      statement.setString(2, text(Account.pool(matchId).name()));
      try (ResultSet rows = statement.executeQuery()) {
        return returns(rows, handled);
      }
    }
  }

  private static Returns returns(ResultSet rows, long handled) throws SQLException {
    Map<Optional<ReturnCause>, Sum> byCause = new HashMap<>();
    Map<EntryKind, Sum> byKind = new EnumMap<>(EntryKind.class);
    long entries = 0;
    OffsetDateTime latest = null;
    while (rows.next()) {
      entries = rows.getLong("entries");
      latest = rows.getObject("latest_at", OffsetDateTime.class);
      if (rows.getString("kind") == null) {
        continue; // nothing was given back
      }
      Sum sum = new Sum(rows.getLong("number"), rows.getBigDecimal("amount").toBigIntegerExact());
      byKind.merge(EntryKind.valueOf(rows.getString("kind")), sum, Sum::plus);
      if (rows.getBoolean("own")) {
        Optional<ReturnCause> cause =
            Optional.ofNullable(EntryPageQuery.cause(rows.getString("cause")));
        byCause.merge(cause, sum, Sum::plus);
      }
    }
    return new Returns(
        byCause.entrySet().stream()
            .map(it -> ofCause(it.getKey().orElse(null), it.getValue()))
            .toList(),
        byKind.entrySet().stream().map(it -> ofKind(it.getKey(), it.getValue())).toList(),
        entries,
        latest == null ? null : latest.toInstant(),
        handled);
  }

  private static Returns.OfCause ofCause(ReturnCause cause, Sum sum) {
    return new Returns.OfCause(cause, sum.number(), sum.amount());
  }

  private static Returns.OfKind ofKind(EntryKind kind, Sum sum) {
    return new Returns.OfKind(kind, sum.number(), sum.amount());
  }
}
