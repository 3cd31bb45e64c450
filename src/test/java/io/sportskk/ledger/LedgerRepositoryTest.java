package io.sportskk.ledger;

import static io.sportskk.ledger.EntryKind.CHARGE;
import static io.sportskk.ledger.EntryKind.DEPOSIT;
import static io.sportskk.ledger.EntryKind.REVERSAL;
import static io.sportskk.ledger.LedgerDatabase.entry;
import static io.sportskk.ledger.WalletEvents.AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sportskk.kernel.Money;
import io.sportskk.ledger.LedgerRepository.Entry;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped schema, on a real PostgreSQL. */
class LedgerRepositoryTest {

  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND wait_event_type = 'Lock'";

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

  @Test
  void eachMovementIsARowAndWhatItsWalletHoldsAfterIt() {
    ledger.book(
        List.of(
            entry("a", DEPOSIT, "anna", "m", 1_000),
            entry("b", DEPOSIT, "berta", "m", 500),
            entry("c", CHARGE, "anna", "m", 300)));
    ledger.book(
        List.of(entry("d", CHARGE, "berta", "m", 500), entry("e", REVERSAL, "anna", "m", 300)));

    assertThat(ledger.entries())
        .containsExactly(
            "1 a DEPOSIT deposits wallet:anna 1000 1000",
            "2 b DEPOSIT deposits wallet:berta 500 500",
            "3 c CHARGE wallet:anna pool:m 300 700",
            "4 d CHARGE wallet:berta pool:m 500 0",
            "5 e REVERSAL pool:m wallet:anna 300 1000");
    assertThat(ledger.balances())
        .containsExactly(
            "deposits -1500 2", "pool:m 500 3", "wallet:anna 1000 3", "wallet:berta 0 2");
  }

  @Test
  void aTransactionOfSeveralLegsHasOneBalanceOfItsWallet() {
    ledger.book(
        List.of(
            new Entry(
                "a",
                1,
                new Movement(
                    EntryKind.PAYOUT,
                    Account.pool("m"),
                    Account.wallet("anna"),
                    Money.won(90),
                    "m",
                    "t"),
                "c",
                AT),
            new Entry(
                "a",
                2,
                new Movement(
                    EntryKind.TAX, Account.pool("m"), Account.TAX, Money.won(10), "m", "t"),
                "c",
                AT)));
    assertThat(ledger.entries())
        .containsExactly("1 a PAYOUT pool:m wallet:anna 90 90", "2 a TAX pool:m tax 10 null");
  }

  @Test
  void whatIsBookedAlreadyIsNotBookedAgain() {
    List<Entry> first =
        List.of(entry("a", DEPOSIT, "anna", "m", 1_000), entry("b", CHARGE, "anna", "m", 300));
    ledger.book(first);
    List<Entry> more = new ArrayList<>(first);
    more.add(entry("c", CHARGE, "anna", "m", 100));
    ledger.book(more);
    ledger.book(more);

    assertThat(ledger.entries())
        .containsExactly(
            "1 a DEPOSIT deposits wallet:anna 1000 1000",
            "2 b CHARGE wallet:anna pool:m 300 700",
            "3 c CHARGE wallet:anna pool:m 100 600");
    assertThat(ledger.balances())
        .containsExactly("deposits -1000 1", "pool:m 400 2", "wallet:anna 600 3");
    assertThat(ledger.number("SELECT sum(entries) FROM ledger_quarter")).isEqualTo(3);
  }

  /** Whoever reads up to a number has all there will ever be up to it. */
  @Test
  void numbersAreInTheOrderOfTheCommits() throws Exception {
    try (Connection slow = databases.ledger().getConnection()) {
      slow.setAutoCommit(false);
      new LedgerRepository().book(slow, List.of(entry("a", DEPOSIT, "anna", "m", 100)));
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(
              () ->
                  ledger.book(
                      List.of(
                          entry("a", DEPOSIT, "anna", "m", 100),
                          entry("b", DEPOSIT, "anna", "m", 10))));
      Awaitility.await().until(() -> ledger.number(WAITING) == 1);
      assertThat(ledger.entries()).isEmpty();
      slow.commit();
      other.get(60, TimeUnit.SECONDS);
    }
    assertThat(ledger.entries())
        .containsExactly(
            "1 a DEPOSIT deposits wallet:anna 100 100", "2 b DEPOSIT deposits wallet:anna 10 110");
  }

  /** A failure leaves no gap in the numbers. */
  @Test
  void whatIsRolledBackTakesNoNumber() throws SQLException {
    try (Connection connection = databases.ledger().getConnection()) {
      connection.setAutoCommit(false);
      new LedgerRepository().book(connection, List.of(entry("a", DEPOSIT, "anna", "m", 100)));
      connection.rollback();
    }
    ledger.book(List.of(entry("b", DEPOSIT, "anna", "m", 100)));
    assertThat(ledger.entries()).containsExactly("1 b DEPOSIT deposits wallet:anna 100 100");
  }

  /** Many at once, some of it more than once: the sums say what the rows say. */
  @Test
  void theSumsAreThoseOfTheRowsWhoeverBooks() throws Exception {
    Random random = new Random(1);
    List<EntryKind> kinds = List.of(EntryKind.values());
    Instant start = Instant.parse("2026-05-01T00:00:00Z");
    List<Entry> all =
        IntStream.range(0, 400)
            .mapToObj(
                i ->
                    entry(
                        "t" + i,
                        kinds.get(random.nextInt(kinds.size())),
                        "buyer-" + random.nextInt(5),
                        "match-" + random.nextInt(3),
                        1 + random.nextInt(1_000),
                        start.plus(Duration.ofMinutes(random.nextInt(120)))))
            .toList();
    List<CompletableFuture<Void>> bookers =
        IntStream.range(0, 4)
            .mapToObj(
                booker ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int from = booker * 60; from < 400; from += 20) {
                            ledger.book(all.subList(from, from + 20));
                          }
                        }))
            .toList();
    for (CompletableFuture<Void> booker : bookers) {
      booker.get(60, TimeUnit.SECONDS);
    }

    assertThat(ledger.number("SELECT count(*) FROM ledger_entry")).isEqualTo(400);
    assertThat(ledger.number("SELECT max(entry_id) FROM ledger_entry")).isEqualTo(400);
    assertThat(ledger.number("SELECT entries FROM ledger_head")).isEqualTo(400);
    assertThat(ledger.number("SELECT sum(balance) FROM ledger_account")).isZero();
    assertThat(ledger.balances())
        .isEqualTo(
            ledger.rows(
                """
                SELECT account, sum(moved), count(*) FROM (
                  SELECT debit AS account, -amount AS moved FROM ledger_entry
                  UNION ALL SELECT credit, amount FROM ledger_entry) AS side
                GROUP BY account ORDER BY account"""));
    assertThat(
            ledger.rows("SELECT kind, from_at, amount, entries FROM ledger_quarter ORDER BY 1, 2"))
        .isEqualTo(
            ledger.rows(
                """
                SELECT kind, date_bin('15 minutes', at, timestamptz 'epoch'), sum(amount), count(*)
                FROM ledger_entry GROUP BY 1, 2 ORDER BY 1, 2"""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE ledger_entry SET amount = amount + 1",
        "DELETE FROM ledger_entry WHERE entry_id = 7",
        "TRUNCATE ledger_entry"
      })
  void anEntryIsForEver(String sql) {
    ledger.book(List.of(entry("a", DEPOSIT, "anna", "m", 100)));
    assertThatThrownBy(() -> ledger.execute(sql))
        .hasMessageContaining(
            "The ledger is append-only: "
                + sql.substring(0, sql.indexOf(' '))
                + " of ledger_entry is refused.");
    assertThat(ledger.entries()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'CHARGE', 'pool:m', 'wallet:anna', 1",
        "'TAX', 'pool:m', 'takeout', 1",
        "'GIFT', 'deposits', 'wallet:anna', 1",
        "'DEPOSIT', 'deposits', 'wallet:anna', 0",
        "'DEPOSIT', 'deposits', 'wallet:anna', -1"
      })
  void theDatabaseRefusesWhatNoBookingIs(String values) {
    assertThatThrownBy(
            () ->
                ledger.execute(
                    "INSERT INTO ledger_entry (entry_id, transaction_id, leg, kind, debit, credit,"
                        + " amount, correlation_id, at) SELECT 1, 'a', 1, v.*, 'c', now()"
                        + " FROM (VALUES ("
                        + values
                        + ")) AS v"))
        .hasMessageContaining("violates check constraint");
  }

  /** {@code V3} The database knows all causes. */
  @Test
  void aMovementSaysWhyAStakeIsGivenBack() {
    List<Entry> all = new ArrayList<>();
    for (EntryKind kind : EntryKind.values()) {
      all.add(entry(kind.name(), kind, "anna", "m", 100));
      for (ReturnCause cause : ReturnCause.values()) {
        if (kind.mayGiveBack()) {
          all.add(entry(kind + "-" + cause, kind, "anna", "m", 100, cause, AT));
        }
      }
    }
    ledger.book(all);
    assertThat(ledger.rows("SELECT transaction_id, cause FROM ledger_entry ORDER BY entry_id"))
        .isEqualTo(
            all.stream().map(it -> it.transactionId() + " " + it.movement().cause()).toList())
        .contains("REVERSAL null", "REVERSAL-BUYER_REQUEST BUYER_REQUEST", "PAYOUT-VOID VOID");
  }

  /** {@code V3} */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'CHARGE', 'wallet:anna', 'pool:m', 1, 'VOID'",
        "'TAX', 'pool:m', 'tax', 1, 'VOID'",
        "'REVERSAL', 'pool:m', 'wallet:anna', 1, 'RAIN'"
      })
  void theDatabaseRefusesACauseThatIsNone(String values) {
    assertThatThrownBy(
            () ->
                ledger.execute(
                    "INSERT INTO ledger_entry (entry_id, transaction_id, leg, kind, debit, credit,"
                        + " amount, cause, correlation_id, at) SELECT 1, 'a', 1, v.*, 'c', now()"
                        + " FROM (VALUES ("
                        + values
                        + ")) AS v"))
        .hasMessageContaining("ledger_entry_cause_check");
  }

  /** The database knows all kinds and their accounts. */
  @Test
  void everyKindCanBeBooked() {
    List<Entry> all = new ArrayList<>();
    for (EntryKind kind : EntryKind.values()) {
      all.add(entry(kind.name(), kind, "anna", "m", 100));
    }
    ledger.book(all);
    assertThat(ledger.entries()).hasSize(EntryKind.values().length);
  }

  @Test
  void whatATableCannotHoldIsReplaced() {
    ledger.book(
        List.of(
            entry("a\0", CHARGE, "an\0na", "m\0", 100, Instant.MIN),
            entry("b", CHARGE, "anna", "m", 100, Instant.MAX)));
    assertThat(ledger.rows("SELECT transaction_id, debit, match_id FROM ledger_entry"))
        .containsExactly("a\uFFFD wallet:an\uFFFDna m\uFFFD", "b wallet:anna m");
  }
}
