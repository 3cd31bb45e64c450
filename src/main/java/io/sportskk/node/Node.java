package io.sportskk.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.model.Uri;
import akka.management.javadsl.AkkaManagement;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.api.WarmUp;
import io.sportskk.node.cluster.ClusterSettings;
import io.sportskk.node.cluster.JournalGuard;
import io.sportskk.node.cluster.Membership;
import io.sportskk.node.cluster.MembershipGuard;
import io.sportskk.node.cluster.ShutdownSequence;
import io.sportskk.node.database.DatabaseClocks;
import io.sportskk.node.database.Databases;
import io.sportskk.node.database.JournalPools;
import io.sportskk.node.database.MicrosecondClock;
import io.sportskk.node.database.Migrations;
import io.sportskk.node.database.SchemaMigrator;
import io.sportskk.node.embedded.EmbeddedDatabase;
import io.sportskk.node.management.ClockGuard;
import io.sportskk.node.management.NodeHealth;
import io.sportskk.node.management.NodeMetrics;
import io.sportskk.node.management.Readiness;
import io.sportskk.node.startup.NodeConfiguration;
import io.sportskk.node.startup.Ports;
import io.sportskk.node.startup.StartFailure;
import io.sportskk.node.wiring.Wiring;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * One node of the cluster, with the parts that its roles name.
 *
 * <p>The database and the actor system start at the same time. What has been started is stopped in
 * the opposite order, so that the embedded database goes last.
 */
public final class Node {

  private final NodeConfiguration configuration;
  private final Wiring wiring;

  /** In microseconds: as fine as the databases store times, so that all parts show the same. */
  private final Clock clock;

  private final ShutdownSequence shutdown = new ShutdownSequence();

  private volatile ActorSystem<Void> system;
  private volatile CompletableFuture<Void> ended;
  private volatile Databases databases;
  private volatile JournalGuard guard;
  private volatile DatabaseClocks databaseClocks;
  private volatile Endpoints endpoints;
  private volatile StartFailure failure;

  /**
   * Where a node that has started is reached.
   *
   * @param httpPort empty if the node has no gateway
   * @param dataDirectory empty if the database is not the embedded one
   */
  public record Endpoints(
      String httpHost,
      Optional<Integer> httpPort,
      String managementUrl,
      Optional<String> dataDirectory,
      String journalUrl) {}

  public Node(NodeConfiguration configuration, Wiring wiring) {
    this(configuration, wiring, Clock.systemUTC());
  }

  public Node(NodeConfiguration configuration, Wiring wiring, Clock clock) {
    this.configuration = configuration;
    this.wiring = wiring;
    this.clock = new MicrosecondClock(clock);
  }

  /**
   * Returns once the node is ready. If it can't start, what has been started is stopped again.
   *
   * @throws StartFailure with what is wrong and what to do about it
   */
  public void start() {
    try {
      startInOrder();
    } catch (ConfigException e) {
      stop();
      throw NodeConfiguration.failure(e);
    } catch (RuntimeException e) {
      stop();
      throw failure == null ? e : failure;
    }
  }

  /**
   * Stops the node, also one that is just starting: it leaves the cluster, lets go of its ports and
   * connections, and shutdown its embedded database. Returns when all that is done.
   */
  public void stop() {
    shutdown.stopAll();
  }

  /**
   * Why the node has ended by itself after its start, if it has: one of its databases, which was
   * down at first, turned out to be of no use.
   */
  public Optional<StartFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /** Waits until the node, which has started, has ended by itself, or was stopped. */
  public void awaitEnd() {
    ended.join();
  }

  /** Null until the node has begun to start. */
  public ActorSystem<Void> system() {
    return system;
  }

  /** Null until the node has started. */
  public Endpoints endpoints() {
    return endpoints;
  }

  private void startInOrder() {
    NodeSettings wanted = NodeSettings.from(configuration.resolve());
    Optional<EmbeddedDatabase> embedded = openEmbedded(wanted);
    Ports.check(List.of(wanted.http(), wanted.management(), wanted.artery()));

    Config config = configuration.resolve(DecidedSettings.of(wanted, embedded));
    NodeSettings settings = NodeSettings.from(config);
    Parts parts = Parts.from(config);

    SchemaMigrator schemas = new SchemaMigrator(settings.databases());
    CompletableFuture<Void> database = startDatabase(settings, schemas, embedded);
    system = startSystem(config, settings);
    NodeHealth.get(system).starting(schemas::waitsFor);
    CompletableFuture<Void> unused = schemas.lateFailure().thenAccept(this::end);
    CompletableFuture<Uri> management = startManagement();
    // Others are joined once the databases are there; a node alone keeps nobody waiting.
    CompletableFuture<Void> member =
        settings.cluster().join() == ClusterSettings.Join.SELF
            ? Membership.join(system, settings.cluster())
            : database.thenCompose(there -> Membership.join(system, settings.cluster()));
    await(database);
    MeterRegistry metrics = NodeMetrics.get(system).registry();
    databases = Databases.open(settings.databases(), settings.roles(), metrics);
    Membership.await(member, settings.cluster());
    Membership.drainBeforeLeaving(system, settings.cluster().drainDelay());
    MembershipGuard.start(system);
    guardJournal(settings, metrics);
    NodeStatus.start(system, metrics);
    databaseClocks =
        databases.clocks(settings.databases(), clock, settings.cluster().maxClockSkew(), metrics);
    databaseClocks.start();

    Optional<InetSocketAddress> http =
        parts
            .start(new NodeContext(system, settings, databases, wiring, metrics, clock))
            .map(binding -> Ports.bound(binding, settings.http()));
    if (settings.demo()) {
      DemoData.open(system, clock);
    }
    if (http.isPresent() && !settings.warmUp().isZero()) {
      NodeHealth.get(system).starting(() -> Optional.of("the node warms up"));
      WarmUp.run(system, parts.api(), settings.warmUp(), clock);
    }
    String managementUrl = Ports.bound(management, settings.management()).toString();
    NodeHealth.get(system).started(databases.required(() -> JournalPools.get(system).writing()));
    Readiness.await(system);
    endpoints =
        new Endpoints(
            settings.http().host(),
            http.map(InetSocketAddress::getPort),
            managementUrl,
            embedded.map(it -> it.dataDirectory().toString()),
            settings.databases().of(Migrations.Part.JOURNAL).toString());
  }

  private Optional<EmbeddedDatabase> openEmbedded(NodeSettings settings) {
    if (!settings.embedded().enabled()) {
      return Optional.empty();
    }
    EmbeddedDatabase database = EmbeddedDatabase.open(settings.embedded());
    shutdown.add("the embedded database", database);
    return Optional.of(database);
  }

  private CompletableFuture<Void> startDatabase(
      NodeSettings settings, SchemaMigrator schemas, Optional<EmbeddedDatabase> embedded) {
    shutdown.add("migrations", schemas);
    return CompletableFuture.runAsync(
        () -> {
          embedded.ifPresent(EmbeddedDatabase::start);
          schemas.migrate(Databases.usedBy(settings.roles()));
        },
        task -> new Thread(task, "database-start").start());
  }

  private ActorSystem<Void> startSystem(Config config, NodeSettings settings) {
    ActorSystem<Void> made;
    try {
      made = ActorSystem.create(Behaviors.empty(), "sportskk", config);
    } catch (RuntimeException e) {
      throw new StartFailure(
          "The node can't be reached by others at "
              + settings.artery().host()
              + ":"
              + settings.artery().port()
              + " ("
              + StartFailure.reason(e)
              + "): look at "
              + settings.artery().setting()
              + ".",
          e);
    }
    ended = Membership.ended(made);
    shutdown.add(
        "the actor system",
        () -> {
          Membership.leave(made, ended);
          // It beats until the node has left: the others put out a member that falls silent.
          if (guard != null) {
            guard.close();
          }
          if (databaseClocks != null) {
            databaseClocks.close();
          }
          if (databases != null) {
            databases.close();
          }
          NodeMetrics.get(made).close();
        });
    return made;
  }

  /** In a thread of its own: it has as much to load as the rest of the node. */
  private CompletableFuture<Uri> startManagement() {
    return CompletableFuture.supplyAsync(
            () -> AkkaManagement.get(system).start(),
            task -> new Thread(task, "management-start").start())
        .thenCompose(Function.identity());
  }

  /** A node without a database of its own can't be in anyone's way. */
  private void guardJournal(NodeSettings settings, MeterRegistry metrics) {
    if (databases.heartbeat().isEmpty()) {
      return;
    }
    NodeHealth health = NodeHealth.get(system);
    ClusterSettings cluster = settings.cluster();
    ClockGuard clockGuard =
        new ClockGuard(clock, System::nanoTime, cluster.maxClockSkew(), metrics);
    health.watchClock(clockGuard);
    guard =
        new JournalGuard(
            system,
            databases.heartbeat().orElseThrow(),
            cluster.heartbeatInterval(),
            metrics,
            clockGuard);
    health.starting(guard::waitsFor);
    guard.enter();
  }

  /** In order, as when it is told to stop; whoever has started it sees that it has ended. */
  private void end(StartFailure why) {
    failure = why;
    CompletionStage<Done> unused =
        CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.unknownReason());
  }

  private static void await(CompletableFuture<Void> database) {
    try {
      database.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StartFailure failure) {
        throw failure;
      }
      throw new StartFailure("The databases can't be used (" + StartFailure.reason(e) + ").", e);
    } catch (InterruptedException e) {
      throw StartFailure.stopped(e);
    }
  }
}
