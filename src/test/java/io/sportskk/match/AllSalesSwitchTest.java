package io.sportskk.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.match.AllSales.Standing;
import io.sportskk.match.AllSales.Step;
import io.sportskk.testing.Patience;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code C7} All sales are suspended by what is in a table, whoever is asked. */
class AllSalesSwitchTest {

  private static final Duration LEASE = Duration.ofMillis(300);
  private static final Duration NEVER = Duration.ofDays(1);

  private final AllSalesRepository table = new AllSalesRepository();
  private TestDatabases databases;
  private TestCluster cluster;
  private TestProbe<AllSales.Reply> replies;

  @BeforeEach
  void start() {
    databases = TestDatabases.create();
    cluster = TestCluster.start(databases);
    replies = cluster.testKit().createTestProbe();
  }

  @AfterEach
  void stop() {
    cluster.close();
    databases.close();
  }

  @Test
  void theyAreOnSaleUntilSomebodySuspendsThemAndWhoHasAndWhyIsKept() {
    ActorRef<AllSales> one = node(LEASE);
    ActorRef<AllSales> other = node(LEASE);
    assertThat(get(one)).isEqualTo(new Standing(List.of(), false));

    Standing suspended = suspend(one, "admin-1", "fire");

    assertThat(suspended.replayed()).isFalse();
    assertThat(suspended.suspended()).isTrue();
    Step step = suspended.steps().get(0);
    assertThat(step)
        .isEqualTo(new Step(1, true, "admin-1", "fire", "c-admin-1", step.at(), step.stoppedAt()));
    assertThat(Duration.between(step.at(), step.stoppedAt())).isGreaterThanOrEqualTo(LEASE);
    assertThat(suspend(other, "admin-2", "flood"))
        .as("what stands is not done again")
        .isEqualTo(new Standing(List.of(step), true));

    Standing resumed = resume(other, "admin-2");

    assertThat(resumed.replayed()).isFalse();
    assertThat(resumed.suspended()).isFalse();
    assertThat(resumed.steps()).hasSize(2).endsWith(step);
    assertThat(resumed.steps().get(0).by()).isEqualTo("admin-2");
    assertThat(resume(one, "admin-1")).isEqualTo(new Standing(resumed.steps(), true));
    assertThat(get(one).steps()).isEqualTo(resumed.steps());
  }

  @Test
  void whoWaitsForASuspensionThatSomebodyEndsIsToldSo() {
    ActorRef<AllSales> one = node(Duration.ofSeconds(2));
    one.tell(new AllSales.Suspend("admin-1", "fire", "c", replies.ref()));
    TestProbe<AllSales.Reply> others = cluster.testKit().createTestProbe();
    await().until(() -> !last().isEmpty());

    one.tell(new AllSales.Resume("admin-2", "c", others.ref()));

    assertThat(others.receiveMessage(Patience.LIMIT)).isInstanceOf(Standing.class);
    assertThat(replies.receiveMessage(Patience.LIMIT)).isEqualTo(new AllSales.ResumedMeanwhile());
    assertThat(last().get(0).suspended()).isFalse();
    assertThat(last()).allSatisfy(step -> assertThat(step.stoppedAt()).isNull());
  }

  @Test
  void aNodeThatIsGoneBeforeNobodySellsIsFinishedForByAnother() throws SQLException {
    node(NEVER).tell(new AllSales.Suspend("admin-1", "fire", "c", replies.ref()));
    await().until(() -> !last().isEmpty());

    new AllSalesSwitch(cluster.system(), source(LEASE)).stopLater(1);

    await().until(() -> last().get(0).stoppedAt() != null);
    assertThat(last().get(0).by()).isEqualTo("admin-1");
  }

  @Test
  void whatWasDoneCannotBeUndoneInTheTable() throws SQLException {
    Step step = suspend(node(LEASE), "admin-1", "fire").steps().get(0);
    for (String sql :
        List.of(
            "UPDATE all_sales_step SET reason = 'none'",
            "UPDATE all_sales_step SET stopped_at = now()",
            "DELETE FROM all_sales_step",
            "TRUNCATE all_sales_step")) {
      assertThatThrownBy(() -> execute(sql)).as(sql).hasMessageContaining("is refused");
    }
    assertThat(last()).containsExactly(step);
  }

  @Test
  void aDatabaseThatIsAwayIsAnAnswer() throws SQLException {
    execute("ALTER TABLE all_sales_step RENAME TO elsewhere");
    ActorRef<AllSales> node = node(LEASE);
    node.tell(new AllSales.Suspend("admin-1", "fire", "c", replies.ref()));
    assertThat(replies.receiveMessage(Patience.LIMIT)).isInstanceOf(AllSales.Unavailable.class);
    node.tell(new AllSales.Get(replies.ref()));
    assertThat(replies.receiveMessage(Patience.LIMIT)).isInstanceOf(AllSales.Unavailable.class);
  }

  private ActorRef<AllSales> node(Duration lease) {
    return cluster.testKit().spawn(new AllSalesSwitch(cluster.system(), source(lease)).service());
  }

  private SalesStop.Source source(Duration lease) {
    return new SalesStop.Source(
        new JdbcCalls(
            Bulkhead.CATALOGUE.of(cluster.system()), databases.journal(), Duration.ofSeconds(5)),
        lease);
  }

  private Standing suspend(ActorRef<AllSales> node, String by, String reason) {
    node.tell(new AllSales.Suspend(by, reason, "c-" + by, replies.ref()));
    return replies.expectMessageClass(Standing.class, Patience.LIMIT);
  }

  private Standing resume(ActorRef<AllSales> node, String by) {
    node.tell(new AllSales.Resume(by, "c-" + by, replies.ref()));
    return replies.expectMessageClass(Standing.class, Patience.LIMIT);
  }

  private Standing get(ActorRef<AllSales> node) {
    node.tell(new AllSales.Get(replies.ref()));
    return replies.expectMessageClass(Standing.class, Patience.LIMIT);
  }

  private List<Step> last() {
    try (Connection connection = databases.journal().getConnection()) {
      return table.last(connection, 10, 5);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
