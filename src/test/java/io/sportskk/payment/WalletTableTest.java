package io.sportskk.payment;

import static io.sportskk.payment.WalletSamples.BUYER;
import static io.sportskk.payment.WalletSamples.DECIDED;
import static io.sportskk.payment.WalletSamples.DEPOSITS_REMEMBERED;
import static io.sportskk.payment.WalletSamples.LAST_REMEMBERED;
import static io.sportskk.payment.WalletSamples.NOW;
import static io.sportskk.payment.WalletSamples.PAY_BEFORE;
import static io.sportskk.payment.WalletSamples.SALES_CLOSE;
import static io.sportskk.payment.WalletSamples.charge;
import static io.sportskk.payment.WalletSamples.deposit;
import static io.sportskk.payment.WalletSamples.payOut;
import static io.sportskk.payment.WalletSamples.refund;
import static io.sportskk.payment.WalletSamples.reverse;
import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import io.sportskk.payment.ChargeReply.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The whole table: each situation of a wallet, and of ticket t1 in it, by each command about t1.
 * The rules of this table: 1,000 to begin with, of which t1 costs 600.
 */
class WalletTableTest {

  private static final WalletRules TABLE = WalletSamples.opening(1_000);

  /** What has become of a wallet, and what time it is. */
  private record Situation(String name, WalletState wallet, Instant now) {

    static Situation of(String name, Instant now, WalletCommand... before) {
      WalletState wallet = WalletState.unopened(BUYER);
      for (WalletCommand command : before) {
        for (WalletEvent event : decide(wallet, command, NOW).events()) {
          wallet = wallet.after(event, TABLE);
        }
      }
      return new Situation(name, wallet, now);
    }
  }

  /** The balance in these replies is that of the wallet afterwards: it is compared with it. */
  private static final ChargeReply CHARGED = new ChargeReply.Charged(null);

  private static final ReverseReply REVERSED = new ReverseReply.Reversed(null);
  private static final ReverseReply FORGOTTEN = new ReverseReply.Forgotten();
  private static final ReverseReply IS_PAID_OUT = new ReverseReply.PaidOut();
  private static final PayOutReply PAID_OUT = new PayOutReply.PaidOut();
  private static final RefundReply GIVEN_BACK = new RefundReply.GivenBack();

  /** Reply and events (without the opening balance) of each command about t1 and d1. */
  private record Row(
      Situation situation,
      Cell charge,
      Cell reverse,
      Cell refund,
      Cell payOut,
      Cell deposit,
      long balance,
      int openCharges) {}

  private record Cell(Object reply, List<Class<? extends WalletEvent>> events) {}

  private static Cell stores(Object reply, Class<? extends WalletEvent> event) {
    return new Cell(reply, List.of(event));
  }

  private static Cell nothing(Object reply) {
    return new Cell(reply, List.of());
  }

  private static Cell refuses(Reason reason) {
    return stores(new ChargeReply.Refused(reason, null), WalletEvent.ChargeBarred.class);
  }

  private static Cell stillRefused(Reason reason) {
    return nothing(new ChargeReply.Refused(reason, null));
  }

  private static Cell charges() {
    return stores(CHARGED, WalletEvent.Charged.class);
  }

  private static Cell reverses() {
    return stores(REVERSED, WalletEvent.ChargeReversed.class);
  }

  private static Cell refunds() {
    return stores(GIVEN_BACK, WalletEvent.Refunded.class);
  }

  private static Cell reversesInstead() {
    return stores(GIVEN_BACK, WalletEvent.ChargeReversed.class);
  }

  private static Cell refusesRefund(RefundReply.Reason reason) {
    return nothing(new RefundReply.Refused(reason));
  }

  private static Cell pays() {
    return stores(PAID_OUT, WalletEvent.PaidOut.class);
  }

  private static Cell refusesPayOut(PayOutReply.Reason reason) {
    return nothing(new PayOutReply.Refused(reason));
  }

  private static Cell bars() {
    return stores(REVERSED, WalletEvent.ChargeBarred.class);
  }

  private static Cell deposits(long balance) {
    return stores(
        new DepositReply.Deposited(Money.won(balance), false), WalletEvent.Deposited.class);
  }

  private static final List<Row> ROWS =
      List.of(
          new Row(
              Situation.of("untouched", NOW),
              charges(),
              bars(),
              refunds(),
              pays(),
              deposits(1_050),
              1_000,
              0),
          new Row(
              Situation.of("nothing of the ticket", NOW, charge("t0", 100, null)),
              charges(),
              bars(),
              refunds(),
              pays(),
              deposits(950),
              900,
              1),
          new Row(
              Situation.of("charged", NOW, charge("t1", 600, null)),
              nothing(CHARGED),
              reverses(),
              reversesInstead(),
              pays(),
              deposits(450),
              400,
              1),
          new Row(
              Situation.of("reversed", NOW, charge("t1", 600, null), reverse("t1", null)),
              stillRefused(Reason.ALREADY_REVERSED),
              nothing(REVERSED),
              nothing(GIVEN_BACK),
              refusesPayOut(PayOutReply.Reason.NOT_CHARGED),
              deposits(1_050),
              1_000,
              0),
          new Row(
              Situation.of("barred", NOW, reverse("t1", null)),
              stillRefused(Reason.ALREADY_REVERSED),
              nothing(REVERSED),
              nothing(GIVEN_BACK),
              refusesPayOut(PayOutReply.Reason.NOT_CHARGED),
              deposits(1_050),
              1_000,
              0),
          new Row(
              Situation.of("refused", NOW, charge("t1", 1_001, null)),
              stillRefused(Reason.INSUFFICIENT_FUNDS),
              nothing(REVERSED),
              nothing(GIVEN_BACK),
              refusesPayOut(PayOutReply.Reason.NOT_CHARGED),
              deposits(1_050),
              1_000,
              0),
          new Row(
              Situation.of("no money left", NOW, charge("t0", 401, null)),
              refuses(Reason.INSUFFICIENT_FUNDS),
              bars(),
              refunds(),
              pays(),
              deposits(649),
              599,
              1),
          new Row(
              Situation.of("deposited", NOW, deposit("d1", 50, null)),
              charges(),
              bars(),
              refunds(),
              pays(),
              nothing(new DepositReply.Deposited(Money.won(1_050), true)),
              1_050,
              0),
          new Row(
              Situation.of("deposited another amount", NOW, deposit("d1", 51, null)),
              charges(),
              bars(),
              refunds(),
              pays(),
              nothing(new DepositReply.OtherAmount(Money.won(51))),
              1_051,
              0),
          new Row(
              Situation.of("too late to charge", PAY_BEFORE, charge("t0", 100, null)),
              refuses(Reason.TOO_LATE),
              bars(),
              refunds(),
              pays(),
              deposits(950),
              900,
              1),
          new Row(
              Situation.of("charged and too late", PAY_BEFORE, charge("t1", 600, null)),
              nothing(CHARGED),
              reverses(),
              reversesInstead(),
              pays(),
              deposits(450),
              400,
              1),
          new Row(
              Situation.of("sales closed", SALES_CLOSE, charge("t0", 100, null)),
              refuses(Reason.TOO_LATE),
              bars(),
              refunds(),
              pays(),
              deposits(950),
              900,
              1),
          new Row(
              Situation.of("forgotten", LAST_REMEMBERED.plusNanos(1), charge("t1", 600, null)),
              stillRefused(Reason.TOO_LATE),
              nothing(FORGOTTEN),
              refunds(),
              pays(),
              deposits(450),
              400,
              0),
          new Row(
              Situation.of("refunded", NOW, refund("t1", 600, null)),
              stillRefused(Reason.ALREADY_REVERSED),
              nothing(REVERSED),
              nothing(GIVEN_BACK),
              refusesPayOut(PayOutReply.Reason.NOT_CHARGED),
              deposits(1_650),
              1_600,
              0),
          new Row(
              Situation.of("refunded another amount", NOW, refund("t1", 500, null)),
              stillRefused(Reason.ALREADY_REVERSED),
              nothing(REVERSED),
              refusesRefund(RefundReply.Reason.OTHER_AMOUNT),
              refusesPayOut(PayOutReply.Reason.NOT_CHARGED),
              deposits(1_550),
              1_500,
              0),
          new Row(
              Situation.of(
                  "refunded and the match forgotten",
                  LAST_REMEMBERED.plusNanos(1),
                  refund("t1", 600, null)),
              stillRefused(Reason.TOO_LATE),
              nothing(FORGOTTEN),
              nothing(GIVEN_BACK),
              refusesPayOut(PayOutReply.Reason.NOT_CHARGED),
              deposits(1_650),
              1_600,
              0),
          new Row(
              Situation.of(
                  "decided too long ago",
                  DECIDED.plus(DEPOSITS_REMEMBERED).plusNanos(1),
                  charge("t1", 600, null)),
              stillRefused(Reason.TOO_LATE),
              nothing(FORGOTTEN),
              refusesRefund(RefundReply.Reason.DECIDED_TOO_LONG_AGO),
              refusesPayOut(PayOutReply.Reason.DECIDED_TOO_LONG_AGO),
              deposits(450),
              400,
              0),
          new Row(
              Situation.of(
                  "paid out", NOW, charge("t1", 600, null), payOut("t1", 1, 900, 100, null)),
              nothing(CHARGED),
              nothing(IS_PAID_OUT),
              refusesRefund(RefundReply.Reason.PAID_OUT),
              nothing(PAID_OUT),
              deposits(1_250),
              1_200,
              0),
          new Row(
              Situation.of(
                  "paid out another amount",
                  NOW,
                  charge("t1", 600, null),
                  payOut("t1", 1, 901, 100, null)),
              nothing(CHARGED),
              nothing(IS_PAID_OUT),
              refusesRefund(RefundReply.Reason.PAID_OUT),
              refusesPayOut(PayOutReply.Reason.OTHER_AMOUNT),
              deposits(1_251),
              1_201,
              0),
          new Row(
              Situation.of(
                  "paid out in another round",
                  NOW,
                  charge("t1", 600, null),
                  payOut("t1", 0, 900, 100, null)),
              nothing(CHARGED),
              nothing(IS_PAID_OUT),
              refusesRefund(RefundReply.Reason.PAID_OUT),
              pays(),
              deposits(1_250),
              1_200,
              0),
          new Row(
              Situation.of(
                  "paid out and the match forgotten",
                  LAST_REMEMBERED.plusNanos(1),
                  charge("t1", 600, null),
                  payOut("t1", 1, 900, 100, null)),
              stillRefused(Reason.TOO_LATE),
              nothing(IS_PAID_OUT),
              refusesRefund(RefundReply.Reason.PAID_OUT),
              nothing(PAID_OUT),
              deposits(1_250),
              1_200,
              0),
          new Row(
              Situation.of("excluded", NOW, new WalletCommand.Exclude(DECIDED, BUYER, "c", null)),
              refuses(Reason.SELF_EXCLUDED),
              bars(),
              refunds(),
              pays(),
              nothing(new DepositReply.Excluded(DECIDED)),
              1_000,
              0),
          new Row(
              Situation.of(
                  "paid out though nothing was known", NOW, payOut("t1", 1, 900, 100, null)),
              stillRefused(Reason.TOO_LATE),
              nothing(IS_PAID_OUT),
              refusesRefund(RefundReply.Reason.PAID_OUT),
              nothing(PAID_OUT),
              deposits(1_850),
              1_800,
              0));

  @TestFactory
  Stream<DynamicTest> everySituationAnswersEveryCommand() {
    return ROWS.stream()
        .flatMap(
            row ->
                Stream.of(
                    cell(row, "Charge", charge("t1", 600, null), Row::charge),
                    cell(row, "Reverse", reverse("t1", null), Row::reverse),
                    cell(row, "Refund", refund("t1", 600, null), Row::refund),
                    cell(row, "PayOut", payOut("t1", 1, 900, 100, null), Row::payOut),
                    cell(row, "Deposit", deposit("d1", 50, null), Row::deposit),
                    DynamicTest.dynamicTest(
                        row.situation().name() + " by HasStaked",
                        () -> {
                          WalletState wallet = row.situation().wallet;
                          assertThat(
                                  wallet.hasStaked(WalletSamples.MATCH, TABLE, row.situation().now))
                              .isEqualTo(
                                  row.openCharges() > 0
                                      || wallet.hasPaidOut(WalletSamples.MATCH, "t1"));
                          assertThat(wallet.hasStaked("another", TABLE, row.situation().now))
                              .isFalse();
                        }),
                    DynamicTest.dynamicTest(
                        row.situation().name() + " by GetWallet",
                        () -> {
                          Wallet shown = row.situation().wallet.shown(TABLE, row.situation().now);
                          assertThat(shown.balance()).isEqualTo(Money.won(row.balance()));
                          assertThat(shown.openCharges()).hasSize(row.openCharges());
                        })));
  }

  /**
   * Stop and Idle do not depend on the state; the entity's own tests are about them. Limits of play
   * know no tickets: {@link WalletPlayTest}, nor do approvals: {@link WalletApprovalTest}. What is
   * owed after a correction, and to whom: {@link WalletPayoutTest}.
   */
  @Test
  void theTableNamesEveryCommand() {
    assertThat(names(WalletCommand.class))
        .containsExactlyInAnyOrder(
            "Charge",
            "Reverse",
            "Refund",
            "PayOut",
            "PayUp",
            "Deposit",
            "HasStaked",
            "SetLimits",
            "SetHouseLimits",
            "Exclude",
            "ApproveStake",
            "GetLimits",
            "GetWallet",
            "Stop",
            "Idle");
  }

  @Test
  void theTableNamesEveryReplyThatNeedsNoHugeAmount() {
    Set<Object> replies =
        ROWS.stream()
            .flatMap(
                row ->
                    Stream.of(
                        row.charge(), row.reverse(), row.refund(), row.payOut(), row.deposit()))
            .map(cell -> cell.reply().getClass())
            .collect(Collectors.toSet());

    assertThat(replies)
        .containsAll(concrete(ChargeReply.class).toList())
        .containsAll(concrete(ReverseReply.class).toList())
        .containsAll(concrete(RefundReply.class).toList())
        .containsAll(concrete(PayOutReply.class).toList())
        .contains(DepositReply.Deposited.class, DepositReply.OtherAmount.class);
  }

  private static DynamicTest cell(
      Row row, String name, WalletCommand command, Function<Row, Cell> expected) {
    return DynamicTest.dynamicTest(
        row.situation().name() + " by " + name,
        () -> {
          Situation situation = row.situation();
          Decision<?> decision = decide(situation.wallet, command, situation.now);
          WalletState after = situation.wallet;
          for (WalletEvent event : decision.events()) {
            after = after.after(event, TABLE);
          }
          Money balance = after.shown(TABLE, situation.now).balance();
          assertThat(decision.reply()).isEqualTo(with(balance, expected.apply(row).reply()));
          assertThat(
                  decision.events().stream()
                      .filter(event -> !isOpening(event))
                      .<Class<?>>map(Object::getClass)
                      .toList())
              .isEqualTo(expected.apply(row).events());
          if (decision.events().isEmpty() || situation.wallet.opened()) {
            assertThat(decision.events()).noneMatch(WalletTableTest::isOpening);
          } else {
            assertThat(decision.events().get(0)).matches(WalletTableTest::isOpening);
          }
          assertThat(decision.events()).allMatch(event -> event.at().equals(situation.now));
          assertThat(decision.events()).allMatch(event -> event.buyerId().equals(BUYER));
        });
  }

  private static Object with(Money balance, Object reply) {
    if (reply instanceof ChargeReply.Charged) {
      return new ChargeReply.Charged(balance);
    }
    if (reply instanceof ChargeReply.Refused refused) {
      return new ChargeReply.Refused(refused.reason(), balance);
    }
    return reply instanceof ReverseReply.Reversed ? new ReverseReply.Reversed(balance) : reply;
  }

  private static boolean isOpening(WalletEvent event) {
    return event instanceof WalletEvent.Deposited deposited
        && deposited.depositId().equals(WalletEvent.OPENING_BALANCE);
  }

  private static Decision<?> decide(WalletState wallet, WalletCommand command, Instant now) {
    if (command instanceof WalletCommand.Charge charge) {
      return wallet.charge(charge, TABLE, now);
    }
    if (command instanceof WalletCommand.Reverse reverse) {
      return wallet.reverse(reverse, TABLE, now);
    }
    if (command instanceof WalletCommand.Refund refund) {
      return wallet.refund(refund, TABLE, now);
    }
    if (command instanceof WalletCommand.PayOut payOut) {
      return wallet.payOut(payOut, TABLE, now);
    }
    if (command instanceof WalletCommand.Exclude exclude) {
      return wallet.play(exclude, TABLE, now, decider -> decider.exclude(exclude));
    }
    return wallet.deposit((WalletCommand.Deposit) command, TABLE, now);
  }

  private static List<String> names(Class<?> type) {
    return concrete(type).map(Class::getSimpleName).toList();
  }

  private static Stream<Class<?>> concrete(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(WalletTableTest::concrete)
        : Stream.of(type);
  }
}
