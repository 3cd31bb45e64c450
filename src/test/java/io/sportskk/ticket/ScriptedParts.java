package io.sportskk.ticket;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The other parts as one ticket sees them: every question waits until the test answers it, so that
 * a test can stop the saga at any point.
 */
final class ScriptedParts implements Payments, TallyRequests, Sales {

  private volatile boolean willing;
  private volatile Answer known;
  private final Queue<String> causes = new ConcurrentLinkedQueue<>();
  private final Queue<Instant> decisions = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Question<ChargeOutcome>> charges = new LinkedBlockingQueue<>();
  private final BlockingQueue<Question<ReverseOutcome>> reversals = new LinkedBlockingQueue<>();
  private final BlockingQueue<Question<RefundOutcome>> refunds = new LinkedBlockingQueue<>();
  private final Queue<Paid> payOuts = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Question<PayOutOutcome>> payouts = new LinkedBlockingQueue<>();
  private final BlockingQueue<Question<PayUpOutcome>> payUps = new LinkedBlockingQueue<>();
  private final BlockingQueue<PaidUpTo> payUpsAsked = new LinkedBlockingQueue<>();
  private final BlockingQueue<Question<Outcome>> counts = new LinkedBlockingQueue<>();
  private final BlockingQueue<Question<Outcome>> uncounts = new LinkedBlockingQueue<>();
  private final BlockingQueue<Question<Answer>> checks = new LinkedBlockingQueue<>();

  @Override
  public CompletionStage<ChargeOutcome> charge(
      Purchase purchase, Instant payBefore, Instant salesCloseAt, boolean patient) {
    return ask(charges, new Charged(Money.won(95_000)));
  }

  @Override
  public CompletionStage<ReverseOutcome> reverse(
      Purchase purchase, Cause cause, Instant salesCloseAt, String correlationId) {
    causes.add(String.valueOf(cause));
    return ask(reversals, new Reversed(Money.won(100_000)));
  }

  @Override
  public CompletionStage<RefundOutcome> refund(
      Purchase purchase,
      Cause cause,
      Instant salesCloseAt,
      Instant decidedAt,
      String correlationId) {
    causes.add(String.valueOf(cause));
    decisions.add(decidedAt);
    return ask(refunds, new Refunded());
  }

  /** What payment was asked to pay after a correction. */
  record PaidUpTo(int round, PaidSoFar due, PaidSoFar paid) {}

  /** What payment was asked to pay out. */
  record Paid(int round, Money payout, Money tax) {}

  @Override
  public CompletionStage<PayOutOutcome> payOut(
      Purchase purchase,
      int round,
      Money payout,
      Money tax,
      Cause cause,
      Instant decidedAt,
      String correlationId) {
    causes.add(String.valueOf(cause));
    payOuts.add(new Paid(round, payout, tax));
    return ask(payouts, new PaidOut());
  }

  @Override
  public CompletionStage<PayUpOutcome> payUp(
      Purchase purchase,
      int round,
      PaidSoFar due,
      PaidSoFar paid,
      Cause cause,
      Instant decidedAt,
      String correlationId) {
    causes.add(String.valueOf(cause));
    payUpsAsked.add(new PaidUpTo(round, due, paid));
    return ask(payUps, new PaidUp(due));
  }

  @Override
  public CompletionStage<Outcome> count(Purchase purchase) {
    return ask(counts, Outcome.CONFIRMED);
  }

  @Override
  public CompletionStage<Outcome> uncount(Purchase purchase, String correlationId) {
    return ask(uncounts, Outcome.CONFIRMED);
  }

  @Override
  public Optional<Answer> known(String matchId, String team, Instant now) {
    return Optional.ofNullable(known);
  }

  /**
   * From now on the ticket's node knows this of the match; null: nothing, as from the beginning.
   */
  void knowSales(Answer answer) {
    known = answer;
  }

  @Override
  public CompletionStage<Answer> check(String matchId, String team, String correlationId) {
    return ask(checks, new OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
  }

  void answerCharge(ChargeOutcome outcome) throws InterruptedException {
    awaitCharge().answer(outcome);
  }

  /** Before each charge but the first the match is asked again. */
  void answerLaterCharge(ChargeOutcome outcome) throws InterruptedException {
    answerCheck(new OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES));
    answerCharge(outcome);
  }

  Question<ChargeOutcome> awaitCharge() throws InterruptedException {
    return next(charges, "charge");
  }

  void answerReverse(ReverseOutcome outcome) throws InterruptedException {
    awaitReverse().answer(outcome);
  }

  Question<ReverseOutcome> awaitReverse() throws InterruptedException {
    return next(reversals, "reversal");
  }

  void answerRefund(RefundOutcome outcome) throws InterruptedException {
    next(refunds, "refund").answer(outcome);
  }

  /** What was asked. */
  Paid answerPayOut(PayOutOutcome outcome) throws InterruptedException {
    awaitPayOut().answer(outcome);
    return payOuts.remove();
  }

  /** What was asked. */
  PaidUpTo answerPayUp(PayUpOutcome outcome) throws InterruptedException {
    next(payUps, "correction").answer(outcome);
    return payUpsAsked.remove();
  }

  Question<PayOutOutcome> awaitPayOut() throws InterruptedException {
    return next(payouts, "payout");
  }

  /** When it was decided what payment was asked to give back, for each time that it was asked. */
  List<Instant> decisions() {
    return List.copyOf(decisions);
  }

  /** Why payment was asked to give back, or pay, for each time that it was asked. */
  List<String> causes() {
    return List.copyOf(causes);
  }

  void answerCount(Outcome outcome) throws InterruptedException {
    awaitCount().answer(outcome);
  }

  Question<Outcome> awaitCount() throws InterruptedException {
    return next(counts, "count");
  }

  void answerUncount(Outcome outcome) throws InterruptedException {
    next(uncounts, "uncount").answer(outcome);
  }

  void answerCheck(Answer answer) throws InterruptedException {
    awaitCheck().answer(answer);
  }

  Question<Answer> awaitCheck() throws InterruptedException {
    return next(checks, "check of sales");
  }

  /** From now on every question is answered at once, and to the ticket's liking. */
  void answerEverything() {
    willing = true;
    checks.forEach(
        question -> question.answer(new OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES)));
    charges.forEach(question -> question.answer(new Charged(Money.won(95_000))));
    reversals.forEach(question -> question.answer(new Reversed(Money.won(100_000))));
    refunds.forEach(question -> question.answer(new Refunded()));
    payouts.forEach(question -> question.answer(new PaidOut()));
    counts.forEach(question -> question.answer(Outcome.CONFIRMED));
    uncounts.forEach(question -> question.answer(Outcome.CONFIRMED));
  }

  /** No question is open that the test has not seen. */
  void assertNothingAsked() {
    assertThat(charges).as("charges").isEmpty();
    assertThat(reversals).as("reversals").isEmpty();
    assertThat(refunds).as("refunds").isEmpty();
    assertThat(payouts).as("payouts").isEmpty();
    assertThat(counts).as("counts").isEmpty();
    assertThat(uncounts).as("uncounts").isEmpty();
    assertThat(checks).as("checks of sales").isEmpty();
  }

  private <T> CompletionStage<T> ask(BlockingQueue<Question<T>> questions, T willingAnswer) {
    Question<T> question = new Question<>(new CompletableFuture<>());
    questions.add(question);
    if (willing) {
      question.answer(willingAnswer);
    }
    return question.future();
  }

  private static <T> Question<T> next(BlockingQueue<Question<T>> questions, String what)
      throws InterruptedException {
    Question<T> question = questions.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(question).as("the ticket asks for a %s", what).isNotNull();
    return question;
  }

  /** What the ticket has asked and waits for. */
  record Question<T>(CompletableFuture<T> future) {
    void answer(T answer) {
      future.complete(answer);
    }

    void fail(Throwable failure) {
      future.completeExceptionally(failure);
    }
  }
}
