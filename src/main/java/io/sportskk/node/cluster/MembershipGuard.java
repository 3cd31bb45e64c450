package io.sportskk.node.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.receptionist.Receptionist;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import io.sportskk.node.management.NodeHealth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that has stood still for longer than the others wait for its heartbeats is not ready until
 * they say that it still is a member. One that they have put out never becomes ready again: it ends
 * as soon as the cluster's own messages tell it so, which may be a moment after somebody asks
 * {@code /ready}.
 */
public final class MembershipGuard {

  private static final Logger LOG = LoggerFactory.getLogger(MembershipGuard.class);

  private static final Duration LOOKS_EVERY = Duration.ofMillis(200);
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(1);
  private static final String LONGEST_PAUSE =
      "akka.cluster.failure-detector.acceptable-heartbeat-pause";

  private final ActorSystem<?> system;
  private final Cluster cluster;
  private final Standstill standstill;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile long latestAskedAfter;

  private MembershipGuard(ActorSystem<?> system, LongSupplier nanoTime) {
    this.system = system;
    this.cluster = Cluster.get(system);
    this.standstill =
        new Standstill(system.settings().config().getDuration(LONGEST_PAUSE), nanoTime);
  }

  /** On a node that is a member, until its actor system ends. */
  public static void start(ActorSystem<?> system) {
    start(system, System::nanoTime);
  }

  static void start(ActorSystem<?> system, LongSupplier nanoTime) {
    MembershipGuard guard = new MembershipGuard(system, nanoTime);
    ActorRef<MembershipWitness.Question> unused =
        system.systemActorOf(MembershipWitness.create(), "membership-witness", Props.empty());
    NodeHealth.get(system).doubtedBy(guard::doubt);
    system
        .scheduler()
        .scheduleWithFixedDelay(LOOKS_EVERY, LOOKS_EVERY, guard::look, system.executionContext());
  }

  private Optional<String> doubt() {
    return standstill.unconfirmed().isPresent()
        ? Optional.of(
            "the node has stood still, and the others have not confirmed yet that it is a member")
        : Optional.empty();
  }

  private void look() {
    OptionalLong unconfirmed = standstill.unconfirmed();
    if (unconfirmed.isPresent() && asking.compareAndSet(false, true)) {
      long number = unconfirmed.getAsLong();
      if (number > latestAskedAfter) {
        LOG.warn("This node has stood still: it asks the others whether it is a member");
        latestAskedAfter = number;
      }
      askOthers()
          .whenComplete(
              (confirmed, failure) -> {
                if (failure != null) {
                  LOG.warn("The others can't be asked", failure);
                } else if (confirmed) {
                  LOG.info("The others take this node for a member");
                  standstill.confirm(number);
                }
                asking.set(false);
              });
    }
  }

  /**
   * Whether most of the others say that this node is a member, and none that it is not. One whose
   * witness has not been heard of yet does not say so.
   */
  private CompletionStage<Boolean> askOthers() {
    return AskPattern.<Receptionist.Command, Receptionist.Listing>ask(
            system.receptionist(),
            replyTo -> Receptionist.find(MembershipWitness.KEY, replyTo),
            ANSWERS_WITHIN,
            system.scheduler())
        .thenCompose(
            listing ->
                confirmedBy(
                    // Also those that seem unreachable: right after a standstill that is everybody.
                    listing.getAllServiceInstances(MembershipWitness.KEY).stream()
                        .filter(witness -> witness.path().address().hasGlobalScope())
                        .toList()));
  }

  /** Who is alone has nobody to ask, and nobody who could have put it out. */
  private CompletionStage<Boolean> confirmedBy(
      List<ActorRef<MembershipWitness.Question>> witnesses) {
    List<CompletableFuture<Vote>> votes = witnesses.stream().map(this::ask).toList();
    return CompletableFuture.allOf(votes.toArray(CompletableFuture[]::new))
        .thenApply(
            all -> {
              List<Vote> cast = votes.stream().map(CompletableFuture::join).toList();
              long yes = cast.stream().filter(Vote.YES::equals).count();
              long others = Math.max(cast.size(), otherMembers());
              return !cluster.isTerminated()
                  && !cast.contains(Vote.NO)
                  && (others == 0 || 2 * yes > others);
            });
  }

  private long otherMembers() {
    UniqueAddress self = cluster.selfMember().uniqueAddress();
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .filter(member -> member.status() == MemberStatus.up())
        .filter(member -> !member.uniqueAddress().equals(self))
        .count();
  }

  private enum Vote {
    YES,
    NO,
    NONE
  }

  private CompletableFuture<Vote> ask(ActorRef<MembershipWitness.Question> witness) {
    UniqueAddress self = cluster.selfMember().uniqueAddress();
    return AskPattern.<MembershipWitness.Question, MembershipWitness.Answer>ask(
            witness,
            replyTo ->
                new MembershipWitness.Question(self.address().toString(), self.longUid(), replyTo),
            ANSWERS_WITHIN,
            system.scheduler())
        .handle(
            (answer, silence) -> silence != null ? Vote.NONE : answer.member() ? Vote.YES : Vote.NO)
        .toCompletableFuture();
  }
}
