package io.sportskk.ticket;

import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import io.sportskk.ticket.TicketCommand.Settle;
import io.sportskk.ticket.TicketProgress.AwardPaid;
import io.sportskk.ticket.TicketProgress.ChargeAnswered;
import io.sportskk.ticket.TicketProgress.Proceed;
import io.sportskk.ticket.TicketProgress.RefundAnswered;
import io.sportskk.ticket.TicketProgress.ReverseAnswered;
import io.sportskk.ticket.TicketProgress.SalesRechecked;
import io.sportskk.ticket.TicketProgress.TallyAnswered;
import io.sportskk.ticket.TicketState.Approved;
import io.sportskk.ticket.TicketState.Cancelling;
import io.sportskk.ticket.TicketState.Decided;
import io.sportskk.ticket.TicketState.Pending;
import io.sportskk.ticket.TicketState.Sold;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes the steps of one ticket's saga: asks the other parts, and asks again later. It remembers
 * only what is under way in this incarnation of the entity; what is done is in the events.
 */
final class TicketSaga {

  /** A question that has not been answered yet. */
  enum Step {
    CHECK,
    CHARGE,
    REVERSE,
    REFUND,
    COUNT,
    PAY
  }

  private final ActorContext<TicketCommand> context;
  private final TimerScheduler<TicketCommand> timers;
  private final TicketServices services;
  private Step underWay;
  private int attempt;
  private Duration delay = Duration.ZERO;

  TicketSaga(
      ActorContext<TicketCommand> context,
      TimerScheduler<TicketCommand> timers,
      TicketServices services) {
    this.context = context;
    this.timers = timers;
    this.services = services;
  }

  /** Whether it waits neither for an answer nor for the time to ask again. */
  boolean isIdle() {
    return underWay == null && !timers.isTimerActive(Proceed.class);
  }

  /** Forget what was under way: the entity has just been recovered from its events. */
  void restart() {
    nextStep();
  }

  /** The step that the ticket's state calls for, unless it is under way. */
  void takeStep(Sold state) {
    if (state instanceof Pending pending && !isBeingBought()) {
      checkSales(pending);
    } else if (state instanceof Approved approved
        && !approved.ticket().tallied()
        && underWay != Step.COUNT) {
      count(approved.purchase());
    } else if (state instanceof Cancelling cancelling && underWay != Step.REVERSE) {
      reverse(cancelling);
    } else if (state instanceof Decided decided && decided.givesBack() && underWay != Step.REFUND) {
      refund(decided);
    }
  }

  /** Before each charge but the first: sales may have been closed early meanwhile. */
  private void checkSales(Pending ticket) {
    begin(Step.CHECK);
    Purchase purchase = ticket.purchase();
    Sales sales = services.sales();
    context.pipeToSelf(
        sales
            .known(purchase.matchId(), purchase.team(), services.clock().instant())
            .<CompletionStage<Sales.Answer>>map(CompletableFuture::completedFuture)
            .orElseGet(
                () -> sales.check(purchase.matchId(), purchase.team(), purchase.correlationId())),
        (answer, failure) ->
            new SalesRechecked(
                failure == null ? answer : new Sales.Unavailable(failure.toString()),
                purchase.correlationId()));
  }

  /**
   * Charges a ticket whose match is on sale.
   *
   * @param patient whether nobody waits for the answer
   */
  void charge(Pending ticket, boolean patient) {
    begin(Step.CHARGE);
    String correlationId = ticket.purchase().correlationId();
    context.pipeToSelf(
        services
            .payments()
            .charge(ticket.purchase(), ticket.payBefore(), ticket.salesCloseAt(), patient),
        (outcome, failure) ->
            new ChargeAnswered(
                failure == null ? outcome : new Payments.Unknown(failure.toString()),
                correlationId));
  }

  private void reverse(Cancelling ticket) {
    begin(Step.REVERSE);
    context.pipeToSelf(
        services
            .payments()
            .reverse(
                ticket.purchase(),
                Payments.Cause.of(ticket.reason()),
                ticket.salesCloseAt(),
                ticket.correlationId()),
        (outcome, failure) ->
            new ReverseAnswered(
                failure == null ? outcome : new Payments.Unknown(failure.toString()),
                ticket.correlationId()));
  }

  private void refund(Decided ticket) {
    begin(Step.REFUND);
    String correlationId = ticket.decision().correlationId();
    context.pipeToSelf(
        services
            .payments()
            .refund(
                ticket.purchase(),
                Payments.Cause.of(ticket.reason()),
                ticket.salesCloseAt(),
                ticket.decision().at(),
                correlationId),
        (outcome, failure) ->
            new RefundAnswered(
                failure == null ? outcome : new Payments.Unknown(failure.toString()),
                correlationId));
  }

  /** Pays what a ticket is awarded. Nobody but the settlement asks again. */
  void pay(Approved ticket, Settle settle) {
    begin(Step.PAY);
    Purchase purchase = ticket.purchase();
    Award award = settle.award();
    boolean wholeStake = award.kind() != Award.Kind.WON && award.amount().equals(purchase.stake());
    CompletionStage<AwardPaid> paid =
        wholeStake ? giveBack(ticket, settle) : payOut(purchase, settle);
    context.pipeToSelf(
        paid, (answer, failure) -> failure == null ? answer : unpaid(settle, failure));
  }

  private static AwardPaid unpaid(Settle settle, Throwable failure) {
    return new AwardPaid(settle, failure.toString(), false, null);
  }

  /**
   * Pays what a later round of its settlement leaves owing to a ticket.
   *
   * @param paid what it knows that it was paid before
   */
  void payUp(Purchase purchase, Settle settle, PaidSoFar paid) {
    begin(Step.PAY);
    context.pipeToSelf(
        services
            .payments()
            .payUp(
                purchase,
                settle.round(),
                PaidSoFar.of(settle.award()),
                paid,
                Payments.Cause.of(settle.award().kind()),
                settle.decidedAt(),
                settle.correlationId()),
        (outcome, failure) -> failure == null ? paidUp(settle, outcome) : unpaid(settle, failure));
  }

  private static AwardPaid paidUp(Settle settle, Payments.PayUpOutcome outcome) {
    return outcome instanceof Payments.PaidUp paid
        ? new AwardPaid(settle, "", false, paid.sum())
        : new AwardPaid(
            settle, outcome.toString(), outcome instanceof Payments.PayOutRefused, null);
  }

  private CompletionStage<AwardPaid> giveBack(Approved ticket, Settle settle) {
    return services
        .payments()
        .refund(
            ticket.purchase(),
            Payments.Cause.of(settle.award().kind()),
            ticket.salesCloseAt(),
            settle.decidedAt(),
            settle.correlationId())
        .thenApply(
            outcome ->
                new AwardPaid(
                    settle,
                    outcome instanceof Payments.Refunded ? "" : outcome.toString(),
                    outcome instanceof Payments.RefundRefused,
                    PaidSoFar.of(settle.award())));
  }

  private CompletionStage<AwardPaid> payOut(Purchase purchase, Settle settle) {
    Award award = settle.award();
    return services
        .payments()
        .payOut(
            purchase,
            settle.round(),
            award.amount(),
            award.tax(),
            Payments.Cause.of(award.kind()),
            settle.decidedAt(),
            settle.correlationId())
        .thenApply(
            outcome ->
                new AwardPaid(
                    settle,
                    outcome instanceof Payments.PaidOut ? "" : outcome.toString(),
                    outcome instanceof Payments.PayOutRefused,
                    PaidSoFar.of(settle.award())));
  }

  /** Counts a ticket whose stake is charged. */
  void count(Purchase purchase) {
    begin(Step.COUNT);
    String correlationId = purchase.correlationId();
    context.pipeToSelf(
        services.tally().count(purchase),
        (outcome, failure) ->
            new TallyAnswered(
                failure == null ? outcome : TallyRequests.Outcome.NOT_ANSWERED, correlationId));
  }

  /** Asks once, for promptness: if it is not answered, the tally's projection does it. */
  void uncount(Purchase purchase, String correlationId) {
    services.tally().uncount(purchase, correlationId);
  }

  void answered() {
    underWay = null;
  }

  /**
   * The answer did not help: ask again, but not before {@code atLeast} has passed. After some tries
   * that is left to the sweeper, so that the tickets of a long outage need no memory.
   */
  void askAgain(Duration atLeast) {
    if (attempt >= services.settings().retry().inMemory()) {
      timers.cancel(Proceed.class);
      delay = services.settings().sweeper().unfinishedAfter();
      return;
    }
    Duration backOff = services.settings().retry().delay(attempt++, services.random());
    proceedIn(backOff.compareTo(atLeast) < 0 ? atLeast.plus(backOff) : backOff);
  }

  /** As {@link #askAgain}, but not after the deadline. */
  void askAgainBefore(Instant deadline, Duration atLeast) {
    askAgain(atLeast);
    Duration left = Duration.between(services.clock().instant(), deadline);
    if (left.compareTo(delay) < 0) {
      proceedIn(left.isNegative() ? Duration.ZERO : left);
    }
  }

  /** When it will ask again, zero if it will not. */
  Duration timeToNextStep() {
    return delay;
  }

  private void proceedIn(Duration delay) {
    this.delay = delay;
    timers.startSingleTimer(Proceed.class, new Proceed(), delay);
  }

  /** An event has led to another step, which is the first of its kind. */
  void nextStep() {
    attempt = 0;
    underWay = null;
    cancelTimer();
  }

  boolean isUnderWay(Step step) {
    return underWay == step;
  }

  /** Whether a step towards its approval is under way. */
  private boolean isBeingBought() {
    return underWay == Step.CHECK || underWay == Step.CHARGE || underWay == Step.COUNT;
  }

  private void begin(Step step) {
    cancelTimer();
    underWay = step;
  }

  private void cancelTimer() {
    delay = Duration.ZERO;
    timers.cancel(Proceed.class);
  }
}
