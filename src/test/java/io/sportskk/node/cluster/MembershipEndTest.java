package io.sportskk.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import io.sportskk.testing.Patience;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node ends although a part of Akka does not. */
class MembershipEndTest {

  /** As remoting does that is cut off: it keeps the actor system from its end. */
  private final CountDownLatch connectionIsClosed = new CountDownLatch(1);

  private final ActorSystem<Void> system =
      ActorSystem.create(
          Behaviors.setup(
              context ->
                  Behaviors.<Void>receive(Void.class)
                      .onSignal(
                          PostStop.class,
                          stop -> {
                            connectionIsClosed.await();
                            return Behaviors.same();
                          })
                      .build()),
          "ends",
          ConfigFactory.parseString(
                  """
                  akka.actor.provider = local
                  akka.coordinated-shutdown.phases.actor-system-terminate.timeout = 100 ms
                  akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                  """)
              .withFallback(ConfigFactory.defaultReferenceUnresolved())
              .resolve());

  private final CompletableFuture<Void> ended = Membership.ended(system);

  @Test
  void whoWaitsForTheEndHearsOfItThoughTheActorSystemDoesNotEnd() throws Exception {
    assertThat(ended).isNotDone();
    var unused = CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterDowningReason());

    ended.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
    Membership.leave(system, ended); // returns

    CompletableFuture<?> terminated = system.getWhenTerminated().toCompletableFuture();
    assertThat(terminated).isNotDone();
    connectionIsClosed.countDown();
    terminated.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }
}
