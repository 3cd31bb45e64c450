package io.sportskk.payment;

import static io.sportskk.payment.WalletSamples.BUYER;
import static io.sportskk.payment.WalletSamples.MATCH;
import static io.sportskk.payment.WalletSamples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import io.sportskk.payment.ChargeReply.Reason;
import io.sportskk.payment.WalletEvent.ChargeBarred;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.StakeApproved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code L5}: beyond a threshold a stake is charged only if a supervisor has approved it. */
class WalletApprovalTest {

  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration REMEMBERED = Duration.ofDays(30);
  private static final Instant CLOSE = NOW.plus(Duration.ofDays(90));
  private static final WalletRules RULES = supervised(new SupervisionRules(won(500), DAY, 3, 5));

  private final List<WalletEvent> stored = new ArrayList<>();
  private WalletRules rules = RULES;
  private WalletState wallet = WalletState.unopened(BUYER);
  private Instant now = NOW;
  private int tickets;

  @Test
  void aStakeBelowTheThresholdNeedsNoApprovalAndUsesNone() {
    approve("a", 500);

    assertThat(charge(499)).isNull();
    assertThat(lastCharge().approvalId()).isNull();
    assertThat(open()).containsExactly("a");
  }

  @Test
  void fromTheThresholdOnAStakeIsRefusedAndLeavesATombstone() {
    WalletCommand.Charge large = command("t1", 500);
    assertThat(charge(large)).isEqualTo(Reason.SUPERVISOR_NEEDED);
    assertThat(stored)
        .last()
        .isEqualTo(new ChargeBarred(BUYER, "t1", MATCH, Reason.SUPERVISOR_NEEDED, CLOSE, "c", now));

    approve("a", 500);
    assertThat(charge(large)).as("a refusal is for good").isEqualTo(Reason.SUPERVISOR_NEEDED);
    assertThat(charge(500)).as("another ticket").isNull();
  }

  @Test
  void anApprovalIsOfOneChargeWhichNamesIt() {
    approve("a", 800);
    assertThat(stored)
        .last()
        .isEqualTo(
            new StakeApproved(BUYER, "a", won(800), "known", "admin-1", now.plus(DAY), "c", now));

    assertThat(charge(801)).isEqualTo(Reason.SUPERVISOR_NEEDED);
    assertThat(charge(800)).isNull();
    assertThat(lastCharge().approvalId()).isEqualTo("a");
    assertThat(charge(500)).isEqualTo(Reason.SUPERVISOR_NEEDED);
    assertThat(open()).isEmpty();
  }

  @Test
  void theSmallestThatIsEnoughIsUsedAndOfEqualOnesTheOldest() {
    approve("large", 900);
    approve("older", 700);
    approve("newer", 700);

    assertThat(charge(600)).isNull();
    assertThat(lastCharge().approvalId()).isEqualTo("older");
    assertThat(charge(800)).isNull();
    assertThat(lastCharge().approvalId()).isEqualTo("large");
    assertThat(open()).containsExactly("newer");
  }

  @Test
  void aRepetitionOfTheChargeUsesNoOtherOne() {
    approve("a", 500);
    approve("b", 500);
    WalletCommand.Charge charge = command("t1", 500);

    assertThat(charge(charge)).isNull();
    assertThat(charge(charge)).isNull();
    assertThat(open()).containsExactly("b");
  }

  @Test
  void itStaysUsedWhenTheChargeIsGivenBack() {
    approve("a", 500);
    charge(command("t1", 500));
    done(
        wallet.reverse(new WalletCommand.Reverse("t1", MATCH, null, CLOSE, "c", null), rules, now));

    assertThat(open()).isEmpty();
    assertThat(charge(500)).isEqualTo(Reason.SUPERVISOR_NEEDED);
  }

  @Test
  void aChargeThatIsRefusedForSomethingElseUsesNone() {
    approve("a", 1_000_000);

    assertThat(charge(command("t1", 900_000))).isEqualTo(Reason.MATCH_LIMIT_EXCEEDED);
    rules = supervised(rules.supervision(), Money.won(2_000_000));
    assertThat(charge(1_000_001)).as("nobody is asked").isEqualTo(Reason.INSUFFICIENT_FUNDS);
    assertThat(open()).containsExactly("a");
  }

  @Test
  void itLapses() {
    approve("a", 500);
    now = NOW.plus(DAY).minusNanos(1);
    assertThat(open()).containsExactly("a");
    now = NOW.plus(DAY);

    assertThat(open()).isEmpty();
    assertThat(charge(500)).isEqualTo(Reason.SUPERVISOR_NEEDED);
  }

  @Test
  void withoutAThresholdNoneIsNeededNorUsed() {
    approve("a", 1_000);
    rules = supervised(WalletSamples.UNSUPERVISED);

    assertThat(charge(1_000)).isNull();
    assertThat(lastCharge().approvalId()).isNull();
    assertThat(wallet.limits(rules, now).supervisedFrom()).isNull();
    assertThat(approve("b", 1_000)).isEqualTo(new ApproveReply.NotNeeded(null));
    assertThat(approve("a", 1_000))
        .as("what was given before stays so")
        .isEqualTo(new ApproveReply.Approved(NOW.plus(DAY), true));
  }

  @Test
  void whatNeedsNoApprovalIsNotApproved() {
    assertThat(approve("a", 499)).isEqualTo(new ApproveReply.NotNeeded(won(500)));
    assertThat(stored).isEmpty();
    assertThat(approve("a", 500)).as("the id is free").isInstanceOf(ApproveReply.Approved.class);
  }

  @Test
  void nobodyApprovesAStakeOfHisOwn() {
    assertThat(approve("a", won(500), "known", BUYER)).isEqualTo(new ApproveReply.OwnStake());
    assertThat(stored).isEmpty();
  }

  @Test
  void toApproveOnceMoreIsToApproveOnceUsedOrNot() {
    Instant lapses = NOW.plus(DAY);
    assertThat(approve("a", 500)).isEqualTo(new ApproveReply.Approved(lapses, false));
    now = now.plusSeconds(1);
    assertThat(approve("a", 500)).isEqualTo(new ApproveReply.Approved(lapses, true));
    charge(500);
    assertThat(approve("a", 500)).isEqualTo(new ApproveReply.Approved(lapses, true));

    now = NOW.plus(REMEMBERED);
    assertThat(approve("a", 500)).isEqualTo(new ApproveReply.Approved(lapses, true));
    assertThat(charge(500)).isEqualTo(Reason.SUPERVISOR_NEEDED);
    assertThat(stored.stream().filter(StakeApproved.class::isInstance)).hasSize(1);

    now = NOW.plus(REMEMBERED).plusNanos(1);
    assertThat(approve("a", 500))
        .as("as with deposits, it is another one then")
        .isEqualTo(new ApproveReply.Approved(now.plus(DAY), false));
  }

  @ParameterizedTest
  @CsvSource({"501, known, admin-1", "500, unknown, admin-1", "500, known, admin-2"})
  void anIdIsOfOneApproval(long upTo, String reason, String by) {
    approve("a", 500);

    assertThat(approve("a", won(upTo), reason, by)).isEqualTo(new ApproveReply.OtherContent());
  }

  @Test
  void soManyCanBeUsedAtATime() {
    approve("a", 500);
    now = now.plusSeconds(1);
    approve("b", 500);
    approve("c", 500);

    ApproveReply full = new ApproveReply.TooManyOpen(3, NOW.plus(DAY));
    assertThat(approve("d", 500)).isEqualTo(full);
    assertThat(approve("a", 500)).as("again").isInstanceOf(ApproveReply.Approved.class);
    charge(500);
    assertThat(approve("d", 500)).isInstanceOf(ApproveReply.Approved.class);
    assertThat(approve("e", 500))
        .isEqualTo(new ApproveReply.TooManyOpen(3, NOW.plusSeconds(1).plus(DAY)));
  }

  @Test
  void soManyAreRememberedAndNoneIsForgottenEarly() {
    for (int i = 0; i < 5; i++) {
      assertThat(approve("a" + i, 500)).isInstanceOf(ApproveReply.Approved.class);
      charge(500);
      now = now.plusSeconds(1);
    }

    ApproveReply full = new ApproveReply.TooManyRemembered(5, NOW.plus(REMEMBERED));
    assertThat(approve("a5", 500)).isEqualTo(full);
    now = NOW.plus(REMEMBERED);
    assertThat(approve("a5", 500)).isEqualTo(full);
    now = now.plusNanos(1);
    assertThat(approve("a5", 500)).isInstanceOf(ApproveReply.Approved.class);
    assertThat(wallet.approvals().byId()).hasSize(5);
  }

  @Test
  void whatCanBeUsedIsNotForgotten() {
    rules = supervised(new SupervisionRules(won(500), REMEMBERED.multipliedBy(2), 3, 5));
    approve("a", 500);
    now = NOW.plus(REMEMBERED).plus(DAY);

    assertThat(approve("a", 500))
        .isEqualTo(new ApproveReply.Approved(NOW.plus(REMEMBERED.multipliedBy(2)), true));
    assertThat(charge(500)).isNull();
  }

  /** The charge stands under whatever settings the events are read again. */
  @Test
  void aReplayUnderOtherSettingsLeadsToTheSameBalance() {
    approve("a", 500);
    charge(500);
    WalletRules other = supervised(new SupervisionRules(won(1), Duration.ofNanos(1), 1, 1));
    WalletState again = WalletState.unopened(BUYER);
    for (WalletEvent event : stored) {
      again = again.after(event, other);
    }

    assertThat(again).isEqualTo(wallet);
  }

  private ApproveReply approve(String approvalId, long upTo) {
    return approve(approvalId, won(upTo), "known", "admin-1");
  }

  private ApproveReply approve(String approvalId, Money upTo, String reason, String by) {
    return done(
        wallet.approve(
            new WalletCommand.ApproveStake(approvalId, upTo, reason, by, "c", null), rules, now));
  }

  /** The ids of those that can be used, as they are shown. */
  private List<String> open() {
    return wallet.limits(rules, now).approvals().stream()
        .map(PlayLimits.Approval::approvalId)
        .toList();
  }

  /** Why a new ticket is refused, null if it is not. */
  private Reason charge(long won) {
    return charge(command("ticket-" + tickets++, won));
  }

  private Reason charge(WalletCommand.Charge command) {
    ChargeReply reply = done(wallet.charge(command, rules, now));
    return reply instanceof ChargeReply.Refused refused ? refused.reason() : null;
  }

  private static WalletCommand.Charge command(String ticketId, long won) {
    return new WalletCommand.Charge(ticketId, MATCH, Money.won(won), CLOSE, CLOSE, "c", null);
  }

  private Charged lastCharge() {
    return (Charged) stored.get(stored.size() - 1);
  }

  private static Money won(long won) {
    return Money.won(won);
  }

  private static WalletRules supervised(SupervisionRules supervision) {
    return supervised(supervision, WalletSamples.RULES.matchLimit());
  }

  private static WalletRules supervised(SupervisionRules supervision, Money matchLimit) {
    WalletRules rules = WalletSamples.RULES;
    return new WalletRules(
        rules.openingBalance(),
        matchLimit,
        rules.matchTickets(),
        rules.rememberChargesFor(),
        REMEMBERED,
        rules.maxDeposits(),
        rules.play(),
        supervision);
  }

  private <R> R done(Decision<R> decision) {
    for (WalletEvent event : decision.events()) {
      stored.add(event);
      wallet = wallet.after(event, rules);
    }
    return decision.reply();
  }
}
