package io.sportskk.ticket;

import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketEvent.TooLateToCancel;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which refused cancellations of a ticket are kept ({@code V2}): each once, however often the same
 * person tries, and of so many persons of each kind that nobody can fill a ticket with them, nor
 * leave no room for others.
 */
record RefusedCancellations(Set<Attempt> kept) {

  /** Persons of each kind. */
  static final int MOST = 10;

  /** As with nearly every ticket. */
  static final RefusedCancellations NONE = new RefusedCancellations(Set.of());

  /** What makes an attempt another one. */
  record Attempt(Canceller as, String by, TooLateToCancel reason) {}

  boolean has(Attempt attempt) {
    return kept.contains(attempt);
  }

  /** Who was refused once may be for each other reason, too, of which there are few. */
  boolean hasRoomFor(Attempt attempt) {
    Set<String> persons =
        kept.stream()
            .filter(other -> other.as() == attempt.as())
            .map(Attempt::by)
            .collect(Collectors.toSet());
    return persons.contains(attempt.by()) || persons.size() < MOST;
  }

  /** Why its buyer can't cancel it any more, which is for good once he was told so. */
  Optional<TooLateToCancel> toOwner() {
    return kept.stream()
        .filter(attempt -> attempt.as() == Canceller.OWNER)
        .map(Attempt::reason)
        .max(Comparator.naturalOrder());
  }

  RefusedCancellations with(CancellationRefused event) {
    Set<Attempt> more = new HashSet<>(kept);
    more.add(new Attempt(event.as(), event.by(), event.reason()));
    return new RefusedCancellations(Set.copyOf(more));
  }
}
