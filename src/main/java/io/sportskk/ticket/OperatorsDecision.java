package io.sportskk.ticket;

import akka.persistence.typed.javadsl.ReplyEffect;
import io.sportskk.ticket.TicketCommand.Decide;
import io.sportskk.ticket.TicketEvent.ReversalDecided;
import io.sportskk.ticket.TicketEvent.ReversalRefused;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketProgress.RefundAnswered;
import io.sportskk.ticket.TicketState.Decided;
import io.sportskk.ticket.TicketState.Sold;
import io.sportskk.ticket.TicketState.Undecided;
import java.time.Duration;
import java.util.List;

/** How a cancellation ends of which payment can't tell what is to be given back. */
final class OperatorsDecision {

  private final TicketServices services;
  private final TicketSaga saga;
  private final TicketEffects effects;

  OperatorsDecision(TicketServices services, TicketSaga saga, TicketEffects effects) {
    this.services = services;
    this.saga = saga;
    this.effects = effects;
  }

  ReplyEffect<TicketEvent, TicketState> decide(Undecided state, Decide decide) {
    ReversalDecided decided =
        new ReversalDecided(
            state.purchase(),
            decide.decision(),
            decide.decidedBy(),
            decide.note(),
            decide.correlationId(),
            services.clock().instant());
    if (decide.decision() == ReversalDecision.GIVE_BACK) {
      return effects.persist(
          decided,
          givingBack -> {
            saga.takeStep(givingBack);
            tell(decide, givingBack);
          });
    }
    return effects.persist(
        List.of(decided, end(state.decided(decided))),
        cancelled -> {
          saga.uncount(decided.purchase(), decided.correlationId());
          tell(decide, cancelled);
        });
  }

  private void tell(Decide decide, Sold state) {
    effects.log().info("{} has decided: {}", decide.decidedBy(), decide.decision());
    decide.replyTo().tell(new DecideReply.Decided(state.ticket(), false));
  }

  /**
   * @param decision null if none was needed
   */
  ReplyEffect<TicketEvent, TicketState> decideAgain(
      Sold state, ReversalDecided decision, Decide decide) {
    DecideReply reply;
    if (decision == null) {
      reply = new DecideReply.NotUndecided(state.ticket());
    } else if (decision.decision() == decide.decision()) {
      reply = new DecideReply.Decided(state.ticket(), true);
    } else {
      reply =
          new DecideReply.OtherDecision(
              state.ticket(), decision.decision(), decision.decidedBy(), decision.at());
    }
    return effects.reply(decide.replyTo(), reply);
  }

  ReplyEffect<TicketEvent, TicketState> refunded(Decided state, RefundAnswered answer) {
    saga.answered();
    if (answer.outcome() instanceof Payments.Refunded) {
      return effects.persist(
          end(state),
          cancelled -> saga.uncount(state.purchase(), state.decision().correlationId()));
    }
    if (answer.outcome() instanceof Payments.RefundRefused refused) {
      effects.log().warn("nothing is given back: {}; to be decided anew", refused.reason());
      return effects.persist(
          new ReversalRefused(
              state.purchase(),
              refused.reason(),
              state.decision().correlationId(),
              services.clock().instant()),
          undecided -> {});
    }
    saga.askAgain(
        answer.outcome() instanceof Payments.Suspended open ? open.retryAfter() : Duration.ZERO);
    effects.log().debug("{}: asked again in {}", answer.outcome(), saga.timeToNextStep());
    return effects.noReply();
  }

  private TicketCancelled end(Decided state) {
    return new TicketCancelled(
        state.purchase(),
        state.reason(),
        state.wasApproved(),
        state.decision().correlationId(),
        services.clock().instant());
  }
}
