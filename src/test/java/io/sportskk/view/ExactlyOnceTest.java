package io.sportskk.view;

import static io.sportskk.testing.Patience.LIMIT;
import static io.sportskk.view.TicketEvents.approved;
import static io.sportskk.view.TicketEvents.purchase;
import static io.sportskk.view.TicketEvents.requested;
import static io.sportskk.view.TicketEvents.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.kernel.Slices;
import io.sportskk.node.database.Migrations;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Purchase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One instance and one event a ticket, written one after the other in a journal of their own: the
 * nth event is the only one of the nth ticket. So the view is right at any moment exactly if it
 * holds as many tickets as its offset says, and each was written once, which a trigger counts.
 */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class ExactlyOnceTest {

  private static final String OFFSET_AND_ROWS =
      """
      SELECT COALESCE((SELECT CAST(current_offset AS DECIMAL(20)) FROM akka_projection_offset_store), 0),
        (SELECT count(*) FROM ticket), (SELECT count(*) FROM written)""";

  private static final String ROWS = "SELECT count(*) FROM ticket";

  private static final String[] POSTGRES_TRIGGER = {
    """
    CREATE FUNCTION on_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM refused WHERE ticket_id = NEW.ticket_id) THEN
        RAISE EXCEPTION 'refused by the test';
      END IF;
      INSERT INTO written VALUES (NEW.ticket_id);
      RETURN NEW;
    END $$""",
    """
    CREATE TRIGGER on_ticket BEFORE UPDATE OR INSERT ON ticket
      FOR EACH ROW EXECUTE FUNCTION on_ticket()"""
  };

  private static final String MARIADB_TRIGGER =
      """
      CREATE TRIGGER on_ticket_%1$s AFTER %1$s ON ticket FOR EACH ROW
      BEGIN
        IF EXISTS (SELECT 1 FROM refused WHERE ticket_id = NEW.ticket_id) THEN
          SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by the test';
        END IF;
        INSERT INTO written VALUES (NEW.ticket_id);
      END""";

  @Parameter DatabaseKind kind;

  private TestDatabases databases;
  private ViewDatabase view;
  private int events;

  @BeforeEach
  void createDatabases() {
    databases = TestDatabases.create(kind);
    view = ViewDatabase.of(databases);
    view.execute(
        "CREATE TABLE written (ticket_id VARCHAR(64))",
        "CREATE TABLE refused (ticket_id VARCHAR(64))");
    switch (kind) {
      case POSTGRESQL -> view.execute(POSTGRES_TRIGGER);
      case MARIADB ->
          view.execute(MARIADB_TRIGGER.formatted("INSERT"), MARIADB_TRIGGER.formatted("UPDATE"));
    }
  }

  @AfterEach
  void dropDatabases() {
    databases.close();
  }

  @Test
  void aGroupThatFailsInTheMiddleLeavesNothingBehindAndIsHandledLater() {
    view.execute("INSERT INTO refused VALUES ('ticket-7')");
    try (TestCluster cluster = node()) {
      writeTickets(cluster, 12);
      // The projection meets the failure, tries again from its offset, and fails again.
      await()
          .during(Duration.ofSeconds(3))
          .untilAsserted(() -> assertThat(consistent()).isLessThan(7));
      view.execute("TRUNCATE refused");
      awaitAll();
    }
  }

  @Test
  void aNodeThatStartsAgainGoesOnWhereTheViewEnded() {
    try (TestCluster cluster = node()) {
      writeTickets(cluster, 20);
      awaitAll();
      writeTickets(cluster, 20); // the node stops somewhere among these
    }
    assertThat(consistent()).isBetween(20L, 40L);
    try (TestCluster cluster = node()) {
      writeTickets(cluster, 20);
      awaitAll();
    }
  }

  @Test
  void aDatabaseThatGoesAwayAndComesBackHasEveryTicketOnce() {
    try (TestCluster cluster = node()) {
      for (int outage = 0; outage < 3; outage++) {
        writeTickets(cluster, 15);
        databases.stop(Migrations.Part.VIEW);
        writeTickets(cluster, 15);
        databases.start(Migrations.Part.VIEW);
        consistent();
      }
      awaitAll();
    }
  }

  /**
   * More than before, fewer, and as many as at first: there are offsets of all of them then. Some
   * events are handled twice.
   */
  @Test
  void anotherNumberOfInstancesGoesOnWhereTheOthersEnded() {
    for (int instances : List.of(1, 3, 2, 1)) {
      try (TestCluster cluster = node(instances)) {
        writeTickets(cluster, 15);
        await().untilAsserted(() -> assertThat(view.numbers(ROWS).get(0)).isEqualTo(events));
        writeTickets(cluster, 15); // the node stops somewhere among these
      }
    }
    try (TestCluster cluster = node(5)) {
      writeTickets(cluster, 1);
      await().untilAsserted(() -> assertThat(view.numbers(ROWS)).containsExactly(121L));
    }
  }

  /** Two nodes can think for a moment that the same slices are theirs. */
  @Test
  void aLateInstanceThatHandlesOldEventsAgainDoesNotTakeTheViewBack() {
    Purchase purchase = purchase("ticket-1", Instant.now());
    view.save(
        List.of(
            TicketChange.of(requested(purchase), 1).then(TicketChange.of(approved(purchase), 2))));
    view.save(List.of(TicketChange.of(requested(purchase), 1)));
    assertThat(view.all()).extracting(TicketRow::status).containsExactly("Approved");
  }

  private TestCluster node() {
    return node(1);
  }

  private TestCluster node(int instances) {
    TestCluster cluster = TestCluster.start(databases);
    ViewSettings settings = new ViewSettings(5, Duration.ofMillis(50), Duration.ofSeconds(2));
    Views.start(
        cluster.system(),
        settings,
        new Slices("Ticket", instances),
        kind,
        databases.view(),
        new SimpleMeterRegistry());
    return cluster;
  }

  private void writeTickets(TestCluster cluster, int count) {
    for (int i = 0; i < count; i++) {
      events++;
      Purchase purchase = purchase("ticket-" + events, Instant.now());
      write(cluster, requested(purchase))
          .toCompletableFuture()
          .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
          .join();
    }
  }

  private void awaitAll() {
    await().untilAsserted(() -> assertThat(consistent()).isEqualTo(events));
  }

  /** How many tickets the view holds, once it is seen that the offset says the same. */
  private long consistent() {
    List<Long> numbers = view.numbers(OFFSET_AND_ROWS);
    assertThat(numbers.get(1)).as("tickets at offset %s", numbers.get(0)).isEqualTo(numbers.get(0));
    assertThat(numbers.get(2)).as("writes of tickets").isEqualTo(numbers.get(0));
    return numbers.get(0);
  }
}
