package io.sportskk.payment;

import akka.actor.typed.ActorRef;
import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Function;

/** The wallet, the match and the rules that the tests of this package speak of. */
final class WalletSamples {

  static final String BUYER = "buyer-1";
  static final String MATCH = "match-1";

  /** The time at which the tests begin: sales of the match are on. */
  static final Instant NOW = Instant.parse("2026-05-01T09:30:00Z");

  static final Instant PAY_BEFORE = Instant.parse("2026-05-01T09:40:00Z");
  static final Instant SALES_CLOSE = Instant.parse("2026-05-01T11:00:00Z");
  static final Duration REMEMBERED = Duration.ofDays(7);
  static final Duration DEPOSITS_REMEMBERED = Duration.ofDays(30);

  /** The last moment at which the match is remembered. */
  static final Instant LAST_REMEMBERED = SALES_CLOSE.plus(REMEMBERED);

  /** When it is decided that a stake must be given back: the match is about to be forgotten. */
  static final Instant DECIDED = LAST_REMEMBERED;

  static final Money OPENING = Money.won(1_000_000);

  static final PlayRules PLAY =
      new PlayRules(
          ZoneId.of("Asia/Seoul"),
          Duration.ofHours(24),
          Duration.ofDays(7),
          Duration.ofMinutes(15));

  static final SupervisionRules UNSUPERVISED =
      new SupervisionRules(null, Duration.ofHours(24), 20, 200);

  static final WalletRules RULES =
      new WalletRules(
          OPENING,
          Money.won(100_000),
          5_000,
          REMEMBERED,
          DEPOSITS_REMEMBERED,
          1_000,
          WalletSamples.PLAY,
          WalletSamples.UNSUPERVISED);

  static final PaymentSettings SETTINGS =
      new PaymentSettings(
          RULES,
          100,
          Duration.ofMinutes(2),
          Duration.ofSeconds(1),
          new PaymentSettings.PerBuyer(4, 8));

  private WalletSamples() {}

  static PaymentSettings settings(WalletRules rules) {
    return new PaymentSettings(
        rules,
        SETTINGS.snapshotEvery(),
        SETTINGS.passivateAfter(),
        SETTINGS.askTimeout(),
        SETTINGS.perBuyer());
  }

  static WalletRules opening(long won) {
    return new WalletRules(
        Money.won(won),
        RULES.matchLimit(),
        RULES.matchTickets(),
        RULES.rememberChargesFor(),
        RULES.rememberDepositsFor(),
        RULES.maxDeposits(),
        RULES.play(),
        RULES.supervision());
  }

  static WalletCommand.Charge charge(String ticketId, long won, ActorRef<ChargeReply> replyTo) {
    return charge(ticketId, MATCH, won, replyTo);
  }

  static WalletCommand.Charge charge(
      String ticketId, String matchId, long won, ActorRef<ChargeReply> replyTo) {
    return new WalletCommand.Charge(
        ticketId,
        matchId,
        Money.won(won),
        PAY_BEFORE,
        SALES_CLOSE,
        "correlation-" + ticketId,
        replyTo);
  }

  static WalletCommand.Reverse reverse(String ticketId, ActorRef<ReverseReply> replyTo) {
    return new WalletCommand.Reverse(
        ticketId,
        MATCH,
        ReturnCause.BUYER_REQUEST,
        SALES_CLOSE,
        "correlation-" + ticketId,
        replyTo);
  }

  static WalletCommand.Refund refund(String ticketId, long won, ActorRef<RefundReply> replyTo) {
    return refund(ticketId, won, DECIDED, replyTo);
  }

  static WalletCommand.Refund refund(
      String ticketId, long won, Instant decidedAt, ActorRef<RefundReply> replyTo) {
    return new WalletCommand.Refund(
        ticketId,
        MATCH,
        Money.won(won),
        ReturnCause.VOID,
        SALES_CLOSE,
        decidedAt,
        "correlation-" + ticketId,
        replyTo);
  }

  static WalletCommand.PayOut payOut(
      String ticketId, int round, long payout, long tax, ActorRef<PayOutReply> replyTo) {
    return payOut(ticketId, round, payout, tax, DECIDED, replyTo);
  }

  static WalletCommand.PayOut payOut(
      String ticketId,
      int round,
      long payout,
      long tax,
      Instant decidedAt,
      ActorRef<PayOutReply> replyTo) {
    return new WalletCommand.PayOut(
        ticketId,
        MATCH,
        round,
        Money.won(payout),
        Money.won(tax),
        null,
        decidedAt,
        "correlation-" + ticketId,
        replyTo);
  }

  static WalletCommand.Deposit deposit(String depositId, long won, ActorRef<DepositReply> replyTo) {
    return new WalletCommand.Deposit(
        depositId, Money.won(won), "correlation-" + depositId, replyTo);
  }

  static Function<ActorRef<ChargeReply>, WalletCommand> charge(String ticketId, long won) {
    return replyTo -> charge(ticketId, won, replyTo);
  }

  static Function<ActorRef<ReverseReply>, WalletCommand> reverse(String ticketId) {
    return replyTo -> reverse(ticketId, replyTo);
  }

  static Function<ActorRef<RefundReply>, WalletCommand> refund(String ticketId, long won) {
    return replyTo -> refund(ticketId, won, replyTo);
  }

  static Function<ActorRef<DepositReply>, WalletCommand> deposit(String depositId, long won) {
    return replyTo -> deposit(depositId, won, replyTo);
  }

  /** From the events alone: deposits - charges + reversals + refunds + payouts - taxes. */
  static long balanceOf(Iterable<WalletEvent> events) {
    long balance = 0;
    for (WalletEvent event : events) {
      if (event instanceof WalletEvent.Deposited e) {
        balance += e.amount().won();
      } else if (event instanceof WalletEvent.Charged e) {
        balance -= e.amount().won();
      } else if (event instanceof WalletEvent.ChargeReversed e) {
        balance += e.amount().won();
      } else if (event instanceof WalletEvent.Refunded e) {
        balance += e.amount().won();
      } else if (event instanceof WalletEvent.PaidOut e) {
        balance += e.payout().won() - e.tax().won();
      }
    }
    return balance;
  }
}
