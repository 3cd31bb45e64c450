package io.sportskk.tally;

import static io.sportskk.tally.TallyFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import io.sportskk.tally.TallyQuery.Position;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The totals of all matches, and those that have changed. */
class TotalsPagesTest {

  private final TestDatabases databases = TestDatabases.create();
  private final TallyRepository repository =
      new TallyRepository(databases.tally(), Duration.ofSeconds(10));
  private final TotalsPages pages = new TotalsPages(10);
  private Connection connection;
  private int tickets;

  @BeforeEach
  void connect() throws SQLException {
    connection = databases.tally().getConnection();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    databases.close();
  }

  @Test
  void pagesHoldEveryMatchOnceWithAllItsTeams() throws SQLException {
    List<String> expected = new ArrayList<>();
    for (int i = 10; i < 23; i++) {
      count("m" + i, "KT");
      count("m" + i, "LG");
      expected.add("m" + i);
    }
    for (int size = 1; size < 15; size++) {
      List<String> listed = new ArrayList<>();
      List<MatchTotals> page = pages.page(connection, "", null, size);
      while (!page.isEmpty()) {
        assertThat(page).hasSizeLessThanOrEqualTo(size);
        for (MatchTotals totals : page) {
          assertThat(totals).isEqualTo(repository.totals(totals.matchId()));
          listed.add(totals.matchId());
        }
        page = pages.page(connection, listed.get(listed.size() - 1), null, size);
      }
      assertThat(listed).as("pages of %s", size).isEqualTo(expected);
    }
  }

  @Test
  void whatHasChangedSinceAPositionIsListedAndNothingElse() throws SQLException {
    count("m1", "KT");
    count("m2", "KT");
    count("m2", "LG");
    count("m3", "KT");
    Position before = pages.position(connection);
    assertThat(changed(before)).isEmpty();
    count("m2", "LG");
    count("m4", "KT");
    assertThat(changed(before)).containsExactly(repository.totals("m2"), repository.totals("m4"));
    assertThat(changed(pages.position(connection))).isEmpty();
  }

  /** Its number is lower than that of what was committed before the position was read. */
  @Test
  void aChangeThatWasUnderWayWhenThePositionWasReadIsNotLost() throws SQLException {
    count("m1", "KT");
    count("m2", "KT");
    try (Connection slow = databases.tally().getConnection();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute("UPDATE tally SET tickets = 9, version = 9 WHERE match_id = 'm1'");
      count("m2", "KT");
      Position before = pages.position(connection);
      slow.commit();
      assertThat(changed(before)).contains(repository.totals("m1"));
    }
  }

  private List<MatchTotals> changed(Position since) throws SQLException {
    return pages.page(connection, "", since, 100);
  }

  private void count(String matchId, String team) throws SQLException {
    TallyFixture.write(
        repository,
        matchId,
        List.of(
            new TallyRepository.Entry(
                "t" + ++tickets, "buyer", team, Money.won(100), Instant.EPOCH, true)),
        NOW);
  }
}
