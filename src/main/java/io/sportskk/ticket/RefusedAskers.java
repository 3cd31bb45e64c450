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

  /** How long a node of an earlier release, which does not say it, may wait. */
  private static final Duration UNSAID = Duration.ofSeconds(20);

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
    stayUntil = stayUntil.isBefore(until(asked)) ? until(asked) : stayUntil;
  }

  boolean mustStay() {
    return clock.instant().isBefore(stayUntil);
  }

  private Instant until(Asked asked) {
    return asked.answerBy() == null ? clock.instant().plus(UNSAID) : asked.answerBy();
  }
}
