package io.sportskk.ticket;

import io.sportskk.kernel.Correlated;
import io.sportskk.ticket.TicketCommand.Settle;

/** What a ticket tells itself: answers that have arrived, and timers. Never leaves the node. */
sealed interface TicketProgress extends TicketCommand {

  /** Take the next step of the saga. */
  record Proceed() implements TicketProgress {}

  record SalesChecked(Buy buy, Sales.Answer answer) implements TicketProgress, Correlated {
    @Override
    public String correlationId() {
      return buy.correlationId();
    }
  }

  /** Whether a ticket that could not be paid at once may still be. */
  record SalesRechecked(Sales.Answer answer, String correlationId)
      implements TicketProgress, Correlated {}

  record CancelChecked(Cancel cancel, Sales.Answer answer) implements TicketProgress, Correlated {
    @Override
    public String correlationId() {
      return cancel.correlationId();
    }
  }

  record ChargeAnswered(Payments.ChargeOutcome outcome, String correlationId)
      implements TicketProgress, Correlated {}

  record ReverseAnswered(Payments.ReverseOutcome outcome, String correlationId)
      implements TicketProgress, Correlated {}

  record RefundAnswered(Payments.RefundOutcome outcome, String correlationId)
      implements TicketProgress, Correlated {}

  record TallyAnswered(TallyRequests.Outcome outcome, String correlationId)
      implements TicketProgress, Correlated {}

  /** It can be settled now. */
  record TurnCame(Settle settle, SettlingTurns.Turn turn) implements TicketProgress, Correlated {
    @Override
    public String correlationId() {
      return settle.correlationId();
    }
  }

  /**
   * How the payment of an award ended.
   *
   * @param unpaid why it is not paid, empty if it is
   * @param refused whether it will not be, either
   * @param paid in all rounds of the settlement; null if it is not paid
   */
  record AwardPaid(Settle settle, String unpaid, boolean refused, PaidSoFar paid)
      implements TicketProgress, Correlated {
    @Override
    public String correlationId() {
      return settle.correlationId();
    }
  }

  /** Nobody has asked for a while. */
  record Idle() implements TicketProgress {}
}
