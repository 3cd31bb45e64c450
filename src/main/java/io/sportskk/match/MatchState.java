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
import io.sportskk.match.MatchEvent.VoidProposed;

/** The lifecycle of a match: each state has just the transitions that are possible from it. */
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
    return builder.build();
  }

  /** No match has been opened under this id. */
  record Unknown() implements MatchState {
    Announced opened(MatchOpened event) {
      return new Announced(event.after(null), event.opensAt().equals(event.at()));
    }
  }

  /** There is a match. */
  sealed interface Known extends MatchState {
    Match match();

    /** Whether sales opened with the match, so that no time was given. */
    boolean openedAtOnce();
  }

  /** Sales have not been closed. */
  sealed interface Selling extends Known {
    default Closing closed(SalesClosed event) {
      return new Closing(event.after(match()), openedAtOnce(), event.correlationId());
    }
  }

  /** Whether sales are open is a matter of time. */
  record Announced(Match match, boolean openedAtOnce) implements Selling {
    Suspended suspended(SalesSuspended event) {
      return new Suspended(event.after(match), openedAtOnce);
    }
  }

  /** Nothing is sold for now, but not every node may know that. */
  record Suspended(Match match, boolean openedAtOnce) implements Selling {
    Announced resumed(SalesResumed event) {
      return new Announced(event.after(match), openedAtOnce);
    }
  }

  /**
   * Sales are closed for good, and not every node may know.
   *
   * @param correlationId of the close
   */
  record Closing(Match match, boolean openedAtOnce, String correlationId) implements Known {
    Over stopped(SalesStopped event) {
      return new Over(event.after(match), openedAtOnce);
    }
  }

  /** No node sells tickets any more. Maybe somebody wants the match to be void. */
  record Over(Match match, boolean openedAtOnce) implements Known {
    Provisional entered(ResultEntered event) {
      return new Provisional(event.after(match), openedAtOnce);
    }

    Over proposed(VoidProposed event) {
      return new Over(event.after(match), openedAtOnce);
    }

    Voided voided(MatchVoided event) {
      return new Voided(event.after(match), openedAtOnce);
    }
  }

  /** The outcome is known. */
  sealed interface Decided extends Known {
    default Course.Result result() {
      return match().course().result();
    }
  }

  /** A result is entered; somebody must confirm it, or take it back. */
  record Provisional(Match match, boolean openedAtOnce) implements Decided {
    Official confirmed(ResultConfirmed event) {
      return new Official(event.after(match), openedAtOnce);
    }

    Over withdrawn(ResultWithdrawn event) {
      return new Over(event.after(match), openedAtOnce);
    }
  }

  /** The result stands. */
  record Official(Match match, boolean openedAtOnce) implements Decided {
    Settled settled(MatchSettled event) {
      return new Settled(event.after(match), openedAtOnce);
    }

    Official proposed(CorrectionProposed event) {
      return new Official(event.after(match), openedAtOnce);
    }

    Official withdrawn(CorrectionWithdrawn event) {
      return new Official(event.after(match), openedAtOnce);
    }

    Official corrected(ResultCorrected event) {
      return new Official(event.after(match), openedAtOnce);
    }
  }

  /** All is paid. */
  record Settled(Match match, boolean openedAtOnce) implements Decided {
    Settled proposed(CorrectionProposed event) {
      return new Settled(event.after(match), openedAtOnce);
    }

    Settled withdrawn(CorrectionWithdrawn event) {
      return new Settled(event.after(match), openedAtOnce);
    }

    /** It is to be settled anew. */
    Official corrected(ResultCorrected event) {
      return new Official(event.after(match), openedAtOnce);
    }
  }

  /** There is no result: all stakes go back, or have. */
  record Voided(Match match, boolean openedAtOnce) implements Known {
    Voided settled(MatchSettled event) {
      return new Voided(event.after(match), openedAtOnce);
    }
  }
}
