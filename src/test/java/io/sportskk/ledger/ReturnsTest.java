package io.sportskk.ledger;

import static io.sportskk.ledger.EntryKind.CHARGE;
import static io.sportskk.ledger.EntryKind.PAYOUT;
import static io.sportskk.ledger.EntryKind.REFUND;
import static io.sportskk.ledger.EntryKind.REVERSAL;
import static io.sportskk.ledger.LedgerDatabase.entry;
import static io.sportskk.ledger.WalletEvents.AT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.ledger.LedgerRepository.Entry;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Row {@code V3}: each stake that was given back is in one report, and none is left out. */
class ReturnsTest {

  private TestDatabases databases;
  private LedgerDatabase ledger;

  @BeforeEach
  void create() {
    databases = TestDatabases.create();
    ledger = new LedgerDatabase(databases.ledger());
  }

  @AfterEach
  void drop() {
    databases.close();
  }

  private Returns returns(String matchId) {
    try (Connection connection = databases.ledger().getConnection()) {
      return new ReturnsQuery(matchId).run(connection, 10);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> causes(Returns returns) {
    return returns.byCause().stream()
        .map(it -> it.cause() + " " + it.tickets() + " " + it.amount())
        .sorted()
        .toList();
  }

  private static List<String> kinds(Returns returns) {
    return returns.byKind().stream()
        .map(it -> it.kind() + " " + it.entries() + " " + it.amount())
        .sorted()
        .toList();
  }

  /** {@code V3} */
  @Test
  void eachStakeIsOfOneCauseAndOfOneKind() {
    ledger.book(
        List.of(
            entry("a", CHARGE, "anna", "m", 9_000),
            entry("b", REVERSAL, "anna", "m", 100, ReturnCause.BUYER_REQUEST, AT),
            entry("c", REFUND, "anna", "m", 20, ReturnCause.BUYER_REQUEST, AT),
            entry("d", REVERSAL, "anna", "m", 3, ReturnCause.PAYMENT_TIMEOUT, AT),
            entry("e", PAYOUT, "anna", "m", 400, ReturnCause.NOBODY_WON, AT),
            entry("f", PAYOUT, "anna", "m", 7_000), // it was won
            entry("g", REVERSAL, "anna", "m", 60), // by an earlier release
            entry("h", REVERSAL, "anna", "other", 1, ReturnCause.VOID, AT)));

    Returns returns = returns("m");
    assertThat(causes(returns))
        .containsExactly(
            "BUYER_REQUEST 2 120", "NOBODY_WON 1 400", "PAYMENT_TIMEOUT 1 3", "null 1 60");
    assertThat(kinds(returns)).containsExactly("PAYOUT 1 400", "REFUND 1 20", "REVERSAL 3 163");
    assertThat(returns.tickets()).isEqualTo(5);
    assertThat(returns.total()).isEqualTo(583);
    assertThat(returns.difference()).isZero();
    assertThat(returns.entries()).isEqualTo(8);
    assertThat(returns.latestAt()).isEqualTo(AT);
    assertThat(causes(returns("other"))).containsExactly("VOID 1 1");
  }

  /** {@code V3} */
  @Test
  void ofAMatchOfWhichNothingWasGivenBackThereIsNothing() {
    ledger.book(List.of(entry("a", CHARGE, "anna", "m", 9_000)));
    Returns returns = returns("m");
    assertThat(returns.byCause()).isEmpty();
    assertThat(returns.byKind()).isEmpty();
    assertThat(returns.total()).isZero();
    assertThat(returns.entries()).isEqualTo(1);
    assertThat(returns("nobody's").latestAt()).isEqualTo(AT);
  }

  /** {@code V3} An entry that no booking makes: it has left the pool, and no report has it. */
  @Test
  void whatHasLeftThePoolAndIsInNoReportShows() {
    ledger.book(List.of(entry("a", REVERSAL, "anna", "m", 100, ReturnCause.VOID, AT)));
    ledger.execute(
        "INSERT INTO ledger_entry (entry_id, transaction_id, leg, kind, debit, credit, amount,"
            + " match_id, cause, correlation_id, at)"
            + " VALUES (2, 'x', 1, 'REVERSAL', 'pool:m', 'wallet:anna', 30, 'other', 'LATE', 'c',"
            + " now())");

    Returns returns = returns("m");
    assertThat(returns.total()).isEqualTo(100);
    assertThat(returns.difference()).isEqualTo(30);
  }

  /** {@code V3} Classes are disjoint as each cause is of one; none is of none. */
  @Test
  void eachCauseIsOfOneClass() {
    List<String> classes = new ArrayList<>();
    for (ReturnCause cause : ReturnCause.values()) {
      classes.add(cause + " " + ReturnClass.of(cause));
    }
    classes.add("none " + ReturnClass.of(null));
    assertThat(classes)
        .containsExactly(
            "BUYER_REQUEST CANCELLED",
            "PAYMENT_TIMEOUT FAILED",
            "SALES_CLOSED FAILED",
            "LATE REFUNDED",
            "VOID VOID",
            "NOBODY_WON REFUNDED",
            "none UNKNOWN");
  }

  /** {@code V3} However many other entries there are: by the index that has nothing else. */
  @Test
  void theSumsAreReadByTheirIndex() {
    List<Entry> all = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      all.add(entry("c" + i, CHARGE, "buyer-" + i % 50, "m", 100));
      if (i % 3 == 0) {
        all.add(entry("r" + i, REVERSAL, "buyer-" + i % 50, "m", 100, ReturnCause.VOID, AT));
      }
    }
    ledger.book(all);
    ledger.execute("VACUUM ANALYZE ledger_entry");
    assertThat(plan())
        .anyMatch(it -> it.contains("ledger_entry_return_idx"))
        .noneMatch(it -> it.contains("Seq Scan on ledger_entry"));
    assertThat(returns("m").tickets()).isEqualTo(1_000);
  }

  /** How the database does what is asked for. */
  private List<String> plan() {
    try (Connection connection = databases.ledger().getConnection();
        PreparedStatement explain = connection.prepareStatement("EXPLAIN " + ReturnsQuery.SUMS)) {
      explain.setString(1, "m");
      explain.setString(2, "pool:m");
      List<String> lines = new ArrayList<>();
      try (ResultSet rows = explain.executeQuery()) {
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      }
      return lines;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
