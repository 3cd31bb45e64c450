package io.sportskk.ledger;

import static io.sportskk.kernel.SqlValues.timestamp;

import io.sportskk.kernel.SliceOffsets;
import io.sportskk.kernel.Slices;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * A trial balance of now or of any moment: the sums of the quarters of an hour before it, and of
 * the entries of its own quarter. So it costs as much as the ledger has quarters, not entries.
 *
 * @param at inclusive; null for now
 */
record TrialBalanceQuery(Instant at) {

  private static final long QUARTER_SECONDS = Duration.ofMinutes(15).toSeconds();

  private static final String ALL = "SELECT kind, amount FROM ledger_quarter";

  private static final String UNTIL =
      """
      SELECT kind, amount FROM ledger_quarter WHERE from_at < ?
      UNION ALL
      SELECT kind, amount FROM ledger_entry WHERE kind = ANY (?) AND at >= ? AND at <= ?""";

  /** One statement sees one moment. */
  private static final String BY_KIND =
      """
      SELECT head.entries, head.latest_at, sums.kind, sums.amount
      FROM ledger_head AS head LEFT JOIN (
        SELECT kind, sum(amount) AS amount FROM (%s) AS moved GROUP BY kind) AS sums ON TRUE""";

  TrialBalance run(Connection connection, int timeoutSeconds) throws SQLException {
    // First: by then all is booked that it says, and perhaps more.
    long handled =
        SliceOffsets.read(connection, Ledgers.PROJECTION, Duration.ofSeconds(timeoutSeconds))
            .of(Slices.ALL);
    try (PreparedStatement statement =
        connection.prepareStatement(BY_KIND.formatted(at == null ? ALL : UNTIL))) {
      statement.setQueryTimeout(timeoutSeconds);
      if (at != null) {
        OffsetDateTime quarter = timestamp(quarter(at));
        statement.setObject(1, quarter);
        statement.setArray(2, connection.createArrayOf("text", kinds()));
        statement.setObject(3, quarter);
        statement.setObject(4, timestamp(at));
      }
      try (ResultSet rows = statement.executeQuery()) {
        return balance(rows, handled);
      }
    }
  }

  /** Its beginning, as in the table. */
  private static Instant quarter(Instant time) {
    return Instant.ofEpochSecond(
        Math.floorDiv(time.getEpochSecond(), QUARTER_SECONDS) * QUARTER_SECONDS);
  }

  private static Object[] kinds() {
    return Arrays.stream(EntryKind.values()).map(EntryKind::name).toArray();
  }

  private static TrialBalance balance(ResultSet rows, long handled) throws SQLException {
    Map<AccountClass, BigInteger> balances = new EnumMap<>(AccountClass.class);
    for (AccountClass account : AccountClass.values()) {
      balances.put(account, BigInteger.ZERO);
    }
    long entries = 0;
    OffsetDateTime latest = null;
    while (rows.next()) {
      entries = rows.getLong("entries");
      latest = rows.getObject("latest_at", OffsetDateTime.class);
      if (rows.getString("kind") != null) { // else there is nothing at all
        EntryKind kind = EntryKind.valueOf(rows.getString("kind"));
        BigInteger amount = rows.getBigDecimal("amount").toBigIntegerExact();
        balances.merge(kind.debit(), amount.negate(), BigInteger::add);
        balances.merge(kind.credit(), amount, BigInteger::add);
      }
    }
    return new TrialBalance(balances, entries, latest == null ? null : latest.toInstant(), handled);
  }
}
