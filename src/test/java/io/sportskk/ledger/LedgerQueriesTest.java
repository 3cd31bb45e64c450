package io.sportskk.ledger;

import static io.sportskk.ledger.LedgerDatabase.entry;
import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.ledger.LedgerQuery.AccountPage;
import io.sportskk.ledger.LedgerQuery.Balanced;
import io.sportskk.ledger.LedgerQuery.EntryPage;
import io.sportskk.ledger.LedgerQuery.FindEntries;
import io.sportskk.ledger.LedgerQuery.GetReturns;
import io.sportskk.ledger.LedgerQuery.GetTrialBalance;
import io.sportskk.ledger.LedgerQuery.GivenBack;
import io.sportskk.ledger.LedgerQuery.ListAccounts;
import io.sportskk.ledger.LedgerQuery.Reply;
import io.sportskk.ledger.LedgerRepository.Entry;
import io.sportskk.node.database.Migrations;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the ledger answers is what its rows say, worked out from all of them. */
class LedgerQueriesTest {

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final int ENTRIES = 600;

  private static TestDatabases databases;
  private static TestCluster cluster;
  private static LedgerDatabase ledger;
  private static ActorRef<LedgerQuery> queries;

  private final TestProbe<Reply> probe = cluster.testKit().createTestProbe();

  /** Of three hours, of which many are of the same time, and not booked in the order of times. */
  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    ledger = new LedgerDatabase(databases.ledger());
    cluster = TestCluster.start(databases);
    queries = cluster.testKit().spawn(LedgerQueries.create(databases.ledger(), LIMIT));
    Random random = new Random(7);
    List<EntryKind> kinds = List.of(EntryKind.values());
    List<Entry> all = new ArrayList<>();
    ReturnCause[] causes = ReturnCause.values();
    for (int i = 0; i < ENTRIES; i++) {
      EntryKind kind = kinds.get(random.nextInt(kinds.size()));
      all.add(
          entry(
              "t" + i,
              kind,
              "buyer-" + random.nextInt(3),
              "match-" + random.nextInt(3),
              1 + random.nextInt(1_000),
              kind.mayGiveBack() && i % 3 > 0 ? causes[random.nextInt(causes.length)] : null,
              NOON.plus(Duration.ofMinutes(random.nextInt(180)))));
    }
    ledger.book(all);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    databases.close();
  }

  static Stream<EntryFilter> filters() {
    Instant from = NOON.plus(Duration.ofMinutes(40));
    Instant to = NOON.plus(Duration.ofMinutes(100));
    Account wallet = Account.wallet("buyer-1");
    Account pool = Account.pool("match-2");
    return Stream.of(
        EntryFilter.ALL,
        EntryFilter.of(wallet),
        EntryFilter.of(pool),
        EntryFilter.of(Account.TAKEOUT),
        new EntryFilter(null, null, null, null, null, null, from, to),
        new EntryFilter(null, null, null, null, EntryKind.CHARGE, null, null, null),
        new EntryFilter(null, null, null, null, EntryKind.CHARGE, null, from, null),
        new EntryFilter(null, "match-2", null, null, null, null, null, null),
        new EntryFilter(null, "match-2", null, null, EntryKind.TAX, null, null, to),
        new EntryFilter(wallet, "match-2", null, null, null, null, from, to),
        new EntryFilter(Account.TAX, "match-2", null, null, null, null, null, null),
        new EntryFilter(pool, "match-1", null, null, null, null, null, null),
        new EntryFilter(wallet, null, null, null, EntryKind.TAX, null, null, null),
        new EntryFilter(null, null, "ticket-t7", null, null, null, null, null),
        new EntryFilter(wallet, null, "ticket-t7", null, null, null, null, null),
        new EntryFilter(null, null, null, "correlation-t8", null, null, null, null),
        new EntryFilter(null, null, "ticket-t7", "correlation-t8", null, null, null, null),
        new EntryFilter(null, null, null, null, null, ReturnCause.VOID, null, null),
        new EntryFilter(null, null, null, null, EntryKind.REFUND, ReturnCause.LATE, from, to),
        new EntryFilter(null, "match-2", null, null, null, ReturnCause.BUYER_REQUEST, from, null),
        new EntryFilter(wallet, "match-2", null, null, null, ReturnCause.VOID, null, null),
        new EntryFilter(wallet, null, null, null, null, ReturnCause.NOBODY_WON, null, to),
        new EntryFilter(Account.TAX, null, null, null, null, ReturnCause.VOID, null, null),
        new EntryFilter(null, null, null, null, EntryKind.CHARGE, ReturnCause.VOID, null, null),
        new EntryFilter(null, null, "ticket-t7", null, null, ReturnCause.VOID, null, null),
        new EntryFilter(null, "nobody's", null, null, null, null, null, null));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void allPagesTogetherAreWhatTheFilterAsksFor(EntryFilter filter) {
    assertThat(numbers(all(filter, 7))).isEqualTo(expected(fits(filter)));
    assertThat(numbers(all(filter, LedgerQuery.MOST))).isEqualTo(expected(fits(filter)));
  }

  private static Predicate<LedgerEntry> fits(EntryFilter filter) {
    return entry ->
        (filter.account() == null
                || List.of(entry.debit(), entry.credit()).contains(filter.account().name()))
            && (filter.matchId() == null || filter.matchId().equals(entry.matchId()))
            && (filter.ticketId() == null || filter.ticketId().equals(entry.ticketId()))
            && (filter.correlationId() == null
                || filter.correlationId().equals(entry.correlationId()))
            && (filter.kind() == null || filter.kind() == entry.kind())
            && (filter.cause() == null || filter.cause() == entry.cause())
            && (filter.from() == null || !entry.at().isBefore(filter.from()))
            && (filter.to() == null || entry.at().isBefore(filter.to()));
  }

  /** From all rows, by a query of the test's own. */
  private static List<Long> expected(Predicate<LedgerEntry> wanted) {
    return rows().filter(wanted).map(LedgerEntry::entryId).toList();
  }

  private static Stream<LedgerEntry> rows() {
    return ledger
        .rows(
            "SELECT entry_id, kind, debit, credit, amount, match_id, ticket_id, correlation_id,"
                + " to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), cause"
                + " FROM ledger_entry ORDER BY at DESC, entry_id DESC")
        .stream()
        .map(row -> List.of(row.split(" ", -1)))
        .map(
            row ->
                new LedgerEntry(
                    Long.parseLong(row.get(0)),
                    "",
                    1,
                    EntryKind.valueOf(row.get(1)),
                    row.get(2),
                    row.get(3),
                    Long.parseLong(row.get(4)),
                    null,
                    row.get(5),
                    row.get(6),
                    EntryPageQuery.cause(row.get(9).equals("null") ? null : row.get(9)),
                    row.get(7),
                    Instant.parse(row.get(8)),
                    NOON));
  }

  /** Neither what is newer than the first page, nor what is older than the last one. */
  @Test
  void whatIsBookedWhilePagesAreTurnedIsOnNone() {
    EntryFilter filter = EntryFilter.of(Account.pool("match-0"));
    List<Long> before = expected(fits(filter));
    EntryPage first = page(filter, 10, null);
    ledger.book(
        List.of(
            entry("late", EntryKind.CHARGE, "buyer-0", "match-0", 5, NOON.minusSeconds(60)),
            entry("new", EntryKind.CHARGE, "buyer-0", "match-0", 5, NOON.plusSeconds(99_999))));

    List<LedgerEntry> seen = new ArrayList<>(first.items());
    seen.addAll(rest(filter, 10, first.nextCursor()));
    assertThat(numbers(seen)).isEqualTo(before);
    assertThat(numbers(all(filter, 10))).hasSize(before.size() + 2);
  }

  @Test
  void anEntryIsShownAsItWasBooked() {
    LedgerEntry found =
        page(new EntryFilter(null, null, null, "correlation-t8", null, null, null, null), 1, null)
            .items()
            .get(0);
    assertThat(found.transactionId()).isEqualTo("t8");
    assertThat(found.leg()).isEqualTo(1);
    assertThat(found.walletBalance() != null)
        .isEqualTo(
            List.of(found.kind().debit(), found.kind().credit()).contains(AccountClass.WALLET));
    assertThat(found.recordedAt()).isAfter(NOON);
  }

  @Test
  void aTrialBalanceIsOfAllThatHappenedByAMoment() {
    List<Instant> moments = new ArrayList<>();
    for (int minute = -1; minute <= 181; minute += 7) {
      moments.add(NOON.plus(Duration.ofMinutes(minute)));
    }
    moments.add(NOON.plus(Duration.ofMinutes(45))); // where a quarter begins
    moments.add(NOON.plus(Duration.ofMinutes(45)).minusNanos(1_000));
    for (Instant moment : moments) {
      TrialBalance balance = balance(moment);
      assertThat(balance.balances().get(AccountClass.WALLET))
          .as("at %s", moment)
          .isEqualTo(sum(moment, AccountClass.WALLET));
      assertThat(balance.balances().get(AccountClass.POOL))
          .isEqualTo(sum(moment, AccountClass.POOL));
      assertThat(balance.balances().get(AccountClass.CARRY))
          .isEqualTo(sum(moment, AccountClass.CARRY));
      assertThat(balance.total()).isZero();
    }
    TrialBalance now = balance(null);
    assertThat(now.balances()).isEqualTo(balance(NOON.plus(Duration.ofDays(9))).balances());
    assertThat(now.entries()).isEqualTo(ledger.number("SELECT entries FROM ledger_head"));
    assertThat(now.latestAt()).isNotNull();
    assertThat(now.handled()).isZero();
  }

  /** {@code V3} Worked out from all entries by the test's own means. */
  @Test
  void whatWasGivenBackOfAMatchIsToldByWhyAndByHow() {
    Returns returns = ask(GivenBack.class, replyTo -> new GetReturns("match-1", replyTo)).returns();

    List<LedgerEntry> givenBack =
        rows()
            .filter(it -> "match-1".equals(it.matchId()))
            .filter(
                it ->
                    List.of(EntryKind.REVERSAL, EntryKind.REFUND).contains(it.kind())
                        || it.cause() != null)
            .toList();
    assertThat(
            returns.byCause().stream()
                .map(it -> it.cause() + " " + it.tickets() + " " + it.amount()))
        .containsExactlyInAnyOrderElementsOf(sums(givenBack, it -> String.valueOf(it.cause())));
    assertThat(
            returns.byKind().stream().map(it -> it.kind() + " " + it.entries() + " " + it.amount()))
        .containsExactlyInAnyOrderElementsOf(sums(givenBack, it -> it.kind().name()));
    assertThat(returns.tickets()).isEqualTo(givenBack.size());
    assertThat(returns.total()).isEqualTo(givenBack.stream().mapToLong(LedgerEntry::amount).sum());
    assertThat(returns.difference()).isZero();
    assertThat(returns.entries()).isEqualTo(ledger.number("SELECT entries FROM ledger_head"));
    assertThat(returns.latestAt()).isNotNull();
  }

  private static List<String> sums(List<LedgerEntry> entries, Function<LedgerEntry, String> by) {
    return entries.stream()
        .collect(Collectors.groupingBy(by, Collectors.summarizingLong(LedgerEntry::amount)))
        .entrySet()
        .stream()
        .map(it -> it.getKey() + " " + it.getValue().getCount() + " " + it.getValue().getSum())
        .toList();
  }

  private static BigInteger sum(Instant moment, AccountClass account) {
    return BigInteger.valueOf(
        rows()
            .filter(entry -> !entry.at().isAfter(moment))
            .mapToLong(
                entry ->
                    (entry.kind().credit() == account ? entry.amount() : 0)
                        - (entry.kind().debit() == account ? entry.amount() : 0))
            .sum());
  }

  @Test
  void accountsAreListedByName() {
    List<String> names = new ArrayList<>();
    String cursor = null;
    do {
      String from = cursor;
      AccountPage page =
          ask(AccountPage.class, replyTo -> new ListAccounts("wallet:", 2, from, replyTo));
      page.items().forEach(account -> names.add(account.account() + " " + account.balance()));
      cursor = page.nextCursor();
    } while (cursor != null);
    assertThat(names)
        .isEqualTo(
            ledger.rows(
                "SELECT account, balance FROM ledger_account WHERE account LIKE 'wallet:%'"
                    + " ORDER BY account"));
    assertThat(ask(AccountPage.class, replyTo -> new ListAccounts("", 100, null, replyTo)).items())
        .hasSize(6 + 3 + 3);
    assertThat(ask(AccountPage.class, replyTo -> new ListAccounts("x", 5, null, replyTo)).items())
        .isEmpty();
  }

  @Test
  void aCursorThatNobodyHasMadeIsRefused() {
    for (String cursor : List.of("x", "MTIz", "MS5h", "MS4xLWE")) {
      ask(
          LedgerQuery.InvalidCursor.class,
          replyTo -> new FindEntries(EntryFilter.ALL, 5, cursor, replyTo));
    }
    ask(LedgerQuery.InvalidCursor.class, replyTo -> new ListAccounts("", 5, "x", replyTo));
  }

  @Test
  void theBalanceIsWatched() {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    cluster
        .testKit()
        .spawn(BalanceWatch.create(databases.ledger(), LIMIT, Duration.ofMillis(100), metrics));
    await().until(() -> imbalance(metrics) == 0);
    ledger.execute("UPDATE ledger_account SET balance = balance + 7 WHERE account = 'tax'");
    await().until(() -> imbalance(metrics) == 7);
    ledger.execute("UPDATE ledger_account SET balance = balance - 7 WHERE account = 'tax'");
    databases.stop(Migrations.Part.LEDGER);
    try {
      await().until(() -> Double.isNaN(imbalance(metrics)));
    } finally {
      databases.start(Migrations.Part.LEDGER);
    }
  }

  /** Of no use until the actor has begun. */
  private static double imbalance(SimpleMeterRegistry metrics) {
    Gauge gauge = metrics.find("sportskk.ledger.imbalance").gauge();
    return gauge == null ? Double.MIN_VALUE : gauge.value();
  }

  @Test
  void aDatabaseThatIsDownIsUnavailable() {
    databases.stop(Migrations.Part.LEDGER);
    try {
      ask(
          LedgerQuery.Unavailable.class,
          replyTo -> new FindEntries(EntryFilter.ALL, 5, null, replyTo));
      ask(LedgerQuery.Unavailable.class, replyTo -> new ListAccounts("", 5, null, replyTo));
      ask(LedgerQuery.Unavailable.class, replyTo -> new GetTrialBalance(null, replyTo));
      ask(LedgerQuery.Unavailable.class, replyTo -> new GetReturns("match-1", replyTo));
    } finally {
      databases.start(Migrations.Part.LEDGER);
    }
  }

  private List<LedgerEntry> all(EntryFilter filter, int limit) {
    return rest(filter, limit, null);
  }

  private List<LedgerEntry> rest(EntryFilter filter, int limit, String from) {
    List<LedgerEntry> all = new ArrayList<>();
    String cursor = from;
    do {
      EntryPage page = page(filter, limit, cursor);
      all.addAll(page.items());
      cursor = page.nextCursor();
    } while (Objects.nonNull(cursor));
    return all;
  }

  private EntryPage page(EntryFilter filter, int limit, String cursor) {
    return ask(EntryPage.class, replyTo -> new FindEntries(filter, limit, cursor, replyTo));
  }

  private TrialBalance balance(Instant at) {
    return ask(Balanced.class, replyTo -> new GetTrialBalance(at, replyTo)).balance();
  }

  private <R extends Reply> R ask(Class<R> expected, Function<ActorRef<Reply>, LedgerQuery> query) {
    queries.tell(query.apply(probe.getRef()));
    return probe.expectMessageClass(expected);
  }

  private static List<Long> numbers(List<LedgerEntry> entries) {
    return entries.stream().map(LedgerEntry::entryId).toList();
  }
}
