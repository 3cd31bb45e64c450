package io.sportskk.view;

import static io.sportskk.testing.Patience.LIMIT;
import static io.sportskk.view.TicketEvents.cancellationRefused;
import static io.sportskk.view.TicketEvents.purchase;
import static io.sportskk.view.TicketEvents.requested;
import static io.sportskk.view.TicketEvents.reversalDecided;
import static io.sportskk.view.TicketEvents.reversalRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.Receptionist;
import com.zaxxer.hikari.util.DriverDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.PageCursor;
import io.sportskk.kernel.Slices;
import io.sportskk.node.database.Migrations;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.view.ViewQuery.FindRefused;
import io.sportskk.view.ViewQuery.FindTickets;
import io.sportskk.view.ViewQuery.InvalidCursor;
import io.sportskk.view.ViewQuery.Page;
import io.sportskk.view.ViewQuery.RefusedPage;
import io.sportskk.view.ViewQuery.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class TicketQueriesTest {

  private static final TicketFilter ALL = new TicketFilter(null, null, null, null, null, null);
  private static final Instant NOON = Instant.parse("2025-05-01T12:00:00Z");

  private static TestDatabases databases;
  private static TestCluster cluster;
  private static ActorRef<ViewQuery> queries;

  @Parameter DatabaseKind kind;

  private final TestProbe<ViewQuery.Reply> probe = cluster.testKit().createTestProbe();

  @BeforeParameterizedClassInvocation
  static void start(DatabaseKind kind) {
    databases = TestDatabases.create(kind);
    cluster = TestCluster.start(databases);
    ViewSettings settings = new ViewSettings(100, Duration.ofMillis(50), LIMIT);
    Views.start(
        cluster.system(),
        settings,
        new Slices("Ticket", 1),
        kind,
        databases.view(),
        new SimpleMeterRegistry());
    TestProbe<Receptionist.Listing> listings = cluster.testKit().createTestProbe();
    cluster
        .system()
        .receptionist()
        .tell(Receptionist.subscribe(ViewQuery.SERVICE, listings.getRef()));
    Set<ActorRef<ViewQuery>> found = Set.of();
    while (found.isEmpty()) {
      found = listings.receiveMessage().getServiceInstances(ViewQuery.SERVICE);
    }
    queries = found.iterator().next();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    cluster.close();
    databases.close();
  }

  @BeforeEach
  void fill() {
    ViewDatabase.of(databases).execute("TRUNCATE ticket");
    List<TicketChange> changes = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      changes.add(TicketChange.of(requested(purchase("t" + i, NOON.plusSeconds(i))), 1));
    }
    ViewDatabase.of(databases).save(changes);
  }

  @Test
  void pagesFollowEachOtherByCursor() {
    Page first = page(100, null);
    assertThat(first.items()).hasSize(100);
    assertThat(first.items().get(0).ticketId()).isEqualTo("t149");
    Page second = page(100, first.nextCursor());
    assertThat(second.items()).hasSize(50);
    assertThat(second.items().get(0).ticketId()).isEqualTo("t49");
    assertThat(second.nextCursor()).isNull();
  }

  @Test
  void aPageThatEndsWithTheLastTicketHasNoNext() {
    Page first = page(75, null);
    assertThat(page(75, first.nextCursor()).nextCursor()).isNull();
  }

  @Test
  void aPageIsNeverEmptyNorOver100Tickets() {
    assertThat(page(0, null).items()).hasSize(1);
    assertThat(page(1000, null).items()).hasSize(100);
  }

  /** {@code V2} Also of one ticket and of the same time. */
  @Test
  void refusedCancellationsAreTurnedPageByPageToo() {
    ViewDatabase.of(databases).execute("TRUNCATE refused_cancellation");
    Map<String, TicketChange> changes = new HashMap<>();
    for (int i = 0; i < 6; i++) {
      Purchase purchase =
          purchase("t" + i % 2, "buyer-1", "match-" + i % 2, "KT", NOON.plusSeconds(i / 4));
      changes.putIfAbsent(purchase.ticketId(), TicketChange.of(requested(purchase), 1));
      changes.merge(
          purchase.ticketId(),
          TicketChange.of(cancellationRefused(purchase, Canceller.OTHER_BUYER, "b" + i), i + 3L),
          TicketChange::then);
    }
    ViewDatabase.of(databases).save(changes.values());

    assertThat(refused(null)).containsExactly("b5", "b4", "b3", "b1", "b2", "b0");
    assertThat(refused("match-1")).containsExactly("b5", "b3", "b1");
    assertThat(refused("match-9")).isEmpty();
  }

  private List<String> refused(String matchId) {
    List<String> by = new ArrayList<>();
    String cursor = null;
    do {
      queries.tell(new FindRefused(matchId, 2, cursor, probe.getRef()));
      RefusedPage page = probe.expectMessageClass(RefusedPage.class);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
      page.items().forEach(item -> by.add(item.by()));
      cursor = page.nextCursor();
    } while (cursor != null);
    return by;
  }

  @Test
  void aCursorThatIsNoneIsRefused() {
    queries.tell(new FindTickets(ALL, 10, "garbage", probe.getRef()));
    probe.expectMessageClass(InvalidCursor.class);
    queries.tell(new FindRefused(null, 10, "garbage", probe.getRef()));
    probe.expectMessageClass(InvalidCursor.class);
    String ofTickets = new PageCursor(NOON, "t1").encode();
    queries.tell(new FindRefused(null, 10, ofTickets, probe.getRef()));
    probe.expectMessageClass(InvalidCursor.class);
  }

  @Test
  void aDatabaseThatIsDownIsUnavailableUntilItIsBack() {
    databases.stop(Migrations.Part.VIEW);
    queries.tell(new FindTickets(ALL, 10, null, probe.getRef()));
    probe.expectMessageClass(Unavailable.class);
    databases.start(Migrations.Part.VIEW);
    await().untilAsserted(() -> assertThat(page(10, null).items()).hasSize(10));
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsUnavailable() throws SQLException {
    try (Connection connection = databases.view().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          switch (kind) {
            case POSTGRESQL -> "LOCK TABLE ticket";
            case MARIADB -> "LOCK TABLES ticket WRITE";
          });
      assertSoonUnavailable(databases.view());
    }
  }

  /** The worst that can happen: a server that takes the connection and is silent. */
  @Test
  void aDatabaseThatIsSilentIsUnavailable() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String url = kind.scheme() + "//127.0.0.1:" + silent.getLocalPort() + "/view";
      assertSoonUnavailable(new DriverDataSource(url, null, new Properties(), "nobody", ""));
    }
  }

  @Test
  void ticketsThatWaitForADecisionAreCounted() {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    cluster
        .testKit()
        .spawn(
            UndecidedTickets.create(
                databases.view(), ViewDialect.of(kind), LIMIT, Duration.ofMillis(20), metrics));
    await().until(() -> undecided(metrics) == 0);

    Purchase purchase = purchase("t0", NOON);
    TicketChange undecided = TicketChange.of(reversalRefused(purchase), 4);
    ViewDatabase.of(databases).save(List.of(undecided));
    await().until(() -> undecided(metrics) == 1);

    databases.stop(Migrations.Part.VIEW);
    await().until(() -> Double.isNaN(undecided(metrics)));
    databases.start(Migrations.Part.VIEW);
    await().until(() -> undecided(metrics) == 1);

    ViewDatabase.of(databases).save(List.of(TicketChange.of(reversalDecided(purchase), 5)));
    await().until(() -> undecided(metrics) == 0);
  }

  private static double undecided(SimpleMeterRegistry metrics) {
    return metrics.get("sportskk.tickets.undecided").gauge().value();
  }

  private void assertSoonUnavailable(DataSource database) {
    ActorRef<ViewQuery> impatient =
        cluster
            .testKit()
            .spawn(
                TicketQueries.create(
                    database, ViewDialect.of(kind), "Ticket", Duration.ofMillis(300)));
    impatient.tell(new FindTickets(ALL, 10, null, probe.getRef()));
    probe.expectMessageClass(Unavailable.class);
  }

  private Page page(int limit, String cursor) {
    queries.tell(new FindTickets(ALL, limit, cursor, probe.getRef()));
    return probe.expectMessageClass(Page.class);
  }
}
