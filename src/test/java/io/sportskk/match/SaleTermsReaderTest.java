package io.sportskk.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.pool.PoolRules;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SaleTermsReaderTest {

  private static final List<Match.Team> TEAMS =
      List.of(new Match.Team("KT", "KT Wiz"), new Match.Team("LG", "LG Twins"));

  private final MatchCatalogueRepository repository = new MatchCatalogueRepository();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Instant closes = Instant.now().plus(Duration.ofHours(3));
  private final Set<String> woken = ConcurrentHashMap.newKeySet();
  private final Set<Long> stopping = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean away = new AtomicBoolean();
  private TestDatabases databases;
  private TestCluster cluster;

  @BeforeEach
  void start() {
    databases = TestDatabases.create();
    cluster = TestCluster.start(databases);
  }

  @AfterEach
  void stop() {
    cluster.close();
    databases.close();
  }

  @Test
  void whatIsInTheCatalogueIsKnownAtOnceAndWhatChangesSoonAfter() throws SQLException {
    open("first", closes);
    open("long-over", Instant.now().minus(SaleTerms.KEPT).minusSeconds(1));

    SaleTerms terms = read(Duration.ofSeconds(60));

    SaleTerms.Known onSale =
        new SaleTerms.Known(new MatchCommand.OnSale(micros(closes), PoolRules.EARLIER.version()));
    assertThat(sale(terms, "first")).isEqualTo(onSale);
    assertThat(sale(terms, "long-over")).isEqualTo(new SaleTerms.Unknown());
    open("second", closes);
    await().until(() -> sale(terms, "second").equals(onSale));
    close("first");
    await()
        .until(
            () -> sale(terms, "first").equals(new SaleTerms.Known(new MatchCommand.SalesOver())));
    assertThat(metrics.get("sportskk.match.terms.age").gauge().value()).isBetween(0.0, 60.0);
  }

  @Test
  void aNodeThatCannotReadThemSellsNothingUntilItCanAgain() throws SQLException {
    SaleTerms terms = read(Duration.ofMillis(500));
    await().until(() -> !isLocked(terms));

    away.set(true);
    await().until(() -> isLocked(terms));
    open("meanwhile", closes);
    away.set(false);

    await().until(() -> sale(terms, "meanwhile") instanceof SaleTerms.Known);
  }

  @Test
  void aNodeThatStartsWhileTheCatalogueIsAwaySellsLater() throws SQLException {
    open("first", closes);
    away.set(true);
    SaleTerms terms = read(Duration.ofMillis(500));
    assertThat(isLocked(terms)).isTrue();

    away.set(false);

    await().until(() -> sale(terms, "first") instanceof SaleTerms.Known);
  }

  /** {@code C7} Whoever was to find out when no node sells may be gone. */
  @Test
  void aSuspensionOfAllSalesIsKnownSoonAndAtOnceByANodeThatStarts() throws SQLException {
    open("first", closes);
    SaleTerms terms = read(Duration.ofSeconds(60));
    assertThat(sale(terms, "first")).isInstanceOf(SaleTerms.Known.class);

    try (Connection connection = databases.journal().getConnection()) {
      assertThat(new AllSalesRepository().take(connection, true, "admin", "fire", "c", 5)).isTrue();
    }

    await().until(() -> sale(terms, "first").equals(new SaleTerms.AllOnHold()));
    assertThat(sale(terms, "opened-just-now")).isEqualTo(new SaleTerms.AllOnHold());
    assertThat(metrics.get("sportskk.match.sales.suspended").gauge().value()).isEqualTo(1);
    await().until(() -> stopping.contains(1L));
    try (TestCluster other = TestCluster.start(databases)) {
      assertThat(sale(read(other, Duration.ofSeconds(60)), "first"))
          .isEqualTo(new SaleTerms.AllOnHold());
    }
    try (Connection connection = databases.journal().getConnection()) {
      assertThat(new AllSalesRepository().take(connection, false, "admin", null, "c", 5)).isTrue();
    }
    await().until(() -> sale(terms, "first") instanceof SaleTerms.Known);
  }

  @Test
  void aMatchWhoseSalesAreOverIsWoken() throws SQLException {
    open("over", Instant.now().minusSeconds(1));
    open("on-sale", closes);
    read(Duration.ofSeconds(60));

    await().until(() -> woken.contains("over"));
    assertThat(woken).doesNotContain("on-sale");
  }

  /** Who has seen a change has seen all before it, in whichever order they were begun. */
  @Test
  void changesBecomeVisibleInTheOrderOfTheirNumbers() throws SQLException {
    open("first", closes);
    open("second", closes);
    try (Connection one = databases.journal().getConnection();
        Connection reader = databases.journal().getConnection()) {
      long before = repository.changedSince(reader, 0, 1).version();
      one.setAutoCommit(false);
      repository.add(one, closed("first"), 2);
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(
              () -> {
                try {
                  close("second");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      await().until(() -> someoneWaitsForALock(reader));
      assertThat(repository.changedSince(reader, before, 1).listed()).isEmpty();
      one.commit();
      other.join();

      MatchCatalogueRepository.Changes changes = repository.changedSince(reader, before, 1);
      assertThat(changes.listed())
          .extracting(listed -> listed.match().matchId())
          .containsExactly("first", "second");
      assertThat(changes.version()).isGreaterThan(before);
      assertThat(repository.changedSince(reader, changes.version(), 1).listed()).isEmpty();
    }
  }

  private SaleTerms read(Duration lease) {
    return read(cluster, lease);
  }

  private SaleTerms read(TestCluster node, Duration lease) {
    return SaleTermsReader.start(
        node.system(),
        new MatchSettings.Terms(Duration.ofMillis(20), lease),
        new SaleTermsReader.Source(
            unlessAway(databases.journal()),
            woken::add,
            stopping::add,
            Clock.systemUTC(),
            System::nanoTime),
        metrics);
  }

  private static SaleTerms.Answer sale(SaleTerms terms, String matchId) {
    return terms.sale(matchId, "KT", Instant.now());
  }

  private static boolean isLocked(SaleTerms terms) {
    return sale(terms, "whichever") instanceof SaleTerms.Locked;
  }

  private DataSource unlessAway(DataSource database) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (away.get()) {
                throw new SQLException("the catalogue is away");
              }
              try {
                return method.invoke(database, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static boolean someoneWaitsForALock(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND datname = current_database()");
        ResultSet waiting = statement.executeQuery()) {
      return waiting.next();
    }
  }

  private void open(String matchId, Instant closesAt) throws SQLException {
    try (Connection connection = databases.journal().getConnection()) {
      Instant opensAt = closesAt.minus(Duration.ofDays(1));
      repository.save(
          connection,
          new Match(
              matchId, "KT - LG", TEAMS, opensAt, closesAt, null, Match.Pool.EARLIER, Course.NONE),
          1);
    }
  }

  private void close(String matchId) throws SQLException {
    try (Connection connection = databases.journal().getConnection()) {
      repository.add(connection, closed(matchId), 2);
    }
  }

  private static MatchEvent closed(String matchId) {
    return new MatchEvent.SalesClosed(matchId, "admin", "correlation", Instant.now());
  }

  private static Instant micros(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
