package io.sportskk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.node.database.Migrations;
import io.sportskk.testing.ManualClock;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each step of the life of one projection of two instances builds on the one before. */
class ProjectionLagTest {

  private static final Instant NOON = Instant.parse("2025-05-01T12:00:00Z");

  private static final Slices SLICES = new Slices("Ticket", 2);
  private static final String LOW = SLICES.ranges().get(0).key();
  private static final String HIGH = SLICES.ranges().get(1).key();

  /** A ticket of the first range, and one of the second. */
  private static final String FIRST = ticketOf(0);

  private static final String SECOND = ticketOf(1);

  private static TestDatabases databases;
  private static TestCluster cluster;

  private final ManualClock clock = new ManualClock(NOON);
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    cluster = TestCluster.start(databases);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    databases.close();
  }

  @Test
  void theLagIsTheAgeOfTheOldestEventThatIsNotHandled() {
    ProjectionLag lag =
        new ProjectionLag(
            "some", SLICES, databases.view(), Bulkhead.VIEW, databases.journal(), metrics, clock);
    cluster.testKit().spawn(lag.behavior(Duration.ofMillis(50)));
    expectLag(0);

    // Nothing is handled, and nothing of other projections or entities counts.
    event(1, "Ticket|" + FIRST, NOON.minusSeconds(10));
    event(2, "Ticket|" + SECOND, NOON.minusSeconds(8));
    event(3, "Ticket|" + FIRST, NOON.minusSeconds(6));
    event(4, "Match|" + SECOND, NOON.minusSeconds(1000));
    offset("other", LOW, 3);
    expectLag(10);

    offset("some", LOW, 1);
    expectLag(8);
    offset("some", HIGH, 2);
    expectLag(6);

    // It grows while the projection does nothing.
    clock.advance(Duration.ofSeconds(30));
    expectLag(36);

    // And while its database is down, with the offsets that were known last, also of new events.
    offset("some", LOW, 3);
    expectLag(0);
    databases.stop(Migrations.Part.VIEW);
    event(5, "Ticket|" + SECOND, NOON.plusSeconds(30));
    expectLag(0);
    clock.advance(Duration.ofSeconds(60));
    expectLag(60);

    // And while the journal is down too.
    databases.stop(Migrations.Part.JOURNAL);
    clock.advance(Duration.ofSeconds(60));
    expectLag(120);

    databases.start(Migrations.Part.JOURNAL);
    databases.start(Migrations.Part.VIEW);
    offset("some", HIGH, 5);
    expectLag(0);

    // Another number of instances goes on from there, and one that begins anew is behind again.
    offset("some", Slices.ALL.key(), 4);
    expectLag(0);
    event(6, "Ticket|" + FIRST, NOON.plusSeconds(100));
    expectLag(50);
    execute(databases.view(), "DELETE FROM akka_projection_offset_store");
    expectLag(160);
  }

  private static String ticketOf(int instance) {
    return Stream.iterate(0, n -> n + 1)
        .map(n -> "ticket-" + n)
        .filter(id -> SLICES.ranges().get(instance).contains(Slices.of("Ticket|" + id)))
        .findFirst()
        .orElseThrow();
  }

  private void expectLag(double seconds) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        metrics
                            .get("sportskk.projection.lag")
                            .tag("projection", "some")
                            .gauge()
                            .value())
                    .isCloseTo(seconds, within(0.001)));
  }

  private static void event(long ordering, String persistenceId, Instant writtenAt) {
    execute(
        databases.journal(),
        """
        INSERT INTO event_journal (ordering, persistence_id, sequence_number, writer,
          write_timestamp, event_ser_id, event_ser_manifest, event_payload)
        VALUES (?, ?, ?, '', ?, 0, '', '')""",
        ordering,
        persistenceId,
        ordering,
        writtenAt.toEpochMilli());
  }

  private static void offset(String projection, String key, long offset) {
    execute(
        databases.view(),
        """
        INSERT INTO akka_projection_offset_store VALUES (?, ?, ?, 'SEQ', FALSE, 0)
        ON CONFLICT (projection_name, projection_key)
        DO UPDATE SET current_offset = EXCLUDED.current_offset""",
        projection,
        key,
        Long.toString(offset));
  }

  private static void execute(DataSource database, String sql, Object... parameters) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
