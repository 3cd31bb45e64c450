package io.sportskk.payment;

import static io.sportskk.payment.LimitKind.DAILY_DEPOSIT;
import static io.sportskk.payment.LimitKind.DAILY_LOSS;
import static io.sportskk.payment.LimitKind.DAILY_STAKE;
import static io.sportskk.payment.LimitKind.DAILY_TIME;
import static io.sportskk.payment.LimitKind.MONTHLY_STAKE;
import static io.sportskk.payment.LimitKind.WEEKLY_LOSS;
import static io.sportskk.payment.LimitKind.WEEKLY_STAKE;
import static io.sportskk.payment.WalletSamples.BUYER;
import static io.sportskk.payment.WalletSamples.OPENING;
import static io.sportskk.payment.WalletSamples.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import io.sportskk.payment.ChargeReply.Reason;
import io.sportskk.payment.WalletEvent.Excluded;
import io.sportskk.payment.WalletEvent.HouseLimitSet;
import io.sportskk.payment.WalletEvent.LimitRaiseRequested;
import io.sportskk.payment.WalletEvent.LimitSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code L1}, {@code L2}, {@code L3}: limits of play and exclusion hold to the won and to the
 * second.
 */
class WalletPlayTest {

  /** A Wednesday in Seoul, where the day ends at 15:00 UTC, as do the week and the month. */
  private static final Instant WEDNESDAY = Instant.parse("2026-05-06T01:00:00Z");

  private static final Instant DAY_ENDS = Instant.parse("2026-05-06T15:00:00Z");
  private static final Instant WEEK_ENDS = Instant.parse("2026-05-10T15:00:00Z");
  private static final Instant MONTH_ENDS = Instant.parse("2026-05-31T15:00:00Z");
  private static final Instant CLOSE = Instant.parse("2026-06-01T00:00:00Z");
  private static final Duration DAY = Duration.ofHours(24);

  private final List<WalletEvent> stored = new ArrayList<>();
  private WalletState wallet = WalletState.unopened(BUYER);
  private Instant now = WEDNESDAY;
  private int tickets;

  @ParameterizedTest
  @EnumSource(names = ".*_(STAKE|LOSS)", mode = EnumSource.Mode.MATCH_ALL)
  void eachLimitHoldsToTheWonUntilItsDayWeekOrMonthEnds(LimitKind kind) {
    set(Map.of(kind, 1_000L));

    assertThat(charge(600)).isNull();
    assertThat(charge(401)).isEqualTo(kind.refusal());
    assertThat(charge(400)).isNull();
    assertThat(charge(1)).isEqualTo(kind.refusal());

    Instant ends = end(kind);
    now = ends.minusNanos(1);
    assertThat(charge(1)).isEqualTo(kind.refusal());
    assertThat(limits().limits().get(kind).freeAgainAt()).isEqualTo(ends);
    now = ends;
    assertThat(charge(1_000)).isNull();
    assertThat(charge(1)).isEqualTo(kind.refusal());
  }

  private static Instant end(LimitKind kind) {
    return switch (kind) {
      case DAILY_STAKE, DAILY_LOSS, DAILY_DEPOSIT, DAILY_TIME -> DAY_ENDS;
      case WEEKLY_STAKE, WEEKLY_LOSS, WEEKLY_DEPOSIT -> WEEK_ENDS;
      case MONTHLY_STAKE, MONTHLY_LOSS, MONTHLY_DEPOSIT -> MONTH_ENDS;
    };
  }

  @ParameterizedTest
  @EnumSource(names = ".*_DEPOSIT", mode = EnumSource.Mode.MATCH_ALL)
  void noMoreIsPaidInThanALimitAllowsUntilItsDayWeekOrMonthEnds(LimitKind kind) {
    set(Map.of(kind, 1_000L));
    assertThat(standing(kind).used()).as("the opening balance was not paid in").isZero();

    assertThat(deposit("d1", 600)).isInstanceOf(DepositReply.Deposited.class);
    assertThat(deposit("d2", 401))
        .isEqualTo(new DepositReply.LimitExceeded(kind, Money.won(400), end(kind)));
    assertThat(deposit("d2", 400)).isInstanceOf(DepositReply.Deposited.class);
    assertThat(deposit("d1", 600))
        .as("it was made before")
        .isEqualTo(new DepositReply.Deposited(wallet.balance(), true));
    assertThat(charge(50_000)).as("what is there can be staked").isNull();

    now = end(kind).minusNanos(1);
    assertThat(deposit("d3", 1))
        .isEqualTo(new DepositReply.LimitExceeded(kind, Money.ZERO, end(kind)));
    now = end(kind);
    assertThat(deposit("d3", 1_000)).isInstanceOf(DepositReply.Deposited.class);
    assertThat(wallet.balance()).isEqualTo(Money.won(OPENING.won() + 2_000 - 50_000));
  }

  /** Play goes on for 15 minutes after the last charge, and not in between spells. */
  @Test
  void theTimeOfPlayOfADayIsLimited() {
    set(Map.of(DAILY_TIME, 30L));
    charge(100);
    now = now.plus(Duration.ofMinutes(10));
    charge(100);
    assertThat(standing(DAILY_TIME).used()).isEqualTo(10);
    now = now.plus(Duration.ofMinutes(60));
    assertThat(standing(DAILY_TIME).used()).as("10, and the 15 after the last").isEqualTo(25);
    charge(100);
    now = now.plus(Duration.ofMinutes(5)).minusNanos(1);
    assertThat(standing(DAILY_TIME).left()).isEqualTo(1);
    assertThat(charge(100)).as("a nanosecond is left").isNull();

    now = now.plusNanos(1);
    assertThat(charge(100)).isEqualTo(Reason.TIME_LIMIT_EXCEEDED);
    assertThat(standing(DAILY_TIME).left()).isZero();
    assertThat(standing(DAILY_TIME).freeAgainAt()).isEqualTo(DAY_ENDS);
    now = DAY_ENDS.minusNanos(1);
    assertThat(charge(100)).isEqualTo(Reason.TIME_LIMIT_EXCEEDED);
    now = DAY_ENDS;
    assertThat(charge(100)).isNull();
  }

  @Test
  void playThatGoesOnOverMidnightCountsInEachDayForItsPart() {
    set(Map.of(DAILY_TIME, 5L));
    now = DAY_ENDS.minus(Duration.ofMinutes(4));
    charge(100);
    now = DAY_ENDS.minusNanos(1);
    assertThat(standing(DAILY_TIME).used()).isEqualTo(3);

    now = DAY_ENDS.plus(Duration.ofMinutes(5)).minusNanos(1);
    assertThat(standing(DAILY_TIME).used()).isEqualTo(4);
    assertThat(charge(100)).isNull();
    now = now.plusNanos(1);
    assertThat(charge(100)).isEqualTo(Reason.TIME_LIMIT_EXCEEDED);
  }

  @Test
  void whoLeavesHimselfNoTimePlaysNotAtAllAndAReversalGivesNoTimeBack() {
    charge(command("t1", 100));
    now = now.plus(Duration.ofMinutes(15));
    reverse("t1");
    assertThat(standing(DAILY_TIME).used()).isEqualTo(15);

    set(Map.of(DAILY_TIME, 15L));
    assertThat(charge(100)).isEqualTo(Reason.TIME_LIMIT_EXCEEDED);
    set(Map.of(DAILY_TIME, 0L));
    now = DAY_ENDS;
    assertThat(charge(100)).isEqualTo(Reason.TIME_LIMIT_EXCEEDED);
  }

  /** A month is longer than a stake is remembered, and has begun before its limit was set. */
  @Test
  void aMonthCountsWhatItsWeeksHaveForgotten() {
    charge(900);
    now = WEEK_ENDS.plus(Duration.ofDays(15));
    set(Map.of(MONTHLY_STAKE, 1_000L, WEEKLY_STAKE, 1_000L));

    assertThat(standing(WEEKLY_STAKE).used()).isZero();
    assertThat(charge(101)).isEqualTo(Reason.STAKE_LIMIT_EXCEEDED);
    assertThat(charge(100)).isNull();
  }

  @Test
  void aRefusedStakeIsForGoodAndCountsNowhere() {
    set(Map.of(DAILY_STAKE, 1_000L));
    WalletCommand.Charge refused = command("refused", 1_001);
    assertThat(charge(refused)).isEqualTo(Reason.STAKE_LIMIT_EXCEEDED);

    now = DAY_ENDS;
    assertThat(charge(refused)).isEqualTo(Reason.STAKE_LIMIT_EXCEEDED);
    assertThat(charge(1_000)).isNull();
    assertThat(wallet.balance()).isEqualTo(Money.won(OPENING.won() - 1_000));
  }

  @Test
  void theLowestLimitApplies() {
    set(Map.of(DAILY_STAKE, 2_000L, WEEKLY_STAKE, 1_000L, DAILY_LOSS, 500L));

    assertThat(charge(1_001)).isEqualTo(Reason.STAKE_LIMIT_EXCEEDED);
    assertThat(charge(501)).isEqualTo(Reason.LOSS_LIMIT_EXCEEDED);
    assertThat(charge(500)).isNull();
  }

  @Test
  void whatWasStakedBeforeALimitWasSetCounts() {
    charge(800);
    set(Map.of(DAILY_STAKE, 1_000L));

    assertThat(charge(201)).isEqualTo(Reason.STAKE_LIMIT_EXCEEDED);
    assertThat(charge(200)).isNull();
    set(Map.of(DAILY_STAKE, 100L));
    assertThat(standing(DAILY_STAKE).left()).isZero();
    assertThat(charge(1)).isEqualTo(Reason.STAKE_LIMIT_EXCEEDED);
  }

  @Test
  void aReversalGivesTheLimitBack() {
    set(Map.of(DAILY_STAKE, 1_000L, WEEKLY_LOSS, 1_000L));
    charge(command("t1", 1_000));
    reverse("t1");

    assertThat(standing(DAILY_STAKE).left()).isEqualTo(1_000);
    assertThat(charge(1_000)).isNull();
  }

  /** Else one could stake twice the limit: before midnight, and again when that is cancelled. */
  @Test
  void aReversalAfterMidnightGivesTheNewDayNothing() {
    set(Map.of(DAILY_STAKE, 1_000L, WEEKLY_STAKE, 5_000L));
    now = DAY_ENDS.minusSeconds(1);
    charge(command("t1", 1_000));
    now = DAY_ENDS.plusSeconds(1);
    charge(400);
    reverse("t1");

    assertThat(standing(DAILY_STAKE).used()).isEqualTo(400);
    assertThat(standing(WEEKLY_STAKE).used()).as("it is of this week").isEqualTo(400);
    assertThat(charge(601)).isEqualTo(Reason.STAKE_LIMIT_EXCEEDED);
    assertThat(charge(600)).isNull();
  }

  @Test
  void whatIsWonMakesUpForLosses() {
    set(Map.of(DAILY_LOSS, 1_000L, DAILY_STAKE, 10_000L));
    charge(command("t1", 1_000));
    assertThat(charge(1)).isEqualTo(Reason.LOSS_LIMIT_EXCEEDED);

    payOut("t1", 3_000, 500);

    assertThat(standing(DAILY_LOSS).used()).isEqualTo(-1_500);
    assertThat(standing(DAILY_LOSS).left()).isEqualTo(2_500);
    assertThat(standing(DAILY_STAKE).used()).as("it was staked all the same").isEqualTo(1_000);
    assertThat(charge(2_501)).isEqualTo(Reason.LOSS_LIMIT_EXCEEDED);
    assertThat(charge(2_500)).isNull();
  }

  @Test
  void aLimitThatIsSetOrLoweredIsInForceAtOnce() {
    set(Map.of(DAILY_STAKE, 1_000L));
    set(Map.of(DAILY_STAKE, 900L));

    assertThat(standing(DAILY_STAKE).inForce()).isEqualTo(900);
    assertThat(stored)
        .endsWith(
            new LimitSet(BUYER, DAILY_STAKE, 1_000L, "c", now),
            new LimitSet(BUYER, DAILY_STAKE, 900L, "c", now));
  }

  @Test
  void aRaisedLimitIsNotInForceBeforeItIsConfirmedAfterADay() {
    set(Map.of(WEEKLY_STAKE, 1_000L));
    charge(1_000);

    set(Map.of(WEEKLY_STAKE, 1_500L));
    assertThat(stored)
        .last()
        .isEqualTo(
            new LimitRaiseRequested(
                BUYER,
                WEEKLY_STAKE,
                1_500L,
                now.plus(DAY),
                now.plus(DAY).plus(Duration.ofDays(7)),
                "c",
                now));
    assertThat(charge(1)).as("early use").isEqualTo(Reason.STAKE_LIMIT_EXCEEDED);

    now = WEDNESDAY.plus(DAY).minusNanos(1);
    int before = stored.size();
    set(Map.of(WEEKLY_STAKE, 1_500L));
    assertThat(stored).as("to ask again does not begin anew, nor confirm").hasSize(before);
    now = WEDNESDAY.plus(DAY);
    assertThat(charge(1)).as("not confirmed").isEqualTo(Reason.STAKE_LIMIT_EXCEEDED);

    set(Map.of(WEEKLY_STAKE, 1_500L));
    assertThat(standing(WEEKLY_STAKE).raise()).isNull();
    assertThat(charge(501)).isEqualTo(Reason.STAKE_LIMIT_EXCEEDED);
    assertThat(charge(500)).isNull();
  }

  @Test
  void aLimitIsRemovedInTheSameWay() {
    set(Map.of(DAILY_STAKE, 1_000L));

    set(Map.of());
    assertThat(standing(DAILY_STAKE).inForce()).isEqualTo(1_000);
    assertThat(standing(DAILY_STAKE).raise().to()).isNull();
    now = WEDNESDAY.plus(DAY);
    set(Map.of());

    assertThat(standing(DAILY_STAKE).inForce()).isNull();
    assertThat(standing(DAILY_STAKE).left()).isNull();
    assertThat(charge(50_000)).isNull();
  }

  @Test
  void whoAsksForSomethingElseBeginsToWaitAnewAndWhoAsksForWhatIsInForceWithdraws() {
    set(Map.of(DAILY_STAKE, 1_000L));
    set(Map.of(DAILY_STAKE, 2_000L));
    now = now.plus(DAY);
    set(Map.of(DAILY_STAKE, 3_000L));
    assertThat(standing(DAILY_STAKE).inForce()).isEqualTo(1_000);
    assertThat(standing(DAILY_STAKE).raise().confirmFrom()).isEqualTo(now.plus(DAY));

    set(Map.of(DAILY_STAKE, 1_000L));
    assertThat(standing(DAILY_STAKE).raise()).isNull();
    now = now.plus(DAY);
    set(Map.of(DAILY_STAKE, 3_000L));
    assertThat(standing(DAILY_STAKE).inForce()).isEqualTo(1_000);
  }

  @Test
  void aRaiseThatIsNotConfirmedLapses() {
    set(Map.of(DAILY_STAKE, 1_000L));
    set(Map.of(DAILY_STAKE, 2_000L));
    now = now.plus(DAY).plus(Duration.ofDays(7));

    assertThat(standing(DAILY_STAKE).raise()).isNull();
    set(Map.of(DAILY_STAKE, 2_000L));
    assertThat(standing(DAILY_STAKE).inForce()).isEqualTo(1_000);
    assertThat(standing(DAILY_STAKE).raise().confirmFrom()).isEqualTo(now.plus(DAY));
  }

  @Test
  void theHousesLimitIsNotTheBuyersToRaise() {
    setHouse(Map.of(DAILY_STAKE, 500L));
    assertThat(stored)
        .last()
        .isEqualTo(new HouseLimitSet(BUYER, DAILY_STAKE, 500L, "admin-1", "c", now));

    set(Map.of(DAILY_STAKE, 1_000L));
    now = now.plus(DAY);
    set(Map.of());
    set(Map.of());
    now = now.plus(DAY);
    set(Map.of());

    assertThat(standing(DAILY_STAKE))
        .isEqualTo(
            new PlayLimits.Standing(null, 500L, 500L, 0, 500L, DAY_ENDS.plus(DAY).plus(DAY), null));
    assertThat(charge(501)).isEqualTo(Reason.STAKE_LIMIT_EXCEEDED);
    setHouse(Map.of(DAILY_STAKE, 501L));
    assertThat(charge(501)).as("the house may").isNull();
    setHouse(Map.of());
    assertThat(standing(DAILY_STAKE).inForce()).isNull();
  }

  /** {@code L3} */
  @Test
  void whoIsExcludedNeitherBuysNorPaysInAndGetsWhatIsHis() {
    charge(command("t1", 1_000));
    charge(command("t2", 1_000));
    Instant until = now.plus(Duration.ofDays(20));
    assertThat(exclude(until, BUYER)).isInstanceOf(ExcludeReply.Excluded.class);

    now = until.minusNanos(1);
    assertThat(charge(1)).isEqualTo(Reason.SELF_EXCLUDED);
    assertThat(deposit("d1", 100)).isEqualTo(new DepositReply.Excluded(until));
    payOut("t1", 3_000, 0);
    reverse("t2");
    assertThat(wallet.balance()).isEqualTo(Money.won(OPENING.won() - 1_000 + 3_000));
    assertThat(limits().excludedUntil()).isEqualTo(until);

    now = until;
    assertThat(limits().excludedUntil()).isNull();
    assertThat(charge(1)).isNull();
    assertThat(deposit("d1", 100)).isInstanceOf(DepositReply.Deposited.class);
  }

  @Test
  void anExclusionIsProlongedAtOnceAndNeverShortenedByNobody() {
    Instant until = now.plus(DAY);
    exclude(until, BUYER);
    exclude(until, BUYER);
    assertThat(stored.stream().filter(Excluded.class::isInstance)).hasSize(1);

    assertThat(exclude(until.minusNanos(1), "admin-1"))
        .isEqualTo(new ExcludeReply.ForLonger(until));
    exclude(until.plusSeconds(1), "admin-1");
    assertThat(stored)
        .last()
        .isEqualTo(new Excluded(BUYER, until.plusSeconds(1), "admin-1", "c", now));

    now = until;
    assertThat(charge(1)).isEqualTo(Reason.SELF_EXCLUDED);
    now = until.plusSeconds(1);
    assertThat(exclude(now, BUYER)).isEqualTo(new ExcludeReply.NotInTheFuture(now));
    assertThat(charge(1)).isNull();
  }

  /** The clock of the node to which the wallet has moved may be behind. */
  @Test
  void aClockThatIsBehindOpensNoDayThatIsOver() {
    set(Map.of(DAILY_STAKE, 1_000L));
    now = DAY_ENDS;
    charge(1_000);
    now = DAY_ENDS.minusSeconds(1);

    assertThat(charge(1)).isEqualTo(Reason.STAKE_LIMIT_EXCEEDED);
    assertThat(standing(DAILY_STAKE).used()).isEqualTo(1_000);
  }

  /** A charge that was made is not denied, whatever was set since. */
  @Test
  void aRepetitionOfAChargeIsAnsweredAsBefore() {
    WalletCommand.Charge made = command("t1", 1_000);
    charge(made);
    set(Map.of(DAILY_STAKE, 0L));
    exclude(now.plus(DAY), BUYER);

    assertThat(charge(made)).isNull();
    assertThat(charge(1)).isEqualTo(Reason.SELF_EXCLUDED);
  }

  private void set(Map<LimitKind, Long> limits) {
    WalletCommand.SetLimits command = new WalletCommand.SetLimits(limits, "c", null);
    PlayLimits reply = done(wallet.play(command, RULES, now, decider -> decider.set(command)));
    assertThat(reply).as("the answer").isEqualTo(limits());
  }

  private void setHouse(Map<LimitKind, Long> limits) {
    WalletCommand.SetHouseLimits command =
        new WalletCommand.SetHouseLimits(limits, "admin-1", "c", null);
    PlayLimits reply = done(wallet.play(command, RULES, now, decider -> decider.setHouse(command)));
    assertThat(reply).as("the answer").isEqualTo(limits());
  }

  private ExcludeReply exclude(Instant until, String by) {
    WalletCommand.Exclude command = new WalletCommand.Exclude(until, by, "c", null);
    return done(wallet.play(command, RULES, now, decider -> decider.exclude(command)));
  }

  private PlayLimits limits() {
    return wallet.limits(RULES, now);
  }

  private PlayLimits.Standing standing(LimitKind kind) {
    return limits().limits().get(kind);
  }

  /** Why a new ticket is refused, null if it is not. */
  private Reason charge(long won) {
    return charge(command("ticket-" + tickets++, won));
  }

  private Reason charge(WalletCommand.Charge command) {
    ChargeReply reply = done(wallet.charge(command, RULES, now));
    return reply instanceof ChargeReply.Refused refused ? refused.reason() : null;
  }

  private static WalletCommand.Charge command(String ticketId, long won) {
    return new WalletCommand.Charge(ticketId, "match-1", Money.won(won), CLOSE, CLOSE, "c", null);
  }

  private void reverse(String ticketId) {
    done(
        wallet.reverse(
            new WalletCommand.Reverse(ticketId, "match-1", null, CLOSE, "c", null), RULES, now));
  }

  private void payOut(String ticketId, long payout, long tax) {
    PayOutReply reply =
        done(
            wallet.payOut(
                new WalletCommand.PayOut(
                    ticketId,
                    "match-1",
                    1,
                    Money.won(payout),
                    Money.won(tax),
                    null,
                    now,
                    "c",
                    null),
                RULES,
                now));
    assertThat(reply).isEqualTo(new PayOutReply.PaidOut());
  }

  private DepositReply deposit(String id, long won) {
    return done(wallet.deposit(WalletSamples.deposit(id, won, null), RULES, now));
  }

  private <R> R done(Decision<R> decision) {
    for (WalletEvent event : decision.events()) {
      stored.add(event);
      wallet = wallet.after(event, RULES);
    }
    return decision.reply();
  }
}
