package io.sportskk.node.cluster;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.ddata.DistributedData;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.cluster.typed.JoinSeedNodes;
import akka.management.cluster.bootstrap.ClusterBootstrap;
import akka.pattern.Patterns;
import io.sportskk.node.management.NodeHealth;
import io.sportskk.node.startup.StartFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a node comes into the cluster, and how it goes. */
public final class Membership {

  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  /** For what the phases' own times do not count, as the steps from one to the next. */
  private static final Duration BETWEEN_PHASES = Duration.ofSeconds(1);

  private Membership() {}

  /** Begins to join; the future is complete once the node is a member. */
  public static CompletableFuture<Void> join(ActorSystem<?> system, ClusterSettings settings) {
    CompletableFuture<Void> member = new CompletableFuture<>();
    akka.cluster.Cluster.get(Adapter.toClassic(system))
        .registerOnMemberUp(() -> member.complete(null));
    keepDistributedData(system);
    Cluster cluster = Cluster.get(system);
    switch (settings.join()) {
      case SELF -> cluster.manager().tell(Join.create(cluster.selfMember().address()));
      case SEED_NODES -> cluster.manager().tell(new JoinSeedNodes(settings.seedNodes()));
      case BOOTSTRAP -> ClusterBootstrap.get(system).start();
    }
    return member;
  }

  /**
   * On each node, whatever its roles: what starts the projections ({@code ShardedDaemonProcess})
   * reads its state from most of the members. If only nodes with projections had it, and they were
   * not most of all, no projection would ever start.
   */
  private static void keepDistributedData(ActorSystem<?> system) {
    DistributedData.get(Adapter.toClassic(system));
  }

  /**
   * Returns once the node is a member.
   *
   * @throws StartFailure if it takes too long
   */
  public static void await(CompletableFuture<Void> member, ClusterSettings settings) {
    try {
      member.get(settings.joinWithin().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StartFailure(
          "The node has not become a member of the cluster within "
              + settings.joinWithin().toSeconds()
              + " s: look at sportskk.cluster.join and the addresses of the others.",
          e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw StartFailure.stopped(e);
    }
  }

  /**
   * Before a node that leaves closes its port it says for a while that it is not ready, so that
   * nobody sends requests to a closed port. One that has been put out has no time for that: others
   * have its entities already.
   */
  public static void drainBeforeLeaving(ActorSystem<?> system, Duration delay) {
    NodeHealth health = NodeHealth.get(system);
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind(),
            "drain",
            () -> {
              health.stopping();
              if (delay.isZero() || Cluster.get(system).isTerminated()) {
                return CompletableFuture.completedFuture(Done.getInstance());
              }
              LOG.info("Not ready any more; the port is closed in {} s", delay.toSeconds());
              CompletionStage<Done> over = CompletableFuture.completedFuture(Done.getInstance());
              return Patterns.after(delay, Adapter.toClassic(system), () -> over);
            });
  }

  /**
   * Is complete once the actor system has ended, or else all phases of its shutdown are over, each
   * in its time. A node that is cut off may get no further: Akka's remoting waits without a limit
   * for connections that can't be closed (akka-core, issue 30326).
   *
   * @param system that has just been made
   */
  public static CompletableFuture<Void> ended(ActorSystem<?> system) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    CompletionStage<Void> unused =
        system.getWhenTerminated().thenAccept(done -> ended.complete(null));
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "watch-the-end",
        () -> {
          // It runs already: this begins nothing, and tells when it is over.
          CompletionStage<Boolean> unusedToo =
              shutdown
                  .runAll(CoordinatedShutdown.unknownReason())
                  .handle((done, failure) -> ended.complete(null));
          return CompletableFuture.completedFuture(Done.getInstance());
        });
    return ended;
  }

  /**
   * Leaves the cluster in order, and returns when that is over: after as long as the phases of the
   * shutdown may take, at most.
   *
   * @param ended as {@link #ended} tells it
   */
  public static void leave(ActorSystem<?> system, CompletableFuture<Void> ended) throws Exception {
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    Duration limit = BETWEEN_PHASES.plusNanos(shutdown.totalTimeout().toNanos());
    if (!ended.isDone()) {
      shutdown.runAll(CoordinatedShutdown.jvmExitReason());
    }
    try {
      ended.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("The node has not stopped in order within {} s", limit.toSeconds());
    }
  }
}
