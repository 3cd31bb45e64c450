package io.sportskk.match;

import akka.persistence.typed.javadsl.ReplyEffect;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.match.MatchCommand.Decision;
import io.sportskk.match.MatchCommand.Settle;
import io.sportskk.match.MatchCommand.StepDone;
import io.sportskk.match.MatchCommand.StepRefusal;
import io.sportskk.match.MatchCommand.StepRefused;
import io.sportskk.match.MatchEvent.MatchSettled;
import io.sportskk.match.MatchProgress.InterestKnown;
import io.sportskk.match.MatchState.Known;
import io.sportskk.match.MatchState.Official;
import io.sportskk.match.MatchState.Voided;
import java.time.Clock;

/** How one match ends: by a result that a second person confirms, or void; and is settled. */
final class Deciding {

  private final String matchId;
  private final Clock clock;
  private final Holders holders;
  private final Outcomes outcomes;
  private final Selling selling;
  private final MatchEffects effects;

  Deciding(String matchId, MatchServices services, Selling selling, MatchEffects effects) {
    this.matchId = matchId;
    this.clock = services.clock();
    this.holders = services.holders();
    this.outcomes = new Outcomes(services.settings().twoPersons());
    this.selling = selling;
    this.effects = effects;
  }

  /** What would be refused in any case is; else payment is asked who has an interest in it. */
  ReplyEffect<MatchEvent, MatchState> decide(Known state, Decision decision) {
    if (outcomes.judge(state, decision, clock.instant()) instanceof Outcomes.Answer answer) {
      return effects.reply(decision.replyTo(), answer.reply());
    }
    effects
        .context()
        .pipeToSelf(
            holders.holdsTicket(matchId, decision.by()),
            (holds, failure) -> new InterestKnown(decision, failure == null && holds, failure));
    return effects.noReply(); // answered when payment has answered
  }

  /** Much may have happened since it was asked: it is judged anew. */
  ReplyEffect<MatchEvent, MatchState> decide(Known state, InterestKnown known) {
    Decision decision = known.decision();
    if (known.failure() != null) {
      effects
          .context()
          .getLog()
          .warn(
              "nothing is decided: whether {} has a ticket is not known: {}",
              decision.by(),
              JdbcCalls.cause(known.failure()).toString());
      return effects.reply(decision.replyTo(), new MatchCommand.InterestUnknown());
    }
    Outcomes.Verdict verdict = outcomes.judge(state, decision, clock.instant());
    if (verdict instanceof Outcomes.Answer answer) {
      return effects.reply(decision.replyTo(), answer.reply());
    }
    if (known.holdsTicket()) {
      return effects.reply(
          decision.replyTo(), new StepRefused(StepRefusal.HOLDS_TICKET, state.match()));
    }
    if (verdict instanceof Outcomes.Store store) {
      return effects.publish(
          store.event(), decided -> decision.replyTo().tell(new StepDone(decided.match(), false)));
    }
    return state instanceof MatchState.Selling onSale
        ? selling.close(onSale, known, decision.by(), decision.correlationId())
        : selling.answerLater(known);
  }

  ReplyEffect<MatchEvent, MatchState> settle(Known state, Settle settle) {
    boolean isSettled = state.match().course().settledAt() != null;
    if (state instanceof Official || (state instanceof Voided && !isSettled)) {
      return effects.publish(
          new MatchSettled(matchId, settle.correlationId(), clock.instant()),
          settled -> settle.replyTo().tell(new StepDone(settled.match(), false)));
    }
    return effects.reply(
        settle.replyTo(),
        isSettled
            ? new StepDone(state.match(), true)
            : new StepRefused(StepRefusal.NOT_OFFICIAL, state.match()));
  }
}
