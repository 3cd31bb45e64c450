package io.sportskk.tally;

import static io.sportskk.tally.TallyFixture.NOW;
import static io.sportskk.tally.TallyFixture.team;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.sportskk.kernel.Money;
import io.sportskk.tally.MatchTotals.TeamTotal;
import io.sportskk.tally.TallyRepository.Entry;
import io.sportskk.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever is counted and taken out, in whatever order, however often and in whatever batches: the
 * totals are what a set of tickets says they are.
 */
class TallyModelTest {

  private static final List<String> TEAMS = List.of("HT", "KT", "LG");
  private static final AtomicInteger TRY = new AtomicInteger();

  private static TestDatabases databases;
  private static HikariDataSource pool;
  private static TallyRepository repository;

  /** A command about one of a few tickets, so that they often meet. */
  record Asked(int ticket, boolean counts) {

    String team() {
      return TEAMS.get(ticket % TEAMS.size());
    }

    long stake() {
      return 100L * (ticket + 1);
    }
  }

  @BeforeContainer
  static void start() {
    databases = TestDatabases.create();
    pool = TallyFixture.pool(databases);
    repository = new TallyRepository(pool, Duration.ofSeconds(10));
  }

  @AfterContainer
  static void stop() {
    pool.close();
    databases.close();
  }

  @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
  void totalsAreTheSumOfTheTicketsThatCount(@ForAll("batches") List<List<Asked>> batches)
      throws SQLException {
    String match = "match-" + TRY.incrementAndGet();
    Set<Asked> asked = new HashSet<>();
    long version = 0;
    List<TeamTotal> before = List.of();
    for (List<Asked> batch : batches) {
      MatchTotals totals =
          TallyFixture.write(
              repository, match, batch.stream().map(each -> entry(match, each)).toList(), NOW);
      asked.addAll(batch);

      assertThat(totals.teams()).isEqualTo(expected(asked));
      assertThat(totals).isEqualTo(repository.totals(match));
      assertThat(totals.teams()).isEqualTo(TallyFixture.sumsOfEntries(pool, match));
      assertThat(totals.version() > version).isEqualTo(!totals.teams().equals(before));
      version = totals.version();
      before = totals.teams();
    }
  }

  @Provide
  Arbitrary<List<List<Asked>>> batches() {
    Arbitrary<Asked> asked =
        Combinators.combine(Arbitraries.integers().between(0, 7), Arbitraries.of(true, false))
            .as(Asked::new);
    return asked.list().ofMinSize(1).ofMaxSize(12).list().ofMinSize(1).ofMaxSize(6);
  }

  /** A ticket counts if it was asked to be counted and never to be taken out. */
  private static List<TeamTotal> expected(Set<Asked> asked) {
    Set<String> teams = new TreeSet<>();
    asked.forEach(each -> teams.add(each.team()));
    return teams.stream()
        .map(
            team -> {
              List<Asked> out = of(asked, team).filter(each -> !each.counts()).toList();
              List<Asked> in =
                  of(asked, team)
                      .filter(Asked::counts)
                      .filter(each -> !asked.contains(new Asked(each.ticket(), false)))
                      .toList();
              return team(team, in.stream().mapToLong(Asked::stake).sum(), in.size(), out.size());
            })
        .toList();
  }

  private static Stream<Asked> of(Set<Asked> asked, String team) {
    return asked.stream().filter(each -> each.team().equals(team));
  }

  private static Entry entry(String match, Asked asked) {
    return new Entry(
        match + "-" + asked.ticket(),
        "buyer",
        asked.team(),
        Money.won(asked.stake()),
        Instant.EPOCH,
        asked.counts());
  }
}
