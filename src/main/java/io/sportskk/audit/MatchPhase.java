package io.sportskk.audit;

import io.sportskk.match.MatchEvent;
import io.sportskk.match.MatchEvent.CorrectionProposed;
import io.sportskk.match.MatchEvent.CorrectionWithdrawn;
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

/** How far a match has come, for the audit: what may come next. */
enum MatchPhase {
  OPENED,
  SUSPENDED,
  CLOSED,
  STOPPED,
  ENTERED,
  OFFICIAL,
  VOID,
  /** Nothing comes any more, unless the result is corrected. */
  SETTLED;

  /**
   * @return null if this event can't come now
   */
  MatchPhase after(MatchEvent event) {
    if (event instanceof StepRefused) {
      return this;
    }
    if (event instanceof SalesSuspended) {
      return this == OPENED ? SUSPENDED : null;
    }
    if (event instanceof SalesResumed) {
      return this == SUSPENDED ? OPENED : null;
    }
    if (event instanceof SalesClosed) {
      return this == OPENED || this == SUSPENDED ? CLOSED : null;
    }
    if (event instanceof SalesStopped) {
      return this == CLOSED ? STOPPED : null;
    }
    if (event instanceof ResultEntered) {
      return this == STOPPED ? ENTERED : null;
    }
    if (event instanceof ResultConfirmed) {
      return this == ENTERED ? OFFICIAL : null;
    }
    if (event instanceof ResultWithdrawn) {
      return this == ENTERED ? STOPPED : null;
    }
    if (event instanceof VoidProposed) {
      return this == STOPPED ? STOPPED : null;
    }
    if (event instanceof MatchVoided) {
      return this == STOPPED ? VOID : null;
    }
    if (event instanceof CorrectionProposed || event instanceof CorrectionWithdrawn) {
      return this == OFFICIAL || this == SETTLED ? this : null;
    }
    if (event instanceof ResultCorrected) {
      return this == OFFICIAL || this == SETTLED ? OFFICIAL : null;
    }
    boolean canBeSettled = this == OFFICIAL || this == VOID;
    return event instanceof MatchSettled && canBeSettled ? SETTLED : null;
  }
}
