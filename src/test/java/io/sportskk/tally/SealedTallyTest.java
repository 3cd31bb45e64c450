package io.sportskk.tally;

import static io.sportskk.tally.TallyFixture.NOW;
import static io.sportskk.tally.TallyFixture.team;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.sportskk.kernel.Money;
import io.sportskk.tally.SealedTally.Ticket;
import io.sportskk.tally.TallyRepository.Entry;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Totals that are final, and what comes after that. */
class SealedTallyTest {

  private static final SealedTally TALLY = new SealedTally(Duration.ofSeconds(10));

  private static TestDatabases databases;
  private static HikariDataSource pool;
  private static TallyRepository repository;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    pool = TallyFixture.pool(databases);
    repository = new TallyRepository(pool, Duration.ofSeconds(10));
  }

  @AfterAll
  static void stop() {
    pool.close();
    databases.close();
  }

  private static Entry entry(String ticketId, boolean counts) {
    return entry(ticketId, NOW, counts);
  }

  private static Entry entry(String ticketId, Instant acceptedAt, boolean counts) {
    return new Entry(ticketId, "buyer-1", "KT", Money.won(100), acceptedAt, counts);
  }

  private static MatchTotals write(String match, Entry... entries) throws SQLException {
    return TallyFixture.write(repository, match, List.of(entries), NOW);
  }

  private static List<String> ids(List<Ticket> tickets) {
    return tickets.stream().map(Ticket::ticketId).toList();
  }

  /** Row {@code C6}. */
  @Test
  void whatComesWhenTotalsAreSealedIsLateAndDoesNotCount() throws SQLException {
    MatchTotals before = write("late", entry("late-1", true), entry("late-2", true));
    MatchTotals sealed = repository.seal("late", NOW);
    assertThat(sealed.teams()).isEqualTo(before.teams());
    assertThat(sealed.sealedAt()).isEqualTo(NOW);
    assertThat(sealed.version()).isGreaterThan(before.version());

    MatchTotals after = write("late", entry("late-3", true), entry("late-1", true));

    assertThat(after).isEqualTo(sealed);
    try (Connection connection = pool.getConnection()) {
      assertThat(TALLY.late(connection, "late", 10))
          .containsExactly(new Ticket("late-3", "buyer-1", "KT", Money.won(100), NOW));
      assertThat(ids(TALLY.page(connection, "late", "", 10))).containsExactly("late-1", "late-2");
    }
  }

  @Test
  void aLateTicketThatIsTakenOutIsLateNoMore() throws SQLException {
    repository.seal("out", NOW);
    write("out", entry("out-1", true));
    MatchTotals after = write("out", entry("out-1", false));
    assertThat(after.teams()).containsExactly(team("KT", 0, 0, 1));
    assertThat(write("out", entry("out-1", true))).isEqualTo(after);
    try (Connection connection = pool.getConnection()) {
      assertThat(TALLY.late(connection, "out", 10)).isEmpty();
    }
  }

  @Test
  void aTicketThatCountsCanBeTakenOutOfSealedTotals() throws SQLException {
    write("reduced", entry("reduced-1", true), entry("reduced-2", true));
    repository.seal("reduced", NOW);
    assertThat(write("reduced", entry("reduced-2", false)).teams())
        .containsExactly(team("KT", 100, 1, 1));
  }

  @Test
  void aSealIsForGood() throws SQLException {
    write("twice", entry("twice-1", true));
    MatchTotals first = repository.seal("twice", NOW);
    assertThat(repository.seal("twice", NOW.plusSeconds(5))).isEqualTo(first);
    assertThat(repository.totals("twice")).isEqualTo(first);
  }

  @Test
  void aMatchWithoutTicketsCanBeSealed() throws SQLException {
    assertThat(repository.seal("empty", NOW))
        .isEqualTo(new MatchTotals("empty", List.of(), 0, null, NOW));
  }

  @Test
  void anotherMatchGoesOnCounting() throws SQLException {
    repository.seal("closed", NOW);
    assertThat(write("open", entry("open-1", true)).teams()).containsExactly(team("KT", 100, 1, 0));
    assertThat(repository.totals("open").sealedAt()).isNull();
  }

  @Test
  void ticketsComeInPagesInTheOrderOfTheirIds() throws SQLException {
    write("pages", entry("p-3", true), entry("p-1", true), entry("p-2", true), entry("p-4", true));
    write("pages", entry("p-2", false));
    try (Connection connection = pool.getConnection()) {
      assertThat(ids(TALLY.page(connection, "pages", "", 2))).containsExactly("p-1", "p-3");
      assertThat(ids(TALLY.page(connection, "pages", "p-3", 2))).containsExactly("p-4");
      assertThat(ids(TALLY.some(connection, "pages", List.of("p-2", "p-4", "other"))))
          .containsExactly("p-4");
    }
  }

  @Test
  void matchesWithLateTicketsAreFound() throws SQLException {
    repository.seal("has-late", NOW);
    write("has-late", entry("has-late-1", true), entry("has-late-2", true));
    try (Connection connection = pool.getConnection()) {
      assertThat(TALLY.matchesWithLate(connection, 100)).contains("has-late");
      assertThat(TALLY.isSealed(connection, "has-late")).isTrue();
      assertThat(TALLY.isSealed(connection, "never-sealed")).isFalse();
      write("has-late", entry("has-late-1", false), entry("has-late-2", false));
      assertThat(TALLY.matchesWithLate(connection, 100)).doesNotContain("has-late");
    }
  }
}
