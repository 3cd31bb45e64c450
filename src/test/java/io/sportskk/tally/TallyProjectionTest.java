package io.sportskk.tally;

import static io.sportskk.tally.TallyFixture.team;
import static io.sportskk.tally.TicketEvents.approved;
import static io.sportskk.tally.TicketEvents.approvedAsTallied;
import static io.sportskk.tally.TicketEvents.cancelled;
import static io.sportskk.tally.TicketEvents.purchase;
import static io.sportskk.tally.TicketEvents.requested;
import static io.sportskk.tally.TicketEvents.tallied;
import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.query.Offset;
import akka.projection.eventsourced.EventEnvelope;
import io.micrometer.core.instrument.Timer;
import io.sportskk.node.database.Migrations.Part;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TallyProjectionTest {

  private TestDatabases databases;

  @BeforeEach
  void start() {
    databases = TestDatabases.create();
  }

  @AfterEach
  void stop() {
    databases.close();
  }

  @Test
  void ticketsAreCountedAndTakenOutAsTheirEventsSay() {
    try (TallyNode node = new TallyNode(databases)) {
      ActorTestKit testKit = node.cluster.testKit();
      for (int ticket = 0; ticket < 12; ticket++) {
        Purchase purchase = purchase("A", ticket);
        TicketEvents.write(testKit, requested(purchase), approved(purchase));
      }
      TicketEvents.write(testKit, cancelled(purchase("A", 3), true));
      // Never approved, but cancelled: it may have been counted just before it was to be approved.
      TicketEvents.write(
          testKit, requested(purchase("A", 50)), cancelled(purchase("A", 50), false));
      TicketEvents.write(testKit, approved(purchase("B", 1)));

      node.awaitTotals("A", team("KT", 1100, 11, 2));
      node.awaitTotals("B", team("KT", 100, 1, 0));
      Timer latency =
          node.metrics.get("sportskk.projection.latency").tag("projection", "tally").timer();
      await().until(() -> latency.count() == 28);
      node.published.fishForMessage(
          LIMIT,
          totals ->
              totals.teams().equals(List.of(team("KT", 1100, 11, 2)))
                  ? FishingOutcomes.complete()
                  : FishingOutcomes.continueAndIgnore());
    }
  }

  @Test
  void aRestartGoesOnWhereItStoppedAndARepetitionChangesNothing() throws SQLException {
    try (TallyNode node = new TallyNode(databases)) {
      writeApproved(node, "A", 0, 8);
      node.awaitTotals("A", team("KT", 800, 8, 0));
      awaitOffsets();
    }
    execute("TRUNCATE tally_entry, tally");
    try (TallyNode node = new TallyNode(databases)) {
      writeApproved(node, "A", 8, 16);
      // What was handled before is not handled again.
      node.awaitTotals("A", team("KT", 800, 8, 0));
    }
    execute("TRUNCATE akka_projection_offset_store");
    try (TallyNode node = new TallyNode(databases)) {
      node.awaitTotals("A", team("KT", 1600, 16, 0));
    }
    execute("TRUNCATE akka_projection_offset_store");
    try (TallyNode node = new TallyNode(databases)) {
      writeApproved(node, "A", 16, 24);
      node.awaitTotals("A", team("KT", 2400, 24, 0));
    }
  }

  @Test
  void aTallyDatabaseThatIsDownAtTheStartIsWaitedFor() {
    databases.stop(Part.TALLY);
    try (TallyNode node = new TallyNode(databases)) {
      writeApproved(node, "A", 0, 8);
      await().until(() -> node.metrics.get("hikaricp.connections.timeout").counter().count() > 8);
      databases.start(Part.TALLY);
      node.awaitTotals("A", team("KT", 800, 8, 0));
    }
  }

  @Test
  void aTallyDatabaseThatGoesDownIsWaitedFor() {
    try (TallyNode node = new TallyNode(databases)) {
      writeApproved(node, "A", 0, 8);
      node.awaitTotals("A", team("KT", 800, 8, 0));
      databases.stop(Part.TALLY);
      writeApproved(node, "A", 8, 16);
      TicketEvents.write(node.cluster.testKit(), cancelled(purchase("A", 3), true));
      await().until(() -> node.metrics.counter("sportskk.tally.failures").count() >= 2);
      databases.start(Part.TALLY);
      node.awaitTotals("A", team("KT", 1500, 15, 1));
    }
  }

  @Test
  void aTicketThatSaysItIsTalliedIsNotAskedForAgainIfItIs() throws Exception {
    try (TallyNode node = new TallyNode(databases)) {
      process(node, CompletableFuture::completedFuture);
      node.awaitTotals("A", team("KT", 0, 0, 1));
    }
  }

  @Test
  void aTicketThatSaysItIsTalliedIsCountedIfTheTallyDoesNotKnowIt() throws Exception {
    try (TallyNode node = new TallyNode(databases)) {
      process(node, claimed -> CompletableFuture.completedFuture(Set.of()));
      node.awaitTotals("A", team("KT", 100, 1, 1));
    }
  }

  @Test
  void aTicketThatIsApprovedAsTalliedIsAskedForOnlyIfTheTallyDoesNotKnowIt() throws Exception {
    try (TallyNode node = new TallyNode(databases)) {
      process(
          node,
          claimed -> CompletableFuture.completedFuture(Set.of(purchase("A", 1).ticketId())),
          approvedAsTallied(purchase("A", 1)),
          approvedAsTallied(purchase("A", 2)));
      node.awaitTotals("A", team("KT", 100, 1, 0));
      assertThat(mended(node)).isZero();
    }
  }

  /** Whoever is tallied was approved: this projection has missed it. */
  @Test
  void aTicketWhoseApprovalWasMissedIsCountedWhenItSaysThatItIsTallied() throws Exception {
    try (TallyNode node = new TallyNode(databases)) {
      process(node, CompletableFuture::completedFuture, tallied(purchase("A", 1)));
      assertThat(mended(node)).isZero();
      process(
          node, claimed -> CompletableFuture.completedFuture(Set.of()), tallied(purchase("A", 2)));
      node.awaitTotals("A", team("KT", 100, 1, 0));
      assertThat(mended(node)).isEqualTo(1);
    }
  }

  private static double mended(TallyNode node) {
    return node.metrics
        .get("sportskk.projection.mended")
        .tag("projection", "tally")
        .counter()
        .count();
  }

  private static void process(TallyNode node, TallyProjectionHandler.Known known) throws Exception {
    process(
        node,
        known,
        approved(purchase("A", 1)),
        approved(purchase("A", 2)),
        tallied(purchase("A", 1)),
        cancelled(purchase("A", 2), true));
  }

  private static void process(
      TallyNode node, TallyProjectionHandler.Known known, TicketEvent... events) throws Exception {
    new TallyProjectionHandler(
            ClusterSharding.get(node.cluster.system()),
            known,
            LIMIT,
            node.metrics,
            Clock.systemUTC())
        .process(group(events))
        .toCompletableFuture()
        .get();
  }

  private static List<EventEnvelope<TicketEvent>> group(TicketEvent... events) {
    return Stream.of(events)
        .map(
            event ->
                EventEnvelope.create(
                    Offset.sequence(1), "Ticket|" + event.purchase().ticketId(), 1, event, 0))
        .toList();
  }

  private static void writeApproved(TallyNode node, String match, int from, int to) {
    IntStream.range(from, to)
        .forEach(
            ticket ->
                TicketEvents.write(node.cluster.testKit(), approved(purchase(match, ticket))));
  }

  /** The first eight events are behind all slices. */
  private void awaitOffsets() {
    await()
        .until(
            () -> {
              try (Connection connection = databases.tally().getConnection();
                  Statement statement = connection.createStatement();
                  var row =
                      statement.executeQuery(
                          "SELECT coalesce(max(current_offset::bigint), 0)"
                              + " FROM akka_projection_offset_store")) {
                row.next();
                return row.getLong(1) == 8;
              }
            });
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = databases.tally().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
