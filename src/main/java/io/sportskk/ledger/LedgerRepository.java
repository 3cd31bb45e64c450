package io.sportskk.ledger;

import static io.sportskk.kernel.SqlValues.micros;
import static io.sportskk.kernel.SqlValues.text;
import static io.sportskk.kernel.SqlValues.timeOfMicros;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Writes the ledger. How it is read is in {@link EntryPageQuery} and its neighbours. */
final class LedgerRepository {

  /**
   * A movement that is to be booked.
   *
   * @param transactionId the same for whatever moves together
   * @param leg from 1 on: which of these it is
   */
  record Entry(
      String transactionId, int leg, Movement movement, String correlationId, Instant at) {}

  /*
   * One books at a time: then numbers are in the order of the commits, and whoever reads up to a
   * number misses nothing that comes later. All who book change the same few sums anyway. A
   * statement of its own, as the next one must see what was committed while this one waited.
   */
  private static final String LOCK = "SELECT entries FROM ledger_head FOR UPDATE";

  /*
   * What is booked already is left out, with all that follows from it. A wallet's balance is right
   * because the events of a wallet come in their order.
   */
  private static final String BOOK =
      """
      WITH unknown AS (
        SELECT transaction_id, leg, kind, debit, credit, amount, match_id, ticket_id, cause,
          correlation_id, %s AS at,
          head.entries + row_number() OVER (ORDER BY position) AS entry_id
        FROM unnest(?::text[], ?::smallint[], ?::text[], ?::text[], ?::text[], ?::bigint[],
            ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
          WITH ORDINALITY AS asked (transaction_id, leg, kind, debit, credit, amount,
            match_id, ticket_id, cause, correlation_id, micros, position),
          ledger_head AS head
        WHERE NOT EXISTS (
          SELECT FROM ledger_entry AS known
          WHERE known.transaction_id = asked.transaction_id AND known.leg = asked.leg)
      ), side AS (
        SELECT entry_id, debit AS account, -amount AS moved FROM unknown
        UNION ALL
        SELECT entry_id, credit, amount FROM unknown
      ), wallet AS (
        SELECT entry_id,
          coalesce(known.balance, 0)
            + sum(moved) OVER (PARTITION BY account ORDER BY entry_id) AS balance
        FROM side LEFT JOIN ledger_account AS known USING (account)
        WHERE account LIKE 'wallet:%%'
      ), booked AS (
        INSERT INTO ledger_entry (entry_id, transaction_id, leg, kind, debit, credit, amount,
          wallet_balance, match_id, ticket_id, cause, correlation_id, at)
        SELECT entry_id, transaction_id, leg, kind, debit, credit, amount,
          wallet.balance, match_id, ticket_id, cause, correlation_id, at
        FROM unknown LEFT JOIN wallet USING (entry_id)
        ORDER BY entry_id
      ), head AS (
        UPDATE ledger_head SET
          entries = entries + (SELECT count(*) FROM unknown),
          latest_at = greatest(latest_at, (SELECT max(at) FROM unknown))
      ), account AS (
        INSERT INTO ledger_account AS known (account, balance, entries)
        SELECT account, sum(moved), count(*) FROM side GROUP BY account ORDER BY account
        ON CONFLICT (account) DO UPDATE SET
          balance = known.balance + excluded.balance,
          entries = known.entries + excluded.entries
      )
      INSERT INTO ledger_quarter AS known (kind, from_at, amount, entries)
      SELECT kind, date_bin('15 minutes', at, timestamptz 'epoch'), sum(amount), count(*)
      FROM unknown GROUP BY 1, 2 ORDER BY 2, 1
      ON CONFLICT (from_at, kind) DO UPDATE SET
        amount = known.amount + excluded.amount,
        entries = known.entries + excluded.entries
      """
          .formatted(timeOfMicros("micros"));

  /**
   * Books what is not booked already, in this order, in the transaction of the connection; nobody
   * else books until that has ended.
   */
  void book(Connection connection, List<Entry> entries) throws SQLException {
    if (entries.isEmpty()) {
      return;
    }
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.execute();
    }
    try (PreparedStatement statement = connection.prepareStatement(BOOK)) {
      Columns columns = new Columns(connection, statement, entries);
      columns.set(1, "text", entry -> text(entry.transactionId()));
      columns.set(2, "smallint", Entry::leg);
      columns.set(3, "text", entry -> entry.movement().kind().name());
      columns.set(4, "text", entry -> text(entry.movement().debit().name()));
      columns.set(5, "text", entry -> text(entry.movement().credit().name()));
      columns.set(6, "bigint", entry -> entry.movement().amount().won());
      columns.set(7, "text", entry -> text(entry.movement().matchId()));
      columns.set(8, "text", entry -> text(entry.movement().ticketId()));
      columns.set(9, "text", entry -> cause(entry.movement()));
      columns.set(10, "text", entry -> text(entry.correlationId()));
      columns.set(11, "bigint", entry -> micros(entry.at()));
      statement.executeUpdate();
    }
  }

  private static String cause(Movement movement) {
    return movement.cause() == null ? null : movement.cause().name();
  }

  private record Columns(Connection connection, PreparedStatement statement, List<Entry> entries) {

    void set(int parameter, String type, Function<Entry, Object> value) throws SQLException {
      statement.setArray(
          parameter, connection.createArrayOf(type, entries.stream().map(value).toArray()));
    }
  }
}
