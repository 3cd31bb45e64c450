package io.sportskk.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.management.HealthCheckSettings;
import akka.management.javadsl.HealthChecks;
import com.typesafe.config.ConfigFactory;
import io.sportskk.node.management.NodeHealth;
import io.sportskk.testing.OneStory;
import io.sportskk.testing.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node that holds tickets and two gateways, which have the majority of it all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OneStory.class)
class MembershipGuardTest {

  private final AtomicLong paused = new AtomicLong();
  private final List<ActorSystem<Void>> nodes = new ArrayList<>();
  private ActorSystem<Void> tickets;

  @BeforeAll
  void start() {
    tickets = node("[ticket, stateful]");
    node("[gateway]");
    node("[gateway]");
    for (ActorSystem<Void> node : nodes) {
      Cluster.get(node).manager().tell(Join.create(Cluster.get(tickets).selfMember().address()));
    }
    nodes.forEach(node -> awaitMembers(node, 3));
    nodes.forEach(node -> NodeHealth.get(node).started(Map.of()));
    MembershipGuard.start(tickets, () -> System.nanoTime() + paused.get());
  }

  @AfterAll
  void stop() {
    nodes.forEach(ActorSystem::terminate);
  }

  /** What they have to say has not come yet, as right after the start. */
  @Test
  @Order(0)
  void thatNobodyIsHeardOfIsNoConfirmation() {
    paused.addAndGet(Duration.ofMinutes(1).toNanos());
    Awaitility.await()
        .during(Duration.ofSeconds(1)) // it asks five times
        .until(() -> notReadyReason(tickets).isPresent());

    for (ActorSystem<Void> node : nodes) {
      if (node != tickets) {
        MembershipGuard.start(node, System::nanoTime);
      }
    }
    nodes.forEach(this::awaitWitnesses);
    Awaitility.await().until(() -> notReadyReason(tickets).isEmpty());
  }

  @Test
  @Order(1)
  void aNodeThatStoodStillIsNotReadyUntilTheOthersConfirmThatItIsAMember() {
    assertThat(notReadyReason(tickets)).isEmpty();

    paused.addAndGet(Duration.ofMinutes(1).toNanos());

    assertThat(notReadyReason(tickets)).get().asString().contains("has stood still");
    Awaitility.await().until(() -> notReadyReason(tickets).isEmpty());
  }

  @Test
  @Order(2)
  void aWitnessDeniesWhoIsNotAMember() {
    UniqueAddress self = Cluster.get(tickets).selfMember().uniqueAddress();
    String address = self.address().toString();
    assertThat(isMember(address, self.longUid())).isTrue();
    assertThat(isMember(address, self.longUid() + 1)).as("another incarnation").isFalse();
    assertThat(isMember("akka://sportskk@10.0.0.9:25520", self.longUid())).isFalse();
  }

  /** By number they would be the majority, and the last node that holds tickets would end. */
  @Test
  @Order(3)
  void gatewaysThatAreGoneDoNotOutvoteTheNodeThatHoldsTickets() {
    nodes.stream().filter(node -> node != tickets).forEach(ActorSystem::terminate);

    awaitMembers(tickets, 1);

    assertThat(tickets.getWhenTerminated().toCompletableFuture()).isNotDone();
    // The others, who seemed to be there a moment ago, are no longer asked.
    paused.addAndGet(Duration.ofMinutes(1).toNanos());
    Awaitility.await().until(() -> notReadyReason(tickets).isEmpty());
  }

  private ActorSystem<Void> node(String roles) {
    ActorSystem<Void> node =
        ActorSystem.create(
            Behaviors.empty(),
            "sportskk",
            ConfigFactory.parseString(
                    """
                    akka.remote.artery.canonical.port = 0
                    akka.cluster.roles = %s
                    akka.cluster.sharding.healthcheck.names = []
                    akka.cluster.split-brain-resolver.stable-after = 1 s
                    # A node that is terminated is gone without a word.
                    akka.coordinated-shutdown.run-by-actor-system-terminate = off
                    """
                        .formatted(roles))
                .withFallback(ConfigFactory.defaultApplication())
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve());
    nodes.add(node);
    return node;
  }

  private static void awaitMembers(ActorSystem<Void> node, int number) {
    Awaitility.await()
        .until(
            () -> {
              List<Member> members =
                  StreamSupport.stream(Cluster.get(node).state().getMembers().spliterator(), false)
                      .filter(member -> member.status() == MemberStatus.up())
                      .toList();
              return members.size() == number;
            });
  }

  private void awaitWitnesses(ActorSystem<Void> node) {
    Awaitility.await().atMost(Patience.LIMIT).until(() -> witnesses(node).size() == nodes.size());
  }

  private static List<ActorRef<MembershipWitness.Question>> witnesses(ActorSystem<Void> node) {
    CompletionStage<Receptionist.Listing> found =
        AskPattern.ask(
            node.receptionist(),
            replyTo -> Receptionist.find(MembershipWitness.KEY, replyTo),
            Patience.LIMIT,
            node.scheduler());
    return List.copyOf(
        found.toCompletableFuture().join().getAllServiceInstances(MembershipWitness.KEY));
  }

  /** What another node says. */
  private boolean isMember(String address, long uid) {
    ActorRef<MembershipWitness.Question> other =
        witnesses(tickets).stream()
            .filter(witness -> witness.path().address().hasGlobalScope())
            .findFirst()
            .orElseThrow();
    CompletionStage<MembershipWitness.Answer> answer =
        AskPattern.ask(
            other,
            replyTo -> new MembershipWitness.Question(address, uid, replyTo),
            Patience.LIMIT,
            tickets.scheduler());
    return answer.toCompletableFuture().join().member();
  }

  private static Optional<String> notReadyReason(ActorSystem<Void> node) {
    HealthChecks checks =
        new HealthChecks(
            (ExtendedActorSystem) Adapter.toClassic(node),
            HealthCheckSettings.create(
                node.settings().config().getConfig("akka.management.health-checks")));
    return checks
        .readyResult()
        .handle(
            (result, failure) ->
                failure == null ? result.failure() : Optional.of(failure.getMessage()))
        .toCompletableFuture()
        .join();
  }
}
