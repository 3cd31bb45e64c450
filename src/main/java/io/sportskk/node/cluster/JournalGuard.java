package io.sportskk.node.cluster;

import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.node.management.ClockGuard;
import io.sportskk.node.startup.StartFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
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
 * <p>It also sees to it that entities live where they can be stored: a member that does not write
 * that it is there any more, while others do, can't reach the database, or must not write as its
 * clock is wrong. It is put out of the cluster and ends; its supervisor starts it anew, and it
 * waits before its parts start again.
 */
public final class JournalGuard implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalGuard.class);

  /** Who has not written for this many intervals is gone. */
  private static final int FORGOTTEN_AFTER = 3;

  /**
   * For so long a member may be silent: longer than a node needs to get rid of the connection of
   * its heartbeat, if nothing is heard on it any more, and to beat again. {@code
   * SettingsConsistency} compares them.
   */
  private static final Duration MIN_SILENCE = Duration.ofSeconds(15);

  /** When a heartbeat that could not be written is tried again. */
  public static final Duration RETRY = Duration.ofSeconds(1);

  private static final Duration LAST_BEAT_WITHIN = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final DataSource journal;
  private final Duration interval;
  private final ClockGuard clock;
  private final UniqueAddress self;
  private final ScheduledExecutorService heartbeats =
      Executors.newSingleThreadScheduledExecutor(JournalGuard::thread);

  private final ForeignNodes foreignNodes = new ForeignNodes();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Who was there a moment ago and is not of this cluster, be it that it has just left it. */
  private Set<String> strangers = Set.of();

  private final SilenceWatch silence;
  private volatile String waitsFor;
  private boolean failing;

  public JournalGuard(
      ActorSystem<?> system,
      DataSource journal,
      Duration interval,
      MeterRegistry metrics,
      ClockGuard clock) {
    this(system, journal, interval, silence(interval), metrics, clock);
  }

  /**
   * @param silence for which a member may not write
   */
  JournalGuard(
      ActorSystem<?> system,
      DataSource journal,
      Duration interval,
      Duration silence,
      MeterRegistry metrics,
      ClockGuard clock) {
    this.cluster = Cluster.get(system);
    this.self = cluster.selfMember().uniqueAddress();
    this.journal = journal;
    this.interval = interval;
    this.clock = clock;
    this.silence = new SilenceWatch(cluster, journal, silence);
    Gauge.builder("sportskk.cluster.foreign.nodes", this, guard -> guard.foreignNodes.living())
        .description("Nodes of other clusters that use the same journal")
        .register(metrics);
  }

  /** For how long a member may not write, if all beat at this interval. */
  public static Duration silence(Duration interval) {
    Duration enoughHeartbeats = interval.multipliedBy(FORGOTTEN_AFTER);
    return enoughHeartbeats.compareTo(MIN_SILENCE) > 0 ? enoughHeartbeats : MIN_SILENCE;
  }

  /**
   * Writes this node down, now and from now on. It waits for as long as that can't be done, or the
   * node's clock is wrong; and if there are others that are not of its cluster, until they are
   * members, or gone.
   *
   * @throws StartFailure if one of them is alive, or the node is stopped or put out meanwhile
   */
  public void enter() {
    String last = null;
    for (Optional<String> why = hindrance(); why.isPresent(); why = hindrance()) {
      waitsFor = why.get();
      if (!waitsFor.equals(last)) {
        LOG.info("Waiting, as {}", waitsFor);
      }
      last = waitsFor;
      pause();
    }
    waitsFor = null;
    next(interval);
  }

  private void next(Duration delay) {
    try {
      ScheduledFuture<?> unused =
          heartbeats.schedule(this::beatAndReport, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("No more heartbeats: the node has stopped", e);
    }
  }

  /** What keeps the node from entering, if it waits. */
  public Optional<String> waitsFor() {
    return Optional.ofNullable(waitsFor);
  }

  /** Once the node has left the cluster: no heartbeat is written after that. */
  @Override
  public void close() {
    closed.countDown();
    heartbeats.shutdownNow();
    try {
      if (!heartbeats.awaitTermination(LAST_BEAT_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("The last heartbeat of this node has not ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Connection connection = journal.getConnection()) {
      HeartbeatTable.leave(connection, address(), self.longUid());
    } catch (SQLException e) {
      LOG.debug("The heartbeat of this node can't be deleted", e); // it will be forgotten
    }
  }

  private Optional<String> hindrance() {
    if (isOut()) {
      throw new StartFailure("The node was stopped, or put out of its cluster, while it started.");
    }
    Optional<String> notWritten = heartbeat();
    if (notWritten.isPresent() || strangers.isEmpty()) {
      return notWritten;
    }
    return Optional.of(
        "it shows that "
            + String.join(", ", strangers)
            + " used the same journal a moment ago, not of this cluster: does it still live?");
  }

  private void beatAndReport() {
    if (closed.getCount() == 0 || isOut()) {
      return; // who starts now must not take it for another cluster
    }
    failing = !beat();
    next(failing && RETRY.compareTo(interval) < 0 ? RETRY : interval);
  }

  private boolean isOut() {
    MemberStatus status = cluster.selfMember().status();
    return cluster.isTerminated()
        || status == MemberStatus.down()
        || status == MemberStatus.removed();
  }

  /** Whether it is written down. */
  private boolean beat() {
    try {
      Optional<String> notWritten = heartbeat();
      if (notWritten.isPresent()) {
        silence.forget();
        warnOnce(notWritten.get());
        return false;
      }
      silence.look();
      return true;
    } catch (StartFailure e) {
      LOG.error(e.getMessage());
      return true;
    } catch (RuntimeException e) {
      LOG.error("The heartbeat of this node can't be written down", e);
      silence.forget();
      return false;
    }
  }

  private void warnOnce(String reason) {
    if (!failing) {
      LOG.warn("No heartbeat of this node is written down, as {}", reason);
    }
  }

  /**
   * Says that this node is there and can write.
   *
   * @return why it can't
   * @throws StartFailure if a node of another cluster lives
   */
  private Optional<String> heartbeat() {
    try (Connection connection = journal.getConnection()) {
      long asked = System.nanoTime();
      Instant there = HeartbeatTable.time(connection);
      clock.databaseTime(there, asked, System.nanoTime());
      Optional<String> fault = clock.fault();
      if (fault.isPresent()) {
        return fault;
      }
      HeartbeatTable.beat(connection, address(), self.longUid());
      strangers =
          foreignNodes.among(
              HeartbeatTable.recent(connection, interval.multipliedBy(FORGOTTEN_AFTER)), members());
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(
          "the journal's database can't be asked who uses it (" + StartFailure.reason(e) + ")");
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

  private String address() {
    return self.address().toString();
  }

  private void pause() {
    try {
      if (closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StartFailure("The node was stopped while it started.");
      }
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
