package io.sportskk.ticket;

import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketEvent.TooLateToCancel;
import java.util.HashSet;
import java.util.Set;

/**
 * Which refused cancellations of a ticket are kept ({@code V2}): each once, however often the same
 * person tries, and so many of each kind of person that nobody can fill a ticket with them, nor
 * leave no room for others.
 */
record RefusedCancellations(Set<Attempt> kept) {

  /** Of each kind of person. */
  static final int MOST = 10;

  /** As with nearly every ticket. */
  static final RefusedCancellations NONE = new RefusedCancellations(Set.of());

  /** What makes an attempt another one. */
  record Attempt(Canceller as, String by, TooLateToCancel reason) {}

  boolean isToBeKept(Attempt attempt) {
    return !kept.contains(attempt)
        && kept.stream().filter(other -> other.as() == attempt.as()).count() < MOST;
  }

  RefusedCancellations with(CancellationRefused event) {
    Set<Attempt> more = new HashSet<>(kept);
    more.add(new Attempt(event.as(), event.by(), event.reason()));
    return new RefusedCancellations(Set.copyOf(more));
  }
}
