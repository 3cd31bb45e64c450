package io.sportskk.match;

import akka.persistence.typed.javadsl.ReplyEffect;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.match.MatchCommand.Decision;
import io.sportskk.match.MatchCommand.Settle;
import io.sportskk.match.MatchCommand.StepDone;
import io.sportskk.match.MatchCommand.StepRefusal;
import io.sportskk.match.MatchCommand.StepRefused;
import io.sportskk.match.MatchCommand.StepReply;
import io.sportskk.match.MatchEvent.MatchSettled;
import io.sportskk.match.MatchProgress.DecideNow;
import io.sportskk.match.MatchProgress.InterestKnown;
import io.sportskk.match.MatchState.Decided;
import io.sportskk.match.MatchState.Known;
import io.sportskk.match.MatchState.Official;
import io.sportskk.match.MatchState.Voided;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
    return effects.answers().begin(decision)
        ? ask(state, decision)
        : effects.noReply(); // it is answered when the first one is, which is the same
  }

  /** Nobody buys any more: who has a ticket now has an interest in it, and nobody else will. */
  ReplyEffect<MatchEvent, MatchState> decide(Known state, DecideNow now) {
    return ask(state, now.decision());
  }

  private ReplyEffect<MatchEvent, MatchState> ask(Known state, Decision decision) {
    if (outcomes.judge(state, decision, clock.instant()) instanceof Outcomes.Answer answer) {
      return answer(state, decision, answer.reply());
    }
    Set<String> deciders = Outcomes.deciders(state, decision);
    effects
        .context()
        .pipeToSelf(
            holders(deciders),
            (held, failure) ->
                new InterestKnown(decision, deciders, failure == null ? held : Set.of(), failure));
    return effects.noReply(); // answered when payment has answered
  }

  private ReplyEffect<MatchEvent, MatchState> answer(
      Known state, Decision decision, StepReply reply) {
    return reply instanceof StepRefused refused
        ? effects.refuse(state, decision, refused.reason(), clock.instant())
        : effects.answer(decision, reply);
  }

  /** Those of them who have a ticket. */
  private CompletionStage<Set<String>> holders(Set<String> persons) {
    CompletionStage<Set<String>> all = CompletableFuture.completedFuture(Set.of());
    for (String person : persons) {
      all =
          all.thenCombine(
              holders.holdsTicket(matchId, person),
              (before, holds) -> {
                Set<String> found = new HashSet<>(before);
                if (holds) {
                  found.add(person);
                }
                return found;
              });
    }
    return all;
  }

  /** Much may have happened since it was asked: it is judged anew. */
  ReplyEffect<MatchEvent, MatchState> decide(Known state, InterestKnown known) {
    Decision decision = known.decision();
    Outcomes.Verdict verdict = outcomes.judge(state, decision, clock.instant());
    if (verdict instanceof Outcomes.Answer answer) {
      return answer(state, decision, answer.reply());
    }
    if (known.failure() != null) {
      effects
          .context()
          .getLog()
          .warn(
              "nothing is decided: who of {} has a ticket is not known: {}",
              known.asked(),
              JdbcCalls.cause(known.failure()).toString());
      return effects.answer(decision, new MatchCommand.InterestUnknown());
    }
    if (!known.asked().containsAll(Outcomes.deciders(state, decision))) {
      return ask(state, decision); // somebody else has entered it meanwhile
    }
    if (!known.holders().isEmpty()) {
      return effects.refuse(
          state,
          decision,
          known.holders().contains(decision.by())
              ? StepRefusal.HOLDS_TICKET
              : StepRefusal.ENTERED_BY_HOLDER,
          clock.instant());
    }
    if (verdict instanceof Outcomes.Store store) {
      return effects.publish(
          store.event(),
          decided -> effects.answers().give(decision, new StepDone(decided.match(), false)));
    }
    DecideNow later = new DecideNow(decision);
    return state instanceof MatchState.Selling onSale
        ? selling.close(onSale, later, decision.by(), decision.correlationId())
        : selling.answerLater(later);
  }

  ReplyEffect<MatchEvent, MatchState> settle(Known state, Settle settle) {
    boolean isSettled = state.match().course().settledAt() != null;
    if (state instanceof Decided && settle.round() != state.match().course().round()) {
      return effects.reply(settle.replyTo(), new StepRefused(StepRefusal.CORRECTED, state.match()));
    }
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
