package io.sportskk.match;

import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.ServiceKey;
import io.sportskk.kernel.CborSerializable;
import java.time.Instant;
import java.util.List;

/** What can be done to the sales of all matches at once: they are suspended, and resumed. */
public sealed interface AllSales extends CborSerializable {

  /** Every ticket node offers this service. */
  ServiceKey<AllSales> SERVICE = ServiceKey.create(AllSales.class, "all-sales");

  /** Answered when no node sells tickets any more. Nothing is done if they are suspended. */
  record Suspend(String by, String reason, String correlationId, ActorRef<Reply> replyTo)
      implements AllSales {}

  /** Nothing is done unless they are suspended. */
  record Resume(String by, String correlationId, ActorRef<Reply> replyTo) implements AllSales {}

  record Get(ActorRef<Reply> replyTo) implements AllSales {}

  /**
   * What somebody has done. The last step stands.
   *
   * @param number 1 for the first one
   * @param suspended whether it has suspended sales, or else resumed them
   * @param reason null of a resumption
   * @param at by the clock of the journal's database
   * @param stoppedAt since when no node sells; null of a resumption, and until that is known
   */
  record Step(
      long number,
      boolean suspended,
      String by,
      String reason,
      String correlationId,
      Instant at,
      Instant stoppedAt)
      implements CborSerializable {

    boolean isStopping() {
      return suspended && stoppedAt == null;
    }
  }

  /** The answer to each of them. */
  sealed interface Reply extends CborSerializable {}

  /**
   * @param steps the last ones, the newest first; none if sales were never suspended
   * @param replayed whether nothing was to be done
   */
  record Standing(List<Step> steps, boolean replayed) implements Reply {

    public boolean suspended() {
      return !steps.isEmpty() && steps.get(0).suspended();
    }
  }

  /** Sales were suspended, but resumed before they had stopped on all nodes. */
  record ResumedMeanwhile() implements Reply {}

  /**
   * The journal's database does not answer. It may have been done all the same: whoever asks again
   * hears.
   */
  record Unavailable(String cause) implements Reply {}
}
