package io.sportskk.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.view.TicketStep;
import io.sportskk.view.ViewQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * The life of a ticket.
 *
 * @param stake in KRW
 * @param events oldest first
 */
record HistoryJson(
    String ticketId,
    String buyerId,
    String matchId,
    String team,
    long stake,
    List<StepJson> events) {

  /**
   * What does not go with an event is left out.
   *
   * @param dividend what a won ticket pays for each won staked
   * @param amount what it comes to, in KRW
   * @param tax of that, in KRW
   * @param paid by then in all rounds together, in KRW
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StepJson(
      long sequenceNr,
      Instant at,
      String event,
      String by,
      Canceller as,
      String reason,
      String note,
      Boolean tallied,
      Integer round,
      BigDecimal dividend,
      Long amount,
      Long tax,
      Long paid,
      String correlationId) {

    /**
     * @param office whether an administrator asks: who in the office decided, and what he wrote, is
     *     not for buyers, nor who else wanted to cancel the ticket
     */
    static StepJson of(TicketStep step, boolean office) {
      boolean shown =
          office
              || (step.kind() != TicketStep.Kind.REVERSAL_DECIDED
                  && (step.as() == null || step.as() == Canceller.OWNER));
      return new StepJson(
          step.sequenceNr(),
          step.at(),
          step.kind().name(),
          shown ? step.by() : null,
          shown ? step.as() : null,
          step.reason(),
          shown ? step.note() : null,
          step.tallied(),
          step.round(),
          step.dividend() == null ? null : BigDecimal.valueOf(step.dividend(), 1),
          step.amount(),
          step.tax(),
          step.paid(),
          step.correlationId());
    }
  }

  static HistoryJson of(ViewQuery.History history, boolean office) {
    Purchase purchase = history.purchase();
    return new HistoryJson(
        purchase.ticketId(),
        purchase.buyerId(),
        purchase.matchId(),
        purchase.team(),
        purchase.stake().won(),
        history.steps().stream().map(step -> StepJson.of(step, office)).toList());
  }
}
