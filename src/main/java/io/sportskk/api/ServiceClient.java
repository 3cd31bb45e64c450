package io.sportskk.api;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import akka.japi.function.Function;
import akka.pattern.Patterns;
import io.sportskk.api.http.ErrorHandling;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** Asks what is not an entity, but is offered by some nodes of the cluster. */
final class ServiceClient {

  private static final int LOOKS = 4;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final ActorSystem<?> system;
  private final Duration timeout;
  private final RandomGenerator random;

  ServiceClient(ActorSystem<?> system, Duration timeout, RandomGenerator random) {
    this.system = system;
    this.timeout = timeout;
    this.random = random;
  }

  /**
   * Asks one node that offers the service. If none is known it looks again for a moment, as word of
   * a node that has just started takes some 100 ms; then it fails.
   *
   * @param name for people, for example "the view of all tickets"
   */
  <M, R> CompletionStage<R> ask(
      ServiceKey<M> service, String name, Function<ActorRef<R>, M> command) {
    return ask(service, name, command, LOOKS);
  }

  private <M, R> CompletionStage<R> ask(
      ServiceKey<M> service, String name, Function<ActorRef<R>, M> command, int looks) {
    return instances(service)
        .thenCompose(
            instances -> {
              if (!instances.isEmpty()) {
                return ask(instances.get(random.nextInt(instances.size())), command);
              }
              if (looks > 1) {
                return Patterns.after(
                    LOOK_AGAIN,
                    system.classicSystem(),
                    () -> ask(service, name, command, looks - 1));
              }
              throw ErrorHandling.unavailable("No node offers " + name + " now.").exception();
            });
  }

  <M, R> CompletionStage<R> ask(ActorRef<M> instance, Function<ActorRef<R>, M> command) {
    return AskPattern.ask(instance, command, timeout, system.scheduler());
  }

  /** All nodes that offer the service and can be reached. */
  <M> CompletionStage<List<ActorRef<M>>> instances(ServiceKey<M> service) {
    return AskPattern.<Receptionist.Command, Receptionist.Listing>ask(
            system.receptionist(),
            replyTo -> Receptionist.find(service, replyTo),
            timeout,
            system.scheduler())
        .thenApply(listing -> List.copyOf(listing.getServiceInstances(service)));
  }
}
