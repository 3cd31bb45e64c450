package io.sportskk.view;

import static io.sportskk.testing.Patience.LIMIT;
import static io.sportskk.view.TicketEvents.approved;
import static io.sportskk.view.TicketEvents.cancellationRefused;
import static io.sportskk.view.TicketEvents.cancellationRequested;
import static io.sportskk.view.TicketEvents.cancelled;
import static io.sportskk.view.TicketEvents.purchase;
import static io.sportskk.view.TicketEvents.rejected;
import static io.sportskk.view.TicketEvents.requested;
import static io.sportskk.view.TicketEvents.tallied;
import static io.sportskk.view.TicketEvents.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.Slices;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.TicketEvent.Canceller;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class TicketProjectionTest {

  private static final String NEXT = "nextval('event_journal_ordering_seq')";
  private static final Slices SLICES = new Slices("Ticket", 4);

  private static TestDatabases databases;
  private static TestCluster cluster;
  private static SimpleMeterRegistry metrics;

  @Parameter DatabaseKind kind;

  @BeforeParameterizedClassInvocation
  static void start(DatabaseKind kind) {
    databases = TestDatabases.create(kind);
    cluster = TestCluster.start(databases);
    metrics = new SimpleMeterRegistry();
    ViewSettings settings = ViewSettings.from(cluster.system().settings().config());
    Views.start(cluster.system(), settings, SLICES, kind, databases.view(), metrics);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    cluster.close();
    databases.close();
  }

  @Test
  void eachEventOfATicketIsSeenInTheView() {
    Instant now = Instant.now();
    Purchase bought = purchase("bought", "buyer-7", "match-3", "LG", now);
    step(bought, requested(bought), "Pending", false, null);
    step(bought, approved(bought), "Approved", false, null);
    step(bought, tallied(bought), "Approved", true, null);
    written(cancellationRefused(bought, Canceller.ADMINISTRATOR, "admin-1"));
    step(bought, cancellationRequested(bought), "Cancelling", true, "BUYER_REQUEST");
    step(bought, cancelled(bought), "Cancelled", false, "BUYER_REQUEST");

    Purchase refused = purchase("refused", "buyer-7", "match-3", "LG", now);
    step(refused, requested(refused), "Pending", false, null);
    step(refused, rejected(refused), "Rejected", false, "INSUFFICIENT_FUNDS");
  }

  private static void step(
      Purchase purchase, TicketEvent event, String status, boolean tallied, String reason) {
    written(event);
    TicketRow expected =
        new TicketRow(
            purchase.ticketId(),
            purchase.buyerId(),
            purchase.matchId(),
            purchase.team(),
            purchase.stake().won(),
            status,
            tallied,
            reason,
            purchase.correlationId(),
            null,
            null,
            null,
            purchase.requestedAt().truncatedTo(ChronoUnit.MICROS),
            event.at().truncatedTo(ChronoUnit.MICROS));
    await().untilAsserted(() -> assertThat(find(purchase.ticketId())).isEqualTo(expected));
  }

  @Test
  void howLongATicketTakesToTheViewIsMeasured() {
    for (int i = 0; i < 21; i++) {
      String ticketId = "measured-" + i;
      written(requested(purchase(ticketId, Instant.now())));
      await().until(() -> find(ticketId) != null);
    }
    Timer latency = metrics.get("sportskk.projection.latency").tag("projection", "view").timer();
    assertThat(latency.count()).isGreaterThanOrEqualTo(21);
    assertThat(latency.max(TimeUnit.MILLISECONDS)).isPositive();
  }

  /** What comes on top is the machine's share; the benchmarks have the sum of both. */
  @Test
  void theProjectionWaitsForLessThanHalfASecondBeforeItHandlesAnEvent() {
    Config config = cluster.system().settings().config();
    Duration waits =
        Stream.of("sportskk-read-journal.look-seldom", "sportskk.projection.group-within")
            .map(config::getDuration)
            .reduce(Duration.ZERO, Duration::plus);
    assertThat(waits).isLessThan(Duration.ofMillis(500));
  }

  /**
   * A transaction of the journal takes its number when it inserts and shows it when it commits, so
   * numbers appear out of order. The library by itself would have given up on it by then.
   */
  @Test
  void anEventThatIsCommittedLateIsNotLost() throws SQLException {
    written(requested(purchase("template", Instant.now())));
    await().until(() -> find("template") != null);
    try (Connection late = databases.journal().getConnection();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      // An event of an unknown ticket, with the content of the other one.
      statement.execute(
          """
          INSERT INTO event_journal
          SELECT nextval('event_journal_ordering_seq'), 'Ticket|late', sequence_number, deleted,
            writer, write_timestamp, adapter_manifest, event_ser_id, event_ser_manifest,
            event_payload, meta_ser_id, meta_ser_manifest, meta_payload
          FROM event_journal WHERE persistence_id = 'Ticket|template'""");
      ViewDatabase.of(databases).execute("DELETE FROM ticket WHERE ticket_id = 'template'");
      for (int i = 0; i < 10; i++) {
        written(requested(purchase("meanwhile-" + i, Instant.now())));
      }
      // Longer than the tries that the library makes.
      await().pollDelay(Duration.ofMillis(1500)).until(() -> find("template") == null);
      late.commit();
    }
    await().until(() -> find("template") != null);
    await().until(() -> find("meanwhile-9") != null);
  }

  /** Whyever it was missed: here the event has a number that the projection has long passed. */
  @Test
  void aTicketOfWhichAnEventWasMissedIsPutRightByTheNextOne() throws SQLException {
    Purchase purchase = purchase("holed", Instant.now());
    written(requested(purchase));
    written(approved(purchase));
    written(tallied(purchase));
    await().until(() -> find("holed") != null && find("holed").tallied());
    TicketRow right = find("holed");
    ViewDatabase.of(databases).execute("DELETE FROM ticket WHERE ticket_id = 'holed'");

    // Another persistent entity with the same events.
    copied("holed", "hole", 1, NEXT);
    await().until(() -> find("holed") != null && find("holed").status().equals("Pending"));
    assertThat(mended()).isZero();
    copied("holed", "hole", 2, "0");
    copied("holed", "hole", 3, NEXT);
    await().untilAsserted(() -> assertThat(find("holed")).isEqualTo(right));
    assertThat(mended()).isEqualTo(1);
  }

  private static double mended() {
    return metrics.get("sportskk.projection.mended").tag("projection", "view").counter().count();
  }

  private static void copied(String from, String to, int number, String ordering)
      throws SQLException {
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO event_journal
          SELECT %s, 'Ticket|%s', sequence_number, deleted, writer, write_timestamp,
            adapter_manifest, event_ser_id, event_ser_manifest, event_payload, meta_ser_id,
            meta_ser_manifest, meta_payload
          FROM event_journal WHERE persistence_id = 'Ticket|%s' AND sequence_number = %d"""
              .formatted(ordering, to, from, number));
    }
  }

  private static void written(TicketEvent event) {
    try {
      write(cluster, event).toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TicketRow find(String ticketId) {
    return ViewDatabase.of(databases).all().stream()
        .filter(row -> row.ticketId().equals(ticketId))
        .findFirst()
        .orElse(null);
  }
}
