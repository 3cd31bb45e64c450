package io.sportskk.tally;

import static io.sportskk.tally.TallyFixture.NOW;
import static io.sportskk.tally.TallyFixture.team;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.Money;
import io.sportskk.tally.TallyRepository.Entry;
import io.sportskk.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TallyWriterTest {

  private static TestDatabases databases;
  private static HikariDataSource pool;

  /** What waits for a thread. */
  private final Deque<Runnable> threads = new ArrayDeque<>();

  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final TallyWriter writer =
      new TallyWriter(
          threads::add,
          new TallyRepository(pool, Duration.ofSeconds(30)),
          metrics,
          Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    pool = TallyFixture.pool(databases);
  }

  @AfterAll
  static void stop() {
    pool.close();
    databases.close();
  }

  @Test
  void whatSeveralMatchesBringMeanwhileIsOneTransaction() {
    keepBusy();
    CompletableFuture<MatchTotals> one = write("m-1", count("a", "KT", 100), count("b", "LG", 200));
    CompletableFuture<MatchTotals> other = write("m-2", count("c", "KT", 300));
    goOn();

    assertThat(transactions()).as("two to keep it busy, one for both").isEqualTo(3);
    assertThat(one.join().matchId()).isEqualTo("m-1");
    assertThat(one.join().teams()).containsExactly(team("KT", 100, 1, 0), team("LG", 200, 1, 0));
    assertThat(other.join().matchId()).isEqualTo("m-2");
    assertThat(other.join().teams()).containsExactly(team("KT", 300, 1, 0));
  }

  @Test
  void whatOneMatchCannotWriteIsNoHarmToTheOthers() {
    keepBusy();
    CompletableFuture<MatchTotals> good = write("m-3", count("d", "KT", 100));
    CompletableFuture<MatchTotals> bad = writeBad();
    goOn();
    assertThat(good).as("the statement was shared").isCompletedExceptionally();
    assertThat(bad).isCompletedExceptionally();

    for (int again = 0; again < 3; again++) {
      keepBusy();
      good = write("m-3", count("d", "KT", 100));
      bad = writeBad();
      goOn();
      assertThat(good.join().teams()).containsExactly(team("KT", 100, 1, 0));
      assertThat(bad).isCompletedExceptionally();
    }
  }

  /** As there may be when an entity has given up, and its match is asked for again. */
  @Test
  void twoWritesOfOneMatchAreOne() {
    keepBusy();
    CompletableFuture<MatchTotals> first = write("m-9", count("f", "KT", 100));
    CompletableFuture<MatchTotals> second =
        write("m-9", count("f", "KT", 100), count("g", "KT", 100));
    goOn();

    assertThat(first.join().teams()).containsExactly(team("KT", 200, 2, 0));
    assertThat(second.join()).isEqualTo(first.join());
  }

  /** A hundred matches that fail one after the other would take a hundred times as long. */
  @Test
  void withoutADatabaseEverybodyIsToldTheSame() throws SQLException {
    HikariDataSource closed = TallyFixture.pool(databases);
    closed.close();
    TallyWriter without =
        new TallyWriter(
            threads::add,
            new TallyRepository(closed, Duration.ofSeconds(30)),
            metrics,
            Clock.fixed(NOW, ZoneOffset.UTC));
    List<CompletableFuture<MatchTotals>> all =
        List.of("m-5", "m-6", "m-7", "m-8").stream()
            .map(match -> without.write(match, List.of(count(match, "KT", 100))))
            .map(stage -> stage.toCompletableFuture())
            .toList();
    goOn();

    assertThat(all).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(metrics.counter("sportskk.tally.failures").count()).isEqualTo(3);
  }

  private CompletableFuture<MatchTotals> writeBad() {
    return write("m-4", count("e", "much too long for a code", 100));
  }

  /** As many statements as there may be, which have not begun yet. */
  private void keepBusy() {
    for (int number = 0; number < 2; number++) {
      CompletableFuture<MatchTotals> unused =
          write("busy-" + number, count("t" + number, "KT", 100));
    }
  }

  private void goOn() {
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
  }

  private CompletableFuture<MatchTotals> write(String matchId, Entry... entries) {
    return writer.write(matchId, List.of(entries)).toCompletableFuture();
  }

  private double transactions() {
    return metrics.counter("sportskk.tally.transactions").count();
  }

  private static Entry count(String ticketId, String team, long stake) {
    return new Entry(ticketId, "buyer", team, Money.won(stake), Instant.EPOCH, true);
  }
}
