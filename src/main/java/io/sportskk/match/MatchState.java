package io.sportskk.match;

import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventHandlerBuilder;
import io.sportskk.match.MatchEvent.CorrectionProposed;
import io.sportskk.match.MatchEvent.CorrectionWithdrawn;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.MatchSettled;
import io.sportskk.match.MatchEvent.MatchVoided;
import io.sportskk.match.MatchEvent.ResultConfirmed;
import io.sportskk.match.MatchEvent.ResultCorrected;
import io.sportskk.match.MatchEvent.ResultEntered;
import io.sportskk.match.MatchEvent.ResultWithdrawn;
import io.sportskk.match.MatchEvent.SalesClosed;
import io.sportskk.match.MatchEvent.SalesResumed;
import io.sportskk.match.MatchEvent.SalesStopped;
import io.sportskk.match.MatchEvent.SalesSuspended;
import io.sportskk.match.MatchEvent.StepRefused;
import io.sportskk.match.MatchEvent.VoidProposed;

/**
 * The lifecycle of a match: each state has just the transitions that are possible from it. That a
 * step was refused can come in each, and is no transition.
 */
sealed interface MatchState {

  /** Which event leads from which state to which. */
  static EventHandler<MatchState, MatchEvent> transitions(
      EventHandlerBuilder<MatchState, MatchEvent> builder) {
    builder.forStateType(Unknown.class).onEvent(MatchOpened.class, Unknown::opened);
    builder.forStateType(Announced.class).onEvent(SalesSuspended.class, Announced::suspended);
    builder.forStateType(Suspended.class).onEvent(SalesResumed.class, Suspended::resumed);
    builder.forStateType(Selling.class).onEvent(SalesClosed.class, Selling::closed);
    builder.forStateType(Closing.class).onEvent(SalesStopped.class, Closing::stopped);
    builder
        .forStateType(Over.class)
        .onEvent(ResultEntered.class, Over::entered)
        .onEvent(VoidProposed.class, Over::proposed)
        .onEvent(MatchVoided.class, Over::voided);
    builder
        .forStateType(Provisional.class)
        .onEvent(ResultConfirmed.class, Provisional::confirmed)
        .onEvent(ResultWithdrawn.class, Provisional::withdrawn);
    builder
        .forStateType(Official.class)
        .onEvent(MatchSettled.class, Official::settled)
        .onEvent(CorrectionProposed.class, Official::proposed)
        .onEvent(CorrectionWithdrawn.class, Official::withdrawn)
        .onEvent(ResultCorrected.class, Official::corrected);
    builder
        .forStateType(Settled.class)
        .onEvent(CorrectionProposed.class, Settled::proposed)
        .onEvent(CorrectionWithdrawn.class, Settled::withdrawn)
        .onEvent(ResultCorrected.class, Settled::corrected);
    builder.forStateType(Voided.class).onEvent(MatchSettled.class, Voided::settled);
    EventHandler<MatchState, MatchEvent> changes = builder.build();
    return (state, event) -> {
      if (event instanceof StepRefused refused && state instanceof Known known) {
        return known.with(known.past().with(refused));
      }
      Known changed = (Known) changes.apply(state, event);
      return changed.with(changed.past().changed());
    };
  }

  /** No match has been opened under this id. */
  record Unknown() implements MatchState {
    Announced opened(MatchOpened event) {
      return new Announced(event.after(null), MatchPast.none(event.opensAt().equals(event.at())));
    }
  }

  /** There is a match. */
  sealed interface Known extends MatchState {
    Match match();

    MatchPast past();

    Known with(MatchPast other);
  }

  /** Sales have not been closed. */
  sealed interface Selling extends Known {
    default Closing closed(SalesClosed event) {
      return new Closing(event.after(match()), past(), event.correlationId());
    }
  }

  /** Whether sales are open is a matter of time. */
  record Announced(Match match, MatchPast past) implements Selling {
    @Override
    public Announced with(MatchPast other) {
      return new Announced(match, other);
    }

    Suspended suspended(SalesSuspended event) {
      return new Suspended(event.after(match), past);
    }
  }

  /** Nothing is sold for now, but not every node may know that. */
  record Suspended(Match match, MatchPast past) implements Selling {
    @Override
    public Suspended with(MatchPast other) {
      return new Suspended(match, other);
    }

    Announced resumed(SalesResumed event) {
      return new Announced(event.after(match), past);
    }
  }

  /**
   * Sales are closed for good, and not every node may know.
   *
   * @param correlationId of the close
   */
  record Closing(Match match, MatchPast past, String correlationId) implements Known {
    @Override
    public Closing with(MatchPast other) {
      return new Closing(match, other, correlationId);
    }

    Over stopped(SalesStopped event) {
      return new Over(event.after(match), past);
    }
  }

  /** No node sells tickets any more. Maybe somebody wants the match to be void. */
  record Over(Match match, MatchPast past) implements Known {
    @Override
    public Over with(MatchPast other) {
      return new Over(match, other);
    }

    Provisional entered(ResultEntered event) {
      return new Provisional(event.after(match), past);
    }

    Over proposed(VoidProposed event) {
      return new Over(event.after(match), past);
    }

    Voided voided(MatchVoided event) {
      return new Voided(event.after(match), past);
    }
  }

  /** The outcome is known. */
  sealed interface Decided extends Known {
    default Course.Result result() {
      return match().course().result();
    }
  }

  /** A result is entered; somebody must confirm it, or take it back. */
  record Provisional(Match match, MatchPast past) implements Decided {
    @Override
    public Provisional with(MatchPast other) {
      return new Provisional(match, other);
    }

    Official confirmed(ResultConfirmed event) {
      return new Official(event.after(match), past);
    }

    Over withdrawn(ResultWithdrawn event) {
      return new Over(event.after(match), past);
    }
  }

  /** The result stands. */
  record Official(Match match, MatchPast past) implements Decided {
    @Override
    public Official with(MatchPast other) {
      return new Official(match, other);
    }

    Settled settled(MatchSettled event) {
      return new Settled(event.after(match), past);
    }

    Official proposed(CorrectionProposed event) {
      return new Official(event.after(match), past);
    }

    Official withdrawn(CorrectionWithdrawn event) {
      return new Official(event.after(match), past);
    }

    Official corrected(ResultCorrected event) {
      return new Official(event.after(match), past);
    }
  }

  /** All is paid. */
  record Settled(Match match, MatchPast past) implements Decided {
    @Override
    public Settled with(MatchPast other) {
      return new Settled(match, other);
    }

    Settled proposed(CorrectionProposed event) {
      return new Settled(event.after(match), past);
    }

    Settled withdrawn(CorrectionWithdrawn event) {
      return new Settled(event.after(match), past);
    }

    /** It is to be settled anew. */
    Official corrected(ResultCorrected event) {
      return new Official(event.after(match), past);
    }
  }

  /** There is no result: all stakes go back, or have. */
  record Voided(Match match, MatchPast past) implements Known {
    @Override
    public Voided with(MatchPast other) {
      return new Voided(match, other);
    }

    Voided settled(MatchSettled event) {
      return new Voided(event.after(match), past);
    }
  }
}
