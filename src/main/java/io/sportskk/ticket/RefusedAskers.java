package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
import io.sportskk.ticket.TicketCommand.Asked;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Whom a ticket has told that nothing was done, as long as a repetition of what they asked may
 * still come: it must not do what its asker believes not to be done. A new request of the same
 * buyer has another address to reply to, and is served.
 */
final class RefusedAskers {

  /**
   * How long an asker may wait, if he does not say it, as one of an earlier release, or if his
   * clock is wrong: nobody checks that of a mere gateway.
   */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  /** Nobody waits for an answer for so long: whose clock says so is wrong. */
  private static final Duration IMPLAUSIBLE = Duration.ofMinutes(1);

  private final Clock clock;
  private final Map<ActorRef<?>, Instant> refused = new HashMap<>();
  private Instant stayUntil = Instant.MIN;

  RefusedAskers(Clock clock) {
    this.clock = clock;
  }

  /** Whether the asker still waits for an answer, as far as this ticket knows. */
  boolean waits(Asked asked) {
    return !refused.containsKey(asked.replyTo())
        && (asked.answerBy() == null || clock.instant().isBefore(asked.answerBy()));
  }

  /**
   * Whether the asker's clock is so far ahead that its deadline says nothing: what is done now it
   * might have been told, long ago, not to be done. A clock that is behind shows as a deadline that
   * is over.
   */
  boolean isFromTheFuture(Asked asked) {
    return asked.answerBy() != null && asked.answerBy().isAfter(clock.instant().plus(IMPLAUSIBLE));
  }

  void add(Asked asked) {
    refused.values().removeIf(until -> !clock.instant().isBefore(until));
    refused.put(asked.replyTo(), until(asked));
  }

  /**
   * As {@link #add}, for what might be done if it were asked once more: only who has refused it
   * knows that it must not be, and so has to stay where the repetition will come.
   */
  void addAndStay(Asked asked) {
    add(asked);
    // By the clock of the node to which this ticket may move meanwhile.
    Instant until = until(asked).plus(Asked.CLOCKS_APART);
    stayUntil = stayUntil.isBefore(until) ? until : stayUntil;
  }

  boolean mustStay() {
    return clock.instant().isBefore(stayUntil);
  }

  /** For how much longer the ticket must stay. */
  Duration stayFor() {
    return Duration.between(clock.instant(), stayUntil);
  }

  private Instant until(Asked asked) {
    Instant latest = clock.instant().plus(LONGEST);
    return asked.answerBy() == null || asked.answerBy().isAfter(latest) ? latest : asked.answerBy();
  }
}
