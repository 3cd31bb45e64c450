package io.sportskk.node.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import io.sportskk.kernel.CborSerializable;
import java.util.Set;

/** One on each node: tells others whether it takes them for members. */
final class MembershipWitness {

  static final ServiceKey<Question> KEY = ServiceKey.create(Question.class, "membership-witness");

  private static final Set<MemberStatus> PRESENT =
      Set.of(
          MemberStatus.joining(),
          MemberStatus.weaklyUp(),
          MemberStatus.up(),
          MemberStatus.leaving());

  /**
   * @param address of the node that asks
   * @param uid of its incarnation: one that was started again is another one
   */
  record Question(String address, long uid, ActorRef<Answer> replyTo) implements CborSerializable {}

  record Answer(boolean member) implements CborSerializable {}

  private MembershipWitness() {}

  static Behavior<Question> create() {
    return Behaviors.setup(
        context -> {
          context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
          Cluster cluster = Cluster.get(context.getSystem());
          return Behaviors.receiveMessage(
              question -> {
                boolean member = isMember(cluster.state(), question);
                question.replyTo().tell(new Answer(member));
                return Behaviors.same();
              });
        });
  }

  /** One that is unreachable from here may be put out at any moment. */
  private static boolean isMember(CurrentClusterState state, Question question) {
    return state
        .members()
        .exists(
            member ->
                isOf(member.uniqueAddress(), question)
                    && PRESENT.contains(member.status())
                    && !state.unreachable().contains(member));
  }

  private static boolean isOf(UniqueAddress node, Question question) {
    return node.longUid() == question.uid() && node.address().toString().equals(question.address());
  }
}
