package io.sportskk.settlement;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.match.UnsettledMatches;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Wakes the settlements that have something to do, one for the whole cluster. It is the only one
 * who begins them, and again and again: so none is forgotten, whatever node is lost.
 */
final class SettlementWaker {

  /** So soon after its sales have stopped, or its outcome is official, a match is looked at. */
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** For so long the totals of a match are sealed without an outcome. */
  private static final Duration STOPPED_LATELY = Duration.ofHours(1);

  private static final int MOST = 1_000;

  /** What the waker is told. */
  sealed interface Message {}

  private enum Tick implements Message {
    LOOK
  }

  /**
   * @param unsettled null if they could not be found out
   */
  private record Found(List<String> unsettled, Throwable failure) implements Message {}

  private final ActorContext<Message> context;
  private final Source source;
  private final Consumer<String> wake;
  private boolean looking;
  private boolean failing;

  private SettlementWaker(ActorContext<Message> context, Source source, Consumer<String> wake) {
    this.context = context;
    this.source = source;
    this.wake = wake;
  }

  /** What may have something to do. */
  interface Source {
    CompletionStage<List<String>> matches();
  }

  static void start(ActorSystem<?> system, Services services) {
    ClusterSharding sharding = ClusterSharding.get(system);
    Behavior<Message> waker =
        create(
            () -> matches(services),
            EVERY,
            matchId ->
                sharding.entityRefFor(Settlements.KEY, matchId).tell(new SettlementCommand.Wake()));
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(
                    Behaviors.supervise(waker).onFailure(SupervisorStrategy.restart()),
                    "settlement-waker")
                .withSettings(ClusterSingletonSettings.create(system).withRole(Settlements.ROLE)));
  }

  private static CompletionStage<List<String>> matches(Services services) {
    Instant since = services.clock().instant().minus(STOPPED_LATELY);
    return services
        .journal()
        .run(
            catalogue ->
                UnsettledMatches.find(catalogue, since, MOST, services.journal().timeoutSeconds()))
        .thenCombine(
            services.tallyDatabase().run(tally -> services.tally().matchesWithLate(tally, MOST)),
            (unsettled, late) ->
                Stream.concat(unsettled.stream(), late.stream()).distinct().toList());
  }

  static Behavior<Message> create(Source source, Duration every, Consumer<String> wake) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Tick.LOOK, every);
                  SettlementWaker waker = new SettlementWaker(context, source, wake);
                  return Behaviors.receive(Message.class)
                      .onMessage(Tick.class, tick -> waker.look())
                      .onMessage(Found.class, waker::wake)
                      .build();
                }));
  }

  private Behavior<Message> look() {
    if (!looking) {
      looking = true;
      context.pipeToSelf(source.matches(), Found::new);
    }
    return Behaviors.same();
  }

  private Behavior<Message> wake(Found found) {
    looking = false;
    if (found.failure() == null) {
      found.unsettled().forEach(wake);
    } else if (!failing) {
      context
          .getLog()
          .warn(
              "can't find out what is to be settled; trying on: {}",
              JdbcCalls.cause(found.failure()).toString());
    }
    failing = found.failure() != null;
    return Behaviors.same();
  }
}
