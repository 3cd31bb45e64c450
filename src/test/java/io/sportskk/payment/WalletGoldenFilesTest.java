package io.sportskk.payment;

import io.sportskk.kernel.Money;
import io.sportskk.testing.GoldenFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What wallets have stored is read back for ever. */
class WalletGoldenFilesTest {

  private static final Instant AT = Instant.parse("2026-05-01T09:30:00.123456Z");
  private static final Instant DEPOSITED = Instant.parse("2026-05-01T08:15:00.654321Z");
  private static final Instant LATER = Instant.parse("2026-05-08T11:00:00Z");
  private static final Instant CLOSE = Instant.parse("2026-05-01T11:00:00Z");

  @TestFactory
  Stream<DynamicTest> whatIsStoredIsReadBack() {
    return GoldenFiles.of("payment", WalletEvent.class, WalletState.class)
        .holds(
            new WalletEvent.Deposited(
                "buyer-1", "opening-balance", Money.won(1_000_000), "correlation-1", AT))
        .holds(
            new WalletEvent.Charged(
                "buyer-1",
                "ticket-1",
                "match-1",
                Money.won(5_000),
                CLOSE,
                null,
                "correlation-1",
                AT))
        .holds(
            new WalletEvent.ChargeReversed(
                "buyer-1", "ticket-1", "match-1", Money.won(5_000), null, "correlation-2", AT))
        .holds(
            new WalletEvent.ChargeBarred(
                "buyer-1",
                "ticket-2",
                "match-1",
                ChargeReply.Reason.ALREADY_REVERSED,
                CLOSE,
                "correlation-2",
                AT))
        .holds(
            new WalletEvent.Refunded(
                "buyer-1",
                "ticket-3",
                "match-0",
                Money.won(700),
                null,
                CLOSE,
                AT,
                "correlation-3",
                AT))
        .holds(snapshot(AT, Map.of()))
        .holds("WalletState-2", snapshot(DEPOSITED, Map.of()))
        .holds(
            "WalletState-3",
            snapshot(
                DEPOSITED, Map.of("ticket-3", new WalletState.Refund(Money.won(700), DEPOSITED))))
        .andAll("times-as-numbers")
        .holds(
            new WalletEvent.PaidOut(
                "buyer-1",
                "ticket-4",
                "match-1",
                1,
                Money.won(2_010_000),
                Money.won(420_200),
                null,
                DEPOSITED,
                "correlation-4",
                AT))
        .holds("WalletState-4", withPayouts())
        .holds(
            new WalletEvent.LimitSet(
                "buyer-1", LimitKind.DAILY_STAKE, 50_000L, "correlation-5", AT))
        .holds(
            new WalletEvent.LimitRaiseRequested(
                "buyer-1", LimitKind.WEEKLY_LOSS, null, CLOSE, LATER, "correlation-6", AT))
        .holds(
            new WalletEvent.HouseLimitSet(
                "buyer-1", LimitKind.WEEKLY_STAKE, 300_000L, "admin-1", "correlation-7", AT))
        .holds(new WalletEvent.Excluded("buyer-1", LATER, "buyer-1", "correlation-8", AT))
        .holds("WalletState-5", withLimits(0, PlayWindow.NONE, PlayTime.NONE))
        .holds(
            "WalletState-6",
            withLimits(
                900,
                new PlayWindow(LATER, 0, Money.won(6_000), Money.won(700), Money.won(1_900)),
                new PlayTime(LATER, Duration.ofMinutes(40), DEPOSITED, AT)))
        .holds(
            "ChargeReversed-cause",
            new WalletEvent.ChargeReversed(
                "buyer-1",
                "ticket-1",
                "match-1",
                Money.won(5_000),
                WalletEvent.ReturnCause.BUYER_REQUEST,
                "correlation-2",
                AT))
        .holds(
            "Refunded-cause",
            new WalletEvent.Refunded(
                "buyer-1",
                "ticket-3",
                "match-0",
                Money.won(700),
                WalletEvent.ReturnCause.VOID,
                CLOSE,
                AT,
                "correlation-3",
                AT))
        .holds(
            "PaidOut-cause",
            new WalletEvent.PaidOut(
                "buyer-1",
                "ticket-4",
                "match-1",
                1,
                Money.won(3_500),
                Money.ZERO,
                WalletEvent.ReturnCause.NOBODY_WON,
                DEPOSITED,
                "correlation-4",
                AT))
        .holds(
            "Charged-2",
            new WalletEvent.Charged(
                "buyer-1",
                "ticket-1",
                "match-1",
                Money.won(90_000),
                CLOSE,
                "approval-1",
                "correlation-1",
                AT))
        .holds(
            new WalletEvent.StakeApproved(
                "buyer-1",
                "approval-1",
                Money.won(100_000),
                "known to the desk",
                "admin-1",
                LATER,
                "correlation-9",
                AT))
        .holds("WalletState-7", withApprovals())
        .tests();
  }

  /**
   * @param depositedAt what an earlier release did not store is taken for the time of the last
   *     event
   */
  private static WalletState snapshot(
      Instant depositedAt, Map<String, WalletState.Refund> refunds) {
    return new WalletState(
        "buyer-1",
        true,
        Money.won(995_000),
        Map.of("opening-balance", Money.won(1_000_000)),
        Map.of("opening-balance", depositedAt),
        Map.of(
            "match-1",
            new MatchCharges(
                CLOSE,
                Money.won(5_000),
                Map.of("ticket-1", new MatchCharges.Open(Money.won(5_000), 2)),
                Map.of("ticket-2", ChargeReply.Reason.ALREADY_REVERSED),
                Set.of())),
        refunds,
        Map.of(),
        Play.NONE,
        StakeApprovals.NONE,
        2,
        AT);
  }

  /**
   * @param deposited what an earlier release did not store is nothing
   */
  private static WalletState withLimits(long deposited, PlayWindow month, PlayTime time) {
    return new WalletState(
        "buyer-1",
        true,
        Money.won(995_000),
        Map.of("opening-balance", Money.won(1_000_000)),
        Map.of("opening-balance", DEPOSITED),
        Map.of(),
        Map.of(),
        Map.of(),
        new Play(
            Map.of(
                LimitKind.DAILY_STAKE,
                new PlayLimit(50_000L, null, new PlayLimit.Raise(null, CLOSE, LATER)),
                LimitKind.WEEKLY_LOSS,
                new PlayLimit(null, 100_000L, null)),
            LATER,
            new PlayWindow(CLOSE, 1, Money.won(5_000), Money.ZERO, Money.won(deposited)),
            new PlayWindow(LATER, 0, Money.won(5_000), Money.won(700), Money.won(deposited)),
            month,
            time),
        StakeApprovals.NONE,
        2,
        AT);
  }

  private static WalletState withApprovals() {
    return new WalletState(
        "buyer-1",
        true,
        Money.won(910_000),
        Map.of("opening-balance", Money.won(1_000_000)),
        Map.of("opening-balance", DEPOSITED),
        Map.of(
            "match-1",
            new MatchCharges(
                CLOSE,
                Money.won(90_000),
                Map.of("ticket-1", new MatchCharges.Open(Money.won(90_000), 1)),
                Map.of("ticket-2", ChargeReply.Reason.SUPERVISOR_NEEDED),
                Set.of())),
        Map.of(),
        Map.of(),
        Play.NONE,
        new StakeApprovals(
            Map.of(
                "approval-1",
                new StakeApprovals.Approval(
                    Money.won(100_000), "known to the desk", "admin-1", AT, LATER, "ticket-1"),
                "approval-2",
                new StakeApprovals.Approval(
                    Money.won(80_000), "asked for", "admin-2", AT, LATER, null))),
        1,
        AT);
  }

  private static WalletState withPayouts() {
    return new WalletState(
        "buyer-1",
        true,
        Money.won(2_584_800),
        Map.of("opening-balance", Money.won(1_000_000)),
        Map.of("opening-balance", DEPOSITED),
        Map.of(
            "match-1",
            new MatchCharges(
                CLOSE,
                Money.won(5_000),
                Map.of("ticket-1", new MatchCharges.Open(Money.won(5_000), 2)),
                Map.of("ticket-2", ChargeReply.Reason.ALREADY_REVERSED),
                Set.of("ticket-4"))),
        Map.of("ticket-3", new WalletState.Refund(Money.won(700), DEPOSITED)),
        Map.of(
            "match-1",
            new MatchPayouts(
                AT,
                Map.of(
                    "ticket-4",
                    List.of(
                        new MatchPayouts.Made(1, Money.won(2_010_000), Money.won(420_200)),
                        new MatchPayouts.Made(2, Money.won(100), Money.ZERO))))),
        Play.NONE,
        StakeApprovals.NONE,
        3,
        AT);
  }
}
