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
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each step of the life of one projection of two slices builds on the one before. */
class ProjectionLagTest {

  private static final Instant NOON = Instant.parse("2025-05-01T12:00:00Z");

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
            "some",
            new Slices("ticket", 2),
            databases.view(),
            Bulkhead.VIEW,
            databases.journal(),
            metrics,
            clock);
    cluster.testKit().spawn(lag.behavior(Duration.ofMillis(50)));
    expectLag(0);

    // Nothing is handled, and nothing of other projections or tags counts.
    event(1, "ticket-0", NOON.minusSeconds(10));
    event(2, "ticket-1", NOON.minusSeconds(8));
    event(3, "ticket-0", NOON.minusSeconds(6));
    event(4, "match-0", NOON.minusSeconds(1000));
    offset("other", "ticket-0", 3);
    expectLag(10);

    offset("some", "ticket-0", 1);
    expectLag(8);
    offset("some", "ticket-1", 2);
    expectLag(6);

    // It grows while the projection does nothing.
    clock.advance(Duration.ofSeconds(30));
    expectLag(36);

    // And while its database is down, with the offsets that were known last, also of new events.
    offset("some", "ticket-0", 3);
    expectLag(0);
    databases.stop(Migrations.Part.VIEW);
    event(5, "ticket-1", NOON.plusSeconds(30));
    expectLag(0);
    clock.advance(Duration.ofSeconds(60));
    expectLag(60);

    // And while the journal is down too.
    databases.stop(Migrations.Part.JOURNAL);
    clock.advance(Duration.ofSeconds(60));
    expectLag(120);

    databases.start(Migrations.Part.JOURNAL);
    databases.start(Migrations.Part.VIEW);
    offset("some", "ticket-1", 5);
    expectLag(0);
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

  private static void event(long ordering, String tag, Instant writtenAt) {
    execute(
        databases.journal(),
        """
        INSERT INTO event_journal (ordering, persistence_id, sequence_number, writer,
          write_timestamp, event_ser_id, event_ser_manifest, event_payload)
        VALUES (?, 'Some|' || ?, 1, '', ?, 0, '', '')""",
        ordering,
        ordering,
        writtenAt.toEpochMilli());
    execute(
        databases.journal(), "INSERT INTO event_tag (event_id, tag) VALUES (?, ?)", ordering, tag);
  }

  private static void offset(String projection, String tag, long offset) {
    execute(
        databases.view(),
        """
        INSERT INTO akka_projection_offset_store VALUES (?, ?, ?, 'SEQ', FALSE, 0)
        ON CONFLICT (projection_name, projection_key)
        DO UPDATE SET current_offset = EXCLUDED.current_offset""",
        projection,
        tag,
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
