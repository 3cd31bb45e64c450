package io.sportskk.payment;

import static io.sportskk.payment.WalletSamples.BUYER;
import static io.sportskk.payment.WalletSamples.DECIDED;
import static io.sportskk.payment.WalletSamples.DEPOSITS_REMEMBERED;
import static io.sportskk.payment.WalletSamples.MATCH;
import static io.sportskk.payment.WalletSamples.NOW;
import static io.sportskk.payment.WalletSamples.OPENING;
import static io.sportskk.payment.WalletSamples.RULES;
import static io.sportskk.payment.WalletSamples.charge;
import static io.sportskk.payment.WalletSamples.opening;
import static io.sportskk.payment.WalletSamples.payOut;
import static io.sportskk.payment.WalletSamples.refund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.PaidOut;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A ticket is paid out once for each round, whatever the wallet has forgotten. */
class WalletPayoutTest {

  private static final PayOutReply PAID_OUT = new PayOutReply.PaidOut();

  private final List<WalletEvent> stored = new ArrayList<>();
  private WalletRules rules = RULES;
  private WalletState wallet = WalletState.unopened(BUYER);
  private Instant now = NOW;

  @Test
  void whatComesInIsThePayoutLessTheTax() {
    ask(charge("t1", 100_000, null));

    assertThat(ask(payOut("t1", 1, 2_010_000, 420_200, null))).isEqualTo(PAID_OUT);

    assertThat(stored)
        .last()
        .isEqualTo(
            new PaidOut(
                BUYER,
                "t1",
                MATCH,
                1,
                Money.won(2_010_000),
                Money.won(420_200),
                null,
                DECIDED,
                "correlation-t1",
                NOW));
    assertThat(wallet.balance()).isEqualTo(Money.won(OPENING.won() - 100_000 + 1_589_800));
    assertThat(wallet.shown(rules, now).openCharges()).isEmpty();
    assertThat(wallet.openCharges()).isEmpty();
  }

  /** {@code R4}: an underpayment is made good by a later round, once. */
  @Test
  void aCorrectionIsPaidOnTopOnceAndAnOldRoundIsNotPaidAgainAfterIt() {
    ask(charge("t1", 1_000, null));
    ask(payOut("t1", 1, 1_500, 0, null));

    ask(payOut("t1", 2, 300, 0, null));
    ask(payOut("t1", 2, 300, 0, null));
    ask(payOut("t1", 1, 1_500, 0, null));

    assertThat(wallet.balance()).isEqualTo(Money.won(OPENING.won() - 1_000 + 1_500 + 300));
  }

  /** {@code R4} What is owed is what is due less all that was paid, whoever knows of it. */
  @Test
  void whatACorrectionLeavesOwingIsPaidOnce() {
    ask(charge("t1", 1_000, null));
    ask(payOut("t1", 1, 1_500, 100, null));

    for (int i = 0; i < 2; i++) {
      assertThat(payUp("t1", 2, sum(1_800, 150), PaidSum.NONE)).isEqualTo(paidUp(1_800, 150));
    }
    assertThat(stored)
        .last()
        .isEqualTo(
            new PaidOut(
                BUYER,
                "t1",
                MATCH,
                2,
                Money.won(300),
                Money.won(50),
                null,
                DECIDED,
                "correlation-t1",
                NOW));
    assertThat(payUp("t1", 3, sum(0, 0), PaidSum.NONE)).isEqualTo(paidUp(1_800, 150));
    assertThat(payUp("t1", 2, sum(2_000, 150), PaidSum.NONE))
        .isEqualTo(new PayUpReply.Refused(PayOutReply.Reason.OTHER_AMOUNT));
    assertThat(wallet.balance()).isEqualTo(Money.won(OPENING.won() - 1_000 + 1_400 + 250));
    assertThat(wallet.hasStaked(MATCH, rules, now)).isTrue();
  }

  /** {@code R4} A request of an earlier round that was long on its way. */
  @Test
  void anEarlierRoundIsNotPaidAfterALaterOne() {
    ask(charge("t1", 1_000, null));
    payUp("t1", 3, sum(1_800, 0), PaidSum.NONE);
    assertThat(ask(payOut("t1", 1, 1_500, 0, null)))
        .isEqualTo(refused(PayOutReply.Reason.LATER_ROUND));
    assertThat(payUp("t1", 2, sum(1_900, 0), PaidSum.NONE))
        .isEqualTo(new PayUpReply.Refused(PayOutReply.Reason.LATER_ROUND));
  }

  /** {@code R4} What the wallet has forgotten the ticket knows. */
  @Test
  void whatTheTicketKnowsThatItWasPaidIsNotPaidAgain() {
    ask(charge("t1", 1_000, null));
    assertThat(payUp("t1", 2, sum(1_800, 0), sum(1_500, 0))).isEqualTo(paidUp(1_800, 0));
    assertThat(wallet.balance()).isEqualTo(Money.won(OPENING.won() - 1_000 + 300));
  }

  /** {@code R4} Nobody had won, and now the ticket has. */
  @Test
  void aStakeThatWasGivenBackIsPartOfWhatACorrectionPays() {
    ask(charge("t1", 1_000, null));
    done(wallet.refund(WalletSamples.refund("t1", 1_000, null), rules, now));
    assertThat(payUp("t1", 2, sum(2_500, 0), PaidSum.NONE)).isEqualTo(paidUp(2_500, 0));
    assertThat(wallet.balance()).isEqualTo(Money.won(OPENING.won() + 1_500));
  }

  /** {@code V3} What a stake is paid back by is told from what was won. */
  @Test
  void whatIsLeftOfAStakeIsPaidWithItsCause() {
    ask(charge("t1", 1_000, null));
    WalletCommand.PayOut won = payOut("t1", 1, 700, 0, null);
    ask(
        new WalletCommand.PayOut(
            won.ticketId(),
            won.matchId(),
            won.round(),
            won.payout(),
            won.tax(),
            ReturnCause.NOBODY_WON,
            won.decidedAt(),
            won.correlationId(),
            null));
    assertThat(cause()).isEqualTo(ReturnCause.NOBODY_WON);

    payUp("t1", 2, sum(1_000, 0), PaidSum.NONE, ReturnCause.VOID);
    assertThat(cause()).isEqualTo(ReturnCause.VOID);

    payUp("t1", 3, sum(2_500, 0), PaidSum.NONE);
    assertThat(cause()).isNull();
  }

  private ReturnCause cause() {
    return ((PaidOut) stored.get(stored.size() - 1)).cause();
  }

  /** {@code R4} */
  @Test
  void whatWasNeverChargedIsNotPaidByACorrection() {
    rules = opening(500);
    done(wallet.charge(charge("t1", 1_000, null), rules, now));
    assertThat(payUp("t1", 2, sum(2_500, 0), PaidSum.NONE))
        .isEqualTo(new PayUpReply.Refused(PayOutReply.Reason.NOT_CHARGED));
  }

  private static PaidSum sum(long gross, long tax) {
    return new PaidSum(Money.won(gross), Money.won(tax));
  }

  private static PayUpReply paidUp(long gross, long tax) {
    return new PayUpReply.PaidUp(sum(gross, tax));
  }

  private PayUpReply payUp(String ticketId, int round, PaidSum due, PaidSum paid) {
    return payUp(ticketId, round, due, paid, null);
  }

  private PayUpReply payUp(
      String ticketId, int round, PaidSum due, PaidSum paid, ReturnCause cause) {
    return done(
        wallet.payUp(
            new WalletCommand.PayUp(
                ticketId,
                MATCH,
                Money.won(1_000),
                round,
                due,
                paid,
                cause,
                DECIDED,
                "correlation-" + ticketId,
                null),
            rules,
            now));
  }

  /** Whoever decides may have a clock that is ahead of the wallet's. */
  @Test
  void aPayoutIsRememberedAsLongAsItsDecisionIsCarriedOut() {
    now = DECIDED;
    Instant decidedAt = now.plusSeconds(2);
    ask(payOut("t1", 1, 1_500, 0, decidedAt, null));

    now = decidedAt.plus(DEPOSITS_REMEMBERED);
    assertThat(ask(payOut("t1", 1, 1_500, 0, decidedAt, null))).isEqualTo(PAID_OUT);
    now = now.plusNanos(1);
    assertThat(ask(payOut("t1", 1, 1_500, 0, decidedAt, null)))
        .isEqualTo(refused(PayOutReply.Reason.DECIDED_TOO_LONG_AGO));

    assertThat(stored.stream().filter(PaidOut.class::isInstance)).hasSize(1);
    ask(payOut("t2", 1, 100, 0, now, null));
    assertThat(wallet.payouts().get(MATCH).byTicket())
        .as("what is forgotten is not kept")
        .containsOnlyKeys("t2");
  }

  /** The match is forgotten together: none of it before its time. */
  @Test
  void anEarlierPayoutOfTheSameMatchIsRememberedAsLongAsALaterOne() {
    ask(charge("t1", 1_000, null));
    ask(payOut("t1", 1, 1_500, 0, NOW.minusSeconds(9), null));
    now = NOW.plus(DEPOSITS_REMEMBERED);
    ask(payOut("t1", 2, 100, 0, now, null));

    now = now.plus(DEPOSITS_REMEMBERED);

    assertThat(wallet.hasPaidOut(MATCH, "t1")).isTrue();
    assertThat(ask(payOut("t1", 1, 1_500, 0, NOW.minusSeconds(9), null))).isEqualTo(PAID_OUT);
  }

  /** By whatever the wallet may have forgotten. */
  @Test
  void noLimitOfNumberRefusesAWinner() {
    rules =
        new WalletRules(
            OPENING,
            RULES.matchLimit(),
            1,
            RULES.rememberChargesFor(),
            DEPOSITS_REMEMBERED,
            1,
            RULES.play(),
            RULES.supervision());
    now = DECIDED;

    for (int ticket = 0; ticket < 20; ticket++) {
      assertThat(ask(payOut("t" + ticket, 1, 100, 0, null))).isEqualTo(PAID_OUT);
    }
    assertThat(wallet.balance()).isEqualTo(Money.won(OPENING.won() + 20 * 100));
  }

  @Test
  void whatWasRefundedIsNotPaidOut() {
    now = DECIDED.plus(Duration.ofDays(1));
    ask(refund("t1", 1_000, null));

    assertThat(ask(payOut("t1", 1, 1_500, 0, null)))
        .isEqualTo(refused(PayOutReply.Reason.NOT_CHARGED));
  }

  /** The ticket's own stake does not come back, so that it needs no room. */
  @Test
  void aPayoutForWhichThereIsNoRoomIsRefused() {
    rules = opening(WalletRules.MOST.won());
    ask(charge("t1", 1_000, null));

    assertThat(ask(payOut("t1", 1, 1_001, 0, null)))
        .isEqualTo(refused(PayOutReply.Reason.WALLET_FULL));
    assertThat(ask(payOut("t1", 1, 1_001, 1, null))).isEqualTo(PAID_OUT);
    assertThat(wallet.balance()).isEqualTo(WalletRules.MOST);
  }

  /** As it is when the time for which matches are remembered was made longer. */
  @Test
  void aWalletThatRemembersTheChargeAgainDoesNotGiveItBackAfterThePayout() {
    ask(charge("t1", 5_000, null));
    now = DECIDED.plusNanos(1);
    ask(payOut("t1", 1, 9_000, 0, null));

    WalletRules longer =
        new WalletRules(
            OPENING,
            RULES.matchLimit(),
            5_000,
            Duration.ofDays(400),
            Duration.ofSeconds(1),
            1_000,
            RULES.play(),
            RULES.supervision());
    WalletState woken = WalletState.unopened(BUYER);
    for (WalletEvent event : stored) {
      woken = woken.after(event, longer);
    }
    now = now.plus(DEPOSITS_REMEMBERED);

    assertThat(woken.reverse(WalletSamples.reverse("t1", null), longer, now))
        .isEqualTo(Decision.unchanged(new ReverseReply.PaidOut()));
    assertThat(woken.refund(refund("t1", 5_000, now, null), longer, now))
        .isEqualTo(Decision.unchanged(new RefundReply.Refused(RefundReply.Reason.PAID_OUT)));
    assertThat(woken.charge(charge("t1", 5_000, null), longer, now).reply())
        .isInstanceOf(ChargeReply.Charged.class);
  }

  @Test
  void nothingAndLessThanNothingCantBePaid() {
    assertThatThrownBy(() -> payOut("t1", 1, 0, 0, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> payOut("t1", 1, 100, 101, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a payout of 100 KRW with a tax of 101 KRW");
  }

  private static PayOutReply refused(PayOutReply.Reason reason) {
    return new PayOutReply.Refused(reason);
  }

  private void ask(WalletCommand.Charge command) {
    assertThat(done(wallet.charge(command, rules, now))).isInstanceOf(ChargeReply.Charged.class);
  }

  private void ask(WalletCommand.Refund command) {
    assertThat(done(wallet.refund(command, rules, now))).isEqualTo(new RefundReply.GivenBack());
  }

  private PayOutReply ask(WalletCommand.PayOut command) {
    return done(wallet.payOut(command, rules, now));
  }

  private <R> R done(Decision<R> decision) {
    for (WalletEvent event : decision.events()) {
      stored.add(event);
      wallet = wallet.after(event, rules);
    }
    return decision.reply();
  }
}
