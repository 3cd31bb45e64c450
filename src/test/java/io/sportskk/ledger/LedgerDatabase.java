package io.sportskk.ledger;

import io.sportskk.kernel.Money;
import io.sportskk.ledger.LedgerRepository.Entry;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What tests ask of the ledger's database, past the ledger itself. */
record LedgerDatabase(DataSource connections) {

  static final String OFFSET =
      "SELECT coalesce(max(current_offset::bigint), 0) FROM akka_projection_offset_store";

  /** A movement between wallet or deposits and pool, of the kind that fits. */
  static Entry entry(String transactionId, EntryKind kind, String buyer, String match, long won) {
    return entry(transactionId, kind, buyer, match, won, WalletEvents.AT);
  }

  static Entry entry(
      String transactionId, EntryKind kind, String buyer, String match, long won, Instant at) {
    return entry(transactionId, kind, buyer, match, won, null, at);
  }

  static Entry entry(
      String transactionId,
      EntryKind kind,
      String buyer,
      String match,
      long won,
      ReturnCause cause,
      Instant at) {
    return new Entry(
        transactionId,
        1,
        new Movement(
            kind,
            account(kind.debit(), buyer, match),
            account(kind.credit(), buyer, match),
            Money.won(won),
            kind == EntryKind.DEPOSIT ? null : match,
            kind == EntryKind.DEPOSIT ? null : "ticket-" + transactionId,
            cause),
        "correlation-" + transactionId,
        at);
  }

  private static Account account(AccountClass of, String buyer, String match) {
    return switch (of) {
      case WALLET -> Account.wallet(buyer);
      case POOL -> Account.pool(match);
      default -> new Account(of, "");
    };
  }

  /** In one transaction. */
  void book(List<Entry> entries) {
    try (Connection connection = connections.getConnection()) {
      connection.setAutoCommit(false);
      new LedgerRepository().book(connection, entries);
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String... statements) {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The rows, their columns separated by spaces. */
  List<String> rows(String sql) {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder(rows.getString(1));
        for (int i = 2; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append(' ').append(rows.getString(i));
        }
        all.add(row.toString());
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  long number(String sql) {
    return Long.parseLong(rows(sql).get(0));
  }

  List<String> entries() {
    return rows(
        "SELECT entry_id, transaction_id, kind, debit, credit, amount, wallet_balance"
            + " FROM ledger_entry ORDER BY entry_id");
  }

  List<String> balances() {
    return rows("SELECT account, balance, entries FROM ledger_account ORDER BY account");
  }
}
