package io.sportskk.audit;

import io.sportskk.audit.EventStream.SequencedEvent;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.CancellationReason;
import io.sportskk.ticket.PaidSoFar;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.ReversalDecision;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketEvent.ReversalDecided;
import io.sportskk.ticket.TicketEvent.ReversalRefused;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketRejected;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketSettled;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import io.sportskk.ticket.TicketEvent.TooLateToCancel;
import io.sportskk.ticket.TicketStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a ticket's events say, in the order of their numbers and worked out apart from how the
 * ticket does it: how it stood after each of them.
 *
 * @param rules the version of the rules to which it is bound, null of a ticket of an earlier
 *     release
 * @param states one for each event
 * @param approvedBy the number in the journal of the approval, 0 if there is none
 * @param takenOutBy the number in the journal of the event since which it does not count any more,
 *     the end of a cancellation or the refund of a late ticket; 0 if there is none
 * @param decision what an operator has decided last, null if nobody has
 * @param award what it came to when its pool was settled, by the newest result; null if it was not
 * @param round of the settlement in which it did, 0 if it was not settled
 * @param paid what it was paid in all rounds; null if it was not settled
 * @param refused cancellations, by the numbers of their events; they have changed nothing
 */
record ReplayedTicket(
    Purchase purchase,
    String rules,
    List<State> states,
    long approvedBy,
    long takenOutBy,
    ReversalDecision decision,
    Award award,
    int round,
    PaidSoFar paid,
    Map<Long, CancellationRefused> refused) {

  /**
   * How the ticket stood after an event.
   *
   * @param at since when it stood like that
   * @param eventAt when the event itself happened: later, if it has changed nothing
   */
  record State(
      TicketStatus status,
      boolean tallied,
      String reason,
      Instant at,
      Instant eventAt,
      long ordering) {}

  /** The events can't have happened like that; the message says why. */
  static final class Illegal extends Exception {
    private static final long serialVersionUID = 1L;

    Illegal(String message) {
      super(message);
    }
  }

  State last() {
    return last(states);
  }

  private static State last(List<State> states) {
    return states.get(states.size() - 1);
  }

  /** The number of the last event. */
  long sequenceNr() {
    return states.size();
  }

  /** How many of its events a reader has seen that has come so far in the journal. */
  long eventsUpTo(long ordering) {
    return states.stream().filter(state -> state.ordering() <= ordering).count();
  }

  /** Whether it was approved, whatever came after. */
  boolean wasApproved() {
    return approvedBy > 0;
  }

  static ReplayedTicket of(EventStream<TicketEvent> stream) throws Illegal {
    Replay replay = new Replay(stream.events().get(0).event().purchase());
    for (SequencedEvent<TicketEvent> sequenced : stream.events()) {
      if (!sequenced.event().purchase().equals(replay.purchase)) {
        throw new Illegal("its events are about different purchases");
      }
      replay.next(sequenced);
    }
    if (!replay.purchase.ticketId().equals(stream.entityId())) {
      throw new Illegal("its events are about ticket " + replay.purchase.ticketId());
    }
    return new ReplayedTicket(
        replay.purchase,
        replay.rules,
        List.copyOf(replay.states),
        replay.approvedBy,
        replay.takenOutBy,
        replay.decision,
        replay.award,
        replay.round,
        replay.paid,
        Map.copyOf(replay.refused));
  }

  private static final class Replay {
    private final Purchase purchase;
    private final List<State> states = new ArrayList<>(3);
    private String rules;

    /** Null before the first event. */
    private TicketStatus status;

    private boolean tallied;

    /** Whether there is an event of its own that says so. */
    private boolean confirmed;

    private CancellationReason cancelling;
    private long approvedBy;
    private long takenOutBy;
    private ReversalDecision decision;
    private Award award;
    private int round;
    private PaidSoFar paid;
    private final Map<Long, CancellationRefused> refused = new HashMap<>(0);

    private Replay(Purchase purchase) {
      this.purchase = purchase;
    }

    private void next(SequencedEvent<TicketEvent> sequenced) throws Illegal {
      TicketEvent event = sequenced.event();
      if (event instanceof CancellationRefused refusal) {
        refuse(refusal, sequenced.ordering());
        return;
      }
      String reason = null;
      if (event instanceof TicketRequested requested) {
        become(TicketStatus.PENDING, event, status == null);
        rules = requested.rules();
      } else if (event instanceof TicketApproved approved) {
        become(TicketStatus.APPROVED, event, status == TicketStatus.PENDING);
        tallied = approved.tallied();
        approvedBy = sequenced.ordering();
      } else if (event instanceof TicketTallied) {
        // Also if it was approved as tallied: nodes of the release before don't see that, and ask.
        become(TicketStatus.APPROVED, event, status == TicketStatus.APPROVED && !confirmed);
        confirmed = true;
        tallied = true;
      } else if (event instanceof TicketRejected rejected) {
        become(TicketStatus.REJECTED, event, status == TicketStatus.PENDING);
        reason = rejected.reason();
      } else if (event instanceof CancellationRequested cancellation) {
        become(
            TicketStatus.CANCELLING,
            event,
            status == TicketStatus.PENDING
                || (status == TicketStatus.APPROVED
                    && !(cancellation.reason() == CancellationReason.BUYER_REQUEST
                        && wasRefusedToItsBuyer())));
        cancelling = cancellation.reason();
        reason = cancelling.name();
      } else if (event instanceof ReversalRefused) {
        become(
            TicketStatus.UNDECIDED,
            event,
            status == TicketStatus.CANCELLING && decision != ReversalDecision.NOTHING_TO_GIVE_BACK);
        reason = cancelling.name();
      } else if (event instanceof ReversalDecided decided) {
        become(TicketStatus.CANCELLING, event, status == TicketStatus.UNDECIDED);
        decision = decided.decision();
        reason = cancelling.name();
      } else if (event instanceof TicketCancelled cancelled) {
        become(
            TicketStatus.CANCELLED,
            event,
            status == TicketStatus.CANCELLING
                && cancelled.reason() == cancelling
                && cancelled.wasApproved() == (approvedBy > 0));
        tallied = false;
        reason = cancelled.reason().name();
        takenOutBy = sequenced.ordering();
      } else if (event instanceof TicketSettled settled) {
        become(
            settled.award().kind().status(),
            event,
            status == TicketStatus.APPROVED || corrects(settled));
        award = settled.award();
        round = settled.round();
        paid = settled.paid();
        if (award.kind().status() == TicketStatus.REFUNDED) {
          reason = award.kind().name();
        }
        if (settled.leavesThePool()) {
          tallied = false;
          takenOutBy = sequenced.ordering();
        }
      } else {
        throw new Illegal("the audit does not know " + event.getClass().getName());
      }
      states.add(new State(status, tallied, reason, event.at(), event.at(), sequenced.ordering()));
    }

    /**
     * Of a ticket that is paid, and was settled or was not, and once only of the same person for
     * the same reason.
     */
    private void refuse(CancellationRefused event, long ordering) throws Illegal {
      boolean settled = event.reason() == TooLateToCancel.SETTLED;
      boolean again =
          refused.values().stream()
              .anyMatch(
                  other ->
                      other.as() == event.as()
                          && other.by().equals(event.by())
                          && other.reason() == event.reason());
      boolean own = event.by().equals(purchase.buyerId());
      become(
          status,
          event,
          !again
              && (settled ? award != null : status == TicketStatus.APPROVED)
              && (event.as() == Canceller.OWNER
                  ? own
                  : event.as() == Canceller.ADMINISTRATOR || !own));
      State before = last(states);
      refused.put(states.size() + 1L, event);
      states.add(
          new State(
              before.status(),
              before.tallied(),
              before.reason(),
              before.at(),
              event.at(),
              ordering));
    }

    /** For good: he can't cancel it after that. */
    private boolean wasRefusedToItsBuyer() {
      return refused.values().stream().anyMatch(refusal -> refusal.as() == Canceller.OWNER);
    }

    /** A later result may award something else, and takes nothing back. */
    private boolean corrects(TicketSettled later) {
      return award != null
          && later.round() > round
          && award.kind() != Award.Kind.LATE
          && later.award().kind() != Award.Kind.LATE
          && !later.paid().gross().isLessThan(paid.gross());
    }

    private void become(TicketStatus next, TicketEvent event, boolean legal) throws Illegal {
      if (!legal) {
        throw new Illegal(
            event.getClass().getSimpleName()
                + " is its event "
                + (states.size() + 1)
                + ", when it is "
                + (status == null ? "not sold yet" : status.label()));
      }
      status = next;
    }
  }
}
