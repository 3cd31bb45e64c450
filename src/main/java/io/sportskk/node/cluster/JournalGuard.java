package io.sportskk.node.cluster;

import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.node.startup.StartFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that all nodes that use a journal are of one cluster. Each node writes down in the
 * journal's database, again and again, that it is there; a node that finds another one which goes
 * on writing without being a member of its cluster does not start.
 *
 * <p>On the way it compares the node's clock with the database's, which is the same for all.
 */
public final class JournalGuard implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalGuard.class);

  /** Who has not written for this many intervals is gone. */
  private static final int FORGOTTEN_AFTER = 3;

  /** A node that is just being put out of the cluster may still write once. */
  private static final int MIN_HEARTBEATS_OF_THE_LIVING = 2;

  private static final Duration SKEW_WORTH_A_WARNING = Duration.ofSeconds(1);

  private final Cluster cluster;
  private final DataSource journal;
  private final Duration interval;
  private final Clock clock;
  private final UniqueAddress self;
  private final ScheduledExecutorService heartbeats =
      Executors.newSingleThreadScheduledExecutor(JournalGuard::thread);

  private final Map<String, HeartbeatTable.Heartbeat> firstForeignHeartbeats = new HashMap<>();
  private volatile Set<String> foreignNodes = Set.of();
  private volatile double skewSeconds = Double.NaN;
  private boolean skewed;
  private boolean failing;

  public JournalGuard(
      ActorSystem<?> system,
      DataSource journal,
      Duration interval,
      MeterRegistry metrics,
      Clock clock) {
    this.cluster = Cluster.get(system);
    this.self = cluster.selfMember().uniqueAddress();
    this.journal = journal;
    this.interval = interval;
    this.clock = clock;
    Gauge.builder("sportskk.cluster.foreign.nodes", this, guard -> guard.foreignNodes.size())
        .description("Nodes of other clusters that use the same journal")
        .register(metrics);
    Gauge.builder("sportskk.clock.skew", this, guard -> guard.skewSeconds)
        .description("How far this node's clock is ahead of that of the journal's database")
        .baseUnit("seconds")
        .register(metrics);
  }

  /**
   * Writes this node down, now and from now on. If there are others that are not of its cluster, it
   * waits until they are members, or gone.
   *
   * @throws StartFailure if one of them is alive
   */
  public void enter() {
    while (true) {
      heartbeat();
      if (foreignNodes.isEmpty()) {
        break;
      }
      LOG.info(
          "Waiting to see whether {} still lives, which has used the same journal and is not of"
              + " this cluster",
          foreignNodes);
      pause();
    }
    long millis = interval.toMillis();
    ScheduledFuture<?> unused = // it never fails
        heartbeats.scheduleWithFixedDelay(
            this::beatAndReport, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    heartbeats.shutdownNow();
    try (Connection connection = journal.getConnection()) {
      HeartbeatTable.leave(connection, address(), self.longUid());
    } catch (SQLException e) {
      LOG.debug("The heartbeat of this node can't be deleted", e); // it will be forgotten
    }
  }

  private void beatAndReport() {
    try {
      heartbeat();
    } catch (StartFailure e) {
      LOG.error(e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("The heartbeat of this node can't be written down", e);
    }
  }

  /**
   * @throws StartFailure if a node of another cluster lives
   */
  private void heartbeat() {
    try (Connection connection = journal.getConnection()) {
      Instant before = clock.instant();
      Instant there = HeartbeatTable.beat(connection, address(), self.longUid());
      compareClocks(before, there, clock.instant());
      updateForeignNodes(HeartbeatTable.recent(connection, interval.multipliedBy(FORGOTTEN_AFTER)));
      failing = false;
    } catch (SQLException e) {
      if (!failing) {
        LOG.warn("The heartbeat of this node can't be written down: {}", StartFailure.reason(e));
      }
      failing = true;
    }
  }

  private void updateForeignNodes(Map<String, HeartbeatTable.Heartbeat> recent) {
    Map<String, HeartbeatTable.Heartbeat> others = new HashMap<>(recent);
    members().forEach(others::remove);
    firstForeignHeartbeats.keySet().retainAll(others.keySet());
    foreignNodes = Set.copyOf(others.keySet());
    Set<String> alive = new TreeSet<>();
    others.forEach(
        (address, heartbeat) -> {
          HeartbeatTable.Heartbeat first = firstForeignHeartbeats.get(address);
          if (first == null || first.uid() != heartbeat.uid()) {
            firstForeignHeartbeats.put(address, heartbeat);
          } else if (heartbeat.count() >= first.count() + MIN_HEARTBEATS_OF_THE_LIVING) {
            alive.add(address);
          }
        });
    if (!alive.isEmpty()) {
      throw new StartFailure(
          "Another cluster uses the same journal database, which would sell tickets twice: "
              + String.join(", ", alive)
              + " is there and not a member of this node's cluster. Stop it, or give this node a"
              + " database of its own (sportskk.database.journal.url), or let it join that cluster"
              + " (sportskk.cluster.join).");
    }
  }

  private Set<String> members() {
    Set<String> members = new HashSet<>();
    for (Member member : cluster.state().getMembers()) {
      members.add(member.address().toString());
    }
    members.add(address());
    return members;
  }

  private void compareClocks(Instant before, Instant there, Instant after) {
    Instant here = before.plus(Duration.between(before, after).dividedBy(2));
    Duration skew = Duration.between(there, here);
    skewSeconds = skew.toMillis() / 1000.0;
    boolean large = skew.abs().compareTo(SKEW_WORTH_A_WARNING) > 0;
    if (large && !skewed) {
      LOG.warn(
          "This node's clock differs by {} s from that of the journal's database: matches close and"
              + " deadlines end by it",
          skewSeconds);
    }
    skewed = large;
  }

  private String address() {
    return self.address().toString();
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(interval.toMillis());
    } catch (InterruptedException e) {
      throw StartFailure.stopped(e);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "journal-guard");
    thread.setDaemon(true);
    return thread;
  }
}
