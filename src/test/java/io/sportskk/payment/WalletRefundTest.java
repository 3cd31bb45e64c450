package io.sportskk.payment;

import static io.sportskk.payment.WalletSamples.BUYER;
import static io.sportskk.payment.WalletSamples.DECIDED;
import static io.sportskk.payment.WalletSamples.DEPOSITS_REMEMBERED;
import static io.sportskk.payment.WalletSamples.LAST_REMEMBERED;
import static io.sportskk.payment.WalletSamples.MATCH;
import static io.sportskk.payment.WalletSamples.NOW;
import static io.sportskk.payment.WalletSamples.OPENING;
import static io.sportskk.payment.WalletSamples.RULES;
import static io.sportskk.payment.WalletSamples.charge;
import static io.sportskk.payment.WalletSamples.opening;
import static io.sportskk.payment.WalletSamples.refund;
import static io.sportskk.payment.WalletSamples.reverse;
import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Refunded;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stake is never given back twice, whatever the wallet has forgotten. */
class WalletRefundTest {

  private static final RefundReply GIVEN_BACK = new RefundReply.GivenBack();

  private final List<WalletEvent> stored = new ArrayList<>();
  private WalletRules rules = RULES;
  private WalletState wallet = WalletState.unopened(BUYER);
  private Instant now = NOW;

  /** Whoever decides may have a clock that is ahead of the wallet's. */
  @Test
  void aRefundIsRememberedAsLongAsItsDecisionIsCarriedOut() {
    now = LAST_REMEMBERED.plusNanos(1);
    Instant decidedAt = now.plusSeconds(2);
    ask(refund("t1", 5_000, decidedAt, null));

    now = decidedAt.plus(DEPOSITS_REMEMBERED);
    ask(refund("t1", 5_000, decidedAt, null));
    now = now.plusNanos(1);
    ask(refund("t1", 5_000, decidedAt, null));

    assertThat(stored.stream().filter(Refunded.class::isInstance)).hasSize(1);
  }

  /** {@code V3} It is told why by whoever asks, whatever it stores. */
  @Test
  void aChargeThatTheWalletStillKnowsIsReversedInstead() {
    ask(charge("t1", 5_000, null));

    assertThat(ask(refund("t1", 5_000, null))).isEqualTo(GIVEN_BACK);
    assertThat(ask(refund("t1", 5_000, null))).isEqualTo(GIVEN_BACK);

    assertThat(stored)
        .hasSize(3)
        .last()
        .isEqualTo(
            new ChargeReversed(
                BUYER, "t1", MATCH, Money.won(5_000), ReturnCause.VOID, "correlation-t1", NOW));
  }

  /** {@code V3} */
  @Test
  void aRefundIsStoredWithItsCause() {
    now = LAST_REMEMBERED.plusNanos(1);
    ask(refund("t1", 5_000, null));

    assertThat(stored.get(stored.size() - 1))
        .isInstanceOfSatisfying(
            Refunded.class, it -> assertThat(it.cause()).isEqualTo(ReturnCause.VOID));
  }

  /** {@code V3} Of one stake there is one cause: what comes later moves nothing. */
  @Test
  void aStakeIsGivenBackForOneCause() {
    ask(charge("t1", 5_000, null));
    ask(reverse("t1", null));
    int before = stored.size();
    ask(refund("t1", 5_000, null));

    assertThat(stored).hasSize(before);
    assertThat(stored.get(before - 1))
        .isInstanceOfSatisfying(
            ChargeReversed.class,
            it -> assertThat(it.cause()).isEqualTo(ReturnCause.BUYER_REQUEST));
  }

  /** {@code V3} */
  @Test
  void aNodeOfAnEarlierReleaseNamesNoCause() {
    ask(charge("t1", 5_000, null));
    Decision<ReverseReply> reversed =
        wallet.reverse(
            new WalletCommand.Reverse("t1", MATCH, null, WalletSamples.SALES_CLOSE, "c", null),
            rules,
            now);

    assertThat(reversed.events())
        .containsExactly(new ChargeReversed(BUYER, "t1", MATCH, Money.won(5_000), null, "c", now));
  }

  @Test
  void whatTheWalletKnowsToBeGivenBackIsNotPaidFor() {
    ask(charge("t1", 5_000, null));
    ask(reverse("t1", null));

    assertThat(ask(refund("t1", 5_000, null))).isEqualTo(GIVEN_BACK);

    assertThat(wallet.balance()).isEqualTo(OPENING);
  }

  /** As it is when the time for which matches are remembered was made longer. */
  @Test
  void aWalletThatRemembersTheChargeAgainDoesNotReverseItAfterTheRefund() {
    ask(charge("t1", 5_000, null));
    now = LAST_REMEMBERED.plusNanos(1);
    ask(refund("t1", 5_000, null));

    WalletRules longer =
        new WalletRules(
            OPENING,
            RULES.matchLimit(),
            5_000,
            Duration.ofDays(400),
            DEPOSITS_REMEMBERED,
            1_000,
            RULES.play(),
            RULES.supervision());
    WalletState woken = WalletState.unopened(BUYER);
    for (WalletEvent event : stored) {
      woken = woken.after(event, longer);
    }

    assertThat(woken.balance()).isEqualTo(OPENING);
    assertThat(woken.reverse(reverse("t1", null), longer, now).events()).isEmpty();
  }

  @Test
  void nothingIsChargedAfterARefund() {
    ask(refund("t1", 5_000, null));

    assertThat(ask(charge("t1", 5_000, null)))
        .isEqualTo(new ChargeReply.Refused(ChargeReply.Reason.ALREADY_REVERSED, wallet.balance()));
  }

  /** A void match gives all stakes back, however many. */
  @Test
  void thereIsNoLimitOfNumberForRefunds() {
    rules =
        new WalletRules(
            OPENING,
            RULES.matchLimit(),
            10,
            RULES.rememberChargesFor(),
            DEPOSITS_REMEMBERED,
            1,
            RULES.play(),
            RULES.supervision());
    now = DECIDED;

    for (int ticket = 0; ticket < 20; ticket++) {
      assertThat(ask(refund("t" + ticket, 100, null))).isEqualTo(GIVEN_BACK);
    }
    assertThat(wallet.balance()).isEqualTo(Money.won(OPENING.won() + 20 * 100));
  }

  @Test
  void aRefundForWhichThereIsNoRoomIsRefused() {
    rules = opening(WalletRules.MOST.won() - 99);

    assertThat(ask(refund("t1", 100, null))).isEqualTo(refused(RefundReply.Reason.WALLET_FULL));
    assertThat(stored).isEmpty();
  }

  private static RefundReply refused(RefundReply.Reason reason) {
    return new RefundReply.Refused(reason);
  }

  private ChargeReply ask(WalletCommand.Charge command) {
    return done(wallet.charge(command, rules, now));
  }

  private ReverseReply ask(WalletCommand.Reverse command) {
    return done(wallet.reverse(command, rules, now));
  }

  private RefundReply ask(WalletCommand.Refund command) {
    return done(wallet.refund(command, rules, now));
  }

  private <R> R done(Decision<R> decision) {
    for (WalletEvent event : decision.events()) {
      stored.add(event);
      wallet = wallet.after(event, rules);
    }
    return decision.reply();
  }
}
