package io.sportskk.node.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.Extension;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.jdbc.db.SlickDatabase;
import akka.persistence.jdbc.db.SlickExtension;
import akka.persistence.jdbc.db.SlickExtensionImpl;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sportskk.node.management.NodeMetrics;
import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Akka's journal plugin is given for its databases. */
class JournalDatabaseProviderTest {

  private TestDatabases databases;
  private ActorTestKit kit;

  @BeforeEach
  void start() {
    databases = TestDatabases.create();
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString(
                    """
                    akka.actor.provider = local
                    sportskk.database.journal.pool-size = 7
                    sportskk.database.journal.read-pool-size = 3
                    """)
                .withFallback(databases.config())
                .withFallback(ConfigFactory.defaultApplication())
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve());
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    databases.close();
  }

  private SlickDatabase database(Config plugin) {
    Extension slick = SlickExtension.get(kit.system().classicSystem());
    return ((SlickExtensionImpl) slick).database(plugin);
  }

  private SlickDatabase of(String plugin) {
    return database(kit.system().settings().config().getConfig(plugin));
  }

  @Test
  void eventsAndSnapshotsAreWrittenThroughOnePool() {
    assertThat(of("jdbc-snapshot-store")).isSameAs(of("jdbc-journal"));
    assertThat(of("jdbc-journal").allowShutdown()).isFalse();
  }

  @Test
  void thePoolsAreAsLargeAsTheSettingsSayAndShowTheirFigures() throws SQLException {
    try (Connection write = connection(of("jdbc-journal"));
        Connection read = JournalPools.get(kit.system()).reading().getConnection()) {
      assertThat(setting(write, "plan_cache_mode")).isEqualTo("force_generic_plan");
      assertThat(setting(write, "enable_seqscan")).isEqualTo("off");
      assertThat(setting(read, "enable_seqscan")).isEqualTo("off");
    }
    assertThat(maxConnections("journal")).as("and one for the node's health").isEqualTo(7 + 1);
    assertThat(maxConnectionsOfPlugin("jdbc-snapshot-store"))
        .as("events have the others")
        .isEqualTo(1);
    assertThat(maxConnections("read-journal")).isEqualTo(3);
  }

  @Test
  void aPoolThatThereIsNotIsNamed() {
    assertThatThrownBy(() -> database(ConfigFactory.parseString("use-shared-db = other")))
        .hasMessageContaining("there is no pool other");
  }

  /** An entity may store something with its last breath. */
  @Test
  void aPoolIsClosedWhenTheLastActorHasEnded() throws Exception {
    SlickDatabase journal = of("jdbc-journal");
    CompletableFuture<Boolean> usableAtTheEnd = new CompletableFuture<>();
    kit.spawn(connectingWhenStopped(journal, usableAtTheEnd));

    kit.shutdownTestKit();

    assertThat(usableAtTheEnd.get(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> connection(journal)).hasMessageContaining("closed");
  }

  private static Behavior<Void> connectingWhenStopped(
      SlickDatabase database, CompletableFuture<Boolean> connected) {
    return Behaviors.receive(Void.class)
        .onSignal(
            PostStop.class,
            signal -> {
              try (Connection connection = connection(database)) {
                connected.complete(connection.isValid(5));
              } catch (SQLException e) {
                connected.completeExceptionally(e);
              }
              return Behaviors.same();
            })
        .build();
  }

  private static Connection connection(SlickDatabase database) throws SQLException {
    return database.database().source().createConnection();
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + name)) {
      row.next();
      return row.getString(1);
    }
  }

  private int maxConnectionsOfPlugin(String plugin) {
    return (Integer) of(plugin).database().source().maxConnections().get();
  }

  private double maxConnections(String pool) {
    return NodeMetrics.get(kit.system())
        .registry()
        .get("hikaricp.connections.max")
        .tag("pool", pool)
        .gauge()
        .value();
  }
}
