package io.sportskk.ticket;

import akka.actor.typed.ActorRef;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.sportskk.kernel.Money;
import io.sportskk.ticket.TicketCommand.Buy;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketRejected;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import io.sportskk.ticket.TicketProgress.ChargeAnswered;
import io.sportskk.ticket.TicketProgress.SalesChecked;
import io.sportskk.ticket.TicketProgress.SalesRechecked;
import io.sportskk.ticket.TicketProgress.TallyAnswered;
import io.sportskk.ticket.TicketSaga.Step;
import io.sportskk.ticket.TicketState.Approved;
import io.sportskk.ticket.TicketState.Pending;
import io.sportskk.ticket.TicketState.Sold;
import io.sportskk.ticket.TicketState.Unsold;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The purchase saga of one ticket: is it on sale, is it paid, is it counted. */
final class Purchasing {

  private final String ticketId;
  private final TicketServices services;
  private final TicketSaga saga;
  private final TicketEffects effects;

  /** Whose request is not answered yet, if any: nothing of it survives a restart of the entity. */
  private ActorRef<BuyReply> buyer;

  /** What his wallet held when it charged or refused the stake; null while that is not known. */
  private Money balance;

  Purchasing(String ticketId, TicketServices services, TicketSaga saga, TicketEffects effects) {
    this.ticketId = ticketId;
    this.services = services;
    this.saga = saga;
    this.effects = effects;
  }

  ReplyEffect<TicketEvent, TicketState> buy(Unsold state, Buy buy) {
    if (buyer != null) {
      return stillRunning(buy);
    }
    if (!effects.refused().waits(buy)) {
      effects.log().debug("a repetition that nobody waits for came late: nothing is bought");
      return effects.noReply(); // it has been answered, or has been given up
    }
    if (effects.refused().isFromTheFuture(buy)) {
      effects
          .log()
          .warn(
              "nothing sold: it is asked to answer by {}; is the clock of a gateway wrong?",
              buy.answerBy());
      return effects.refuseForNow(buy, buy.replyTo(), new BuyReply.SalesUnavailable());
    }
    StakeLimits limits = services.settings().stake();
    if (!limits.allow(buy.stake())) {
      return effects.refuse(
          buy,
          buy.replyTo(),
          new BuyReply.StakeOutOfBounds(limits.min(), limits.max(), limits.step()));
    }
    buyer = buy.replyTo();
    Instant now = services.clock().instant();
    Optional<Sales.Answer> known = services.sales().known(buy.matchId(), buy.team(), now);
    if (known.isPresent()) {
      return request(buy, known.get(), now);
    }
    effects
        .context()
        .pipeToSelf(
            services.sales().check(buy.matchId(), buy.team(), buy.correlationId()),
            (answer, failure) ->
                new SalesChecked(
                    buy, failure == null ? answer : new Sales.Unavailable(failure.toString())));
    return effects.noReply(); // the buyer is answered when the match has answered
  }

  ReplyEffect<TicketEvent, TicketState> request(Unsold state, SalesChecked checked) {
    Buy buy = checked.buy();
    Instant now = services.clock().instant();
    return request(
        buy, services.sales().upToDate(buy.matchId(), buy.team(), now, checked.answer()), now);
  }

  /**
   * @param now when it was judged, which is when the ticket is sold
   */
  private ReplyEffect<TicketEvent, TicketState> request(Buy buy, Sales.Answer answer, Instant now) {
    if (answer instanceof Sales.OnSale onSale && !now.isBefore(onSale.closesAt())) {
      return request(buy, new Sales.NotOnSale(Sales.Refusal.SALES_CLOSED), now);
    }
    // Who has given up meanwhile may already be buying something else instead.
    if (answer instanceof Sales.OnSale onSale && effects.refused().waits(buy)) {
      TicketRequested requested =
          new TicketRequested(
              new Purchase(
                  ticketId,
                  buy.buyerId(),
                  buy.matchId(),
                  buy.team(),
                  buy.stake(),
                  now,
                  buy.correlationId()),
              services.settings().payBefore(now, onSale.closesAt()),
              onSale.closesAt(),
              onSale.rules());
      services.turns().purchaseBegins();
      return effects.persist(requested, pending -> saga.charge((Pending) pending, false));
    }
    buyer = null;
    if (answer instanceof Sales.NotOnSale refusal) {
      return effects.refuse(buy, buy.replyTo(), new BuyReply.NotOnSale(refusal.reason()));
    }
    effects.log().warn("nothing sold: whether match {} is on sale is not known", buy.matchId());
    return effects.refuseForNow(buy, buy.replyTo(), new BuyReply.SalesUnavailable());
  }

  ReplyEffect<TicketEvent, TicketState> buyAgain(Sold state, Buy buy) {
    Purchase first = state.purchase();
    boolean sameContent =
        first.buyerId().equals(buy.buyerId())
            && first.matchId().equals(buy.matchId())
            && first.team().equals(buy.team())
            && first.stake().equals(buy.stake());
    if (!sameContent) {
      return effects.reply(buy.replyTo(), new BuyReply.OtherContent());
    }
    if (buyer != null) {
      return stillRunning(buy);
    }
    return effects.reply(buy.replyTo(), taken(state, true, false));
  }

  private ReplyEffect<TicketEvent, TicketState> stillRunning(Buy buy) {
    return buyer.equals(buy.replyTo())
        ? effects.noReply() // the same request asks again, and will be answered
        : effects.reply(buy.replyTo(), new BuyReply.StillRunning());
  }

  ReplyEffect<TicketEvent, TicketState> charged(Pending state, ChargeAnswered answer) {
    if (saga.isUnderWay(Step.COUNT)) {
      return effects.noReply(); // it was asked before the entity was recovered, and again since
    }
    saga.answered();
    Instant now = services.clock().instant();
    if (answer.outcome() instanceof Payments.Charged done) {
      balance = done.balance();
      // First, so that what is stored as approved says whether it is counted: one event for both.
      saga.count(state.purchase());
      return effects.noReply();
    }
    if (answer.outcome() instanceof Payments.Refused refused) {
      balance = refused.balance();
      return effects.persist(
          new TicketRejected(state.purchase(), refused.reason(), now), this::answer);
    }
    if (answer.outcome() instanceof Payments.Late) {
      return giveUp(state, CancellationReason.PAYMENT_TIMEOUT, now);
    }
    boolean suspended = answer.outcome() instanceof Payments.Suspended;
    Duration retryAfter =
        answer.outcome() instanceof Payments.Suspended open ? open.retryAfter() : Duration.ZERO;
    saga.askAgainBefore(state.payBefore(), retryAfter);
    effects.log().debug("{}: asked again in {}", answer.outcome(), saga.timeToNextStep());
    answer(state, suspended);
    return effects.noReply();
  }

  /** Whatever the tally says: if it has not counted it, its projection will. */
  ReplyEffect<TicketEvent, TicketState> counted(Pending state, TallyAnswered answer) {
    if (!saga.isUnderWay(Step.COUNT)) {
      return effects.noReply(); // it was asked before the entity was recovered
    }
    saga.answered();
    Instant now = services.clock().instant();
    return effects.persist(
        new TicketApproved(
            state.purchase(),
            services.settings().cancellableUntil(now, state.salesCloseAt()),
            answer.outcome() == TallyRequests.Outcome.CONFIRMED,
            now),
        this::answer);
  }

  /** Of a ticket that was not counted when it was approved. */
  ReplyEffect<TicketEvent, TicketState> tallied(Approved state, TallyAnswered answer) {
    saga.answered();
    if (answer.outcome() != TallyRequests.Outcome.CONFIRMED || state.ticket().tallied()) {
      return effects.noReply(); // the sweeper will ask again
    }
    return effects.persist(
        new TicketTallied(state.purchase(), services.clock().instant()), tallied -> {});
  }

  /** The next step, unless the deadline has passed. */
  ReplyEffect<TicketEvent, TicketState> proceed(Sold state) {
    Instant now = services.clock().instant();
    if (state instanceof Pending pending
        && !saga.isUnderWay(Step.CHARGE)
        && !saga.isUnderWay(Step.COUNT)
        && !now.isBefore(pending.payBefore())) {
      return giveUp(pending, CancellationReason.PAYMENT_TIMEOUT, now);
    }
    saga.takeStep(state);
    return effects.noReply();
  }

  /**
   * The answer of the match before a later charge. One that does not answer, or whose sales are
   * suspended, is waited for.
   */
  ReplyEffect<TicketEvent, TicketState> rechecked(Pending state, SalesRechecked checked) {
    if (!saga.isUnderWay(Step.CHECK)) {
      return effects.noReply(); // it was asked before the entity was recovered, and again since
    }
    saga.answered();
    Instant now = services.clock().instant();
    if (!now.isBefore(state.payBefore())) {
      return giveUp(state, CancellationReason.PAYMENT_TIMEOUT, now);
    }
    Purchase purchase = state.purchase();
    Sales.Answer answer =
        services.sales().upToDate(purchase.matchId(), purchase.team(), now, checked.answer());
    if (answer instanceof Sales.NotOnSale refusal
        && refusal.reason() == Sales.Refusal.SALES_CLOSED) {
      return giveUp(state, CancellationReason.SALES_CLOSED, now);
    }
    if (answer instanceof Sales.OnSale) {
      saga.charge(state, true);
    } else {
      saga.askAgainBefore(state.payBefore(), Duration.ZERO);
    }
    return effects.noReply();
  }

  private ReplyEffect<TicketEvent, TicketState> giveUp(
      Pending state, CancellationReason reason, Instant now) {
    return effects.persist(
        new CancellationRequested(state.purchase(), reason, state.purchase().correlationId(), now),
        cancelling -> {
          answer(cancelling);
          saga.takeStep(cancelling);
        });
  }

  /** Whether somebody waits for an answer. */
  boolean isAwaited() {
    return buyer != null;
  }

  /** The entity was recovered from its events: whoever waited has been given up. */
  void forget() {
    buyer = null;
    balance = null;
  }

  /** Tells the buyer who waits, if any, how the purchase stands. */
  void answer(Sold state) {
    answer(state, false);
  }

  private void answer(Sold state, boolean paymentSuspended) {
    if (buyer != null) {
      if (state instanceof Pending) {
        services.report().outcome(effects.log(), state.ticket());
      }
      services
          .turns()
          .purchaseEnds(
              Duration.between(state.purchase().requestedAt(), services.clock().instant()));
      buyer.tell(taken(state, false, paymentSuspended));
      buyer = null;
    }
    balance = null;
  }

  private BuyReply taken(Sold state, boolean replayed, boolean paymentSuspended) {
    return new BuyReply.Taken(
        state.ticket(),
        replayed,
        state.history().wasApproved(),
        paymentSuspended,
        saga.timeToNextStep(),
        replayed ? null : balance);
  }
}
