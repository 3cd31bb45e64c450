package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.EXCLUSION_SHORTENED;
import static io.sportskk.audit.FindingKind.LIMIT_RAISED_TOO_SOON;
import static io.sportskk.audit.FindingKind.PLAYED_WHILE_EXCLUDED;
import static io.sportskk.audit.FindingKind.PLAY_LIMIT_EXCEEDED;
import static io.sportskk.audit.FindingKind.SNAPSHOT_WRONG;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sportskk.kernel.Money;
import io.sportskk.payment.LimitKind;
import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.payment.WalletEvent.Excluded;
import io.sportskk.payment.WalletEvent.HouseLimitSet;
import io.sportskk.payment.WalletEvent.LimitRaiseRequested;
import io.sportskk.payment.WalletEvent.LimitSet;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What can be wrong with limits of play, all of it in Anna's wallet but for the snapshot. */
final class CorruptedPlay {

  private static final Duration DAY = Duration.ofDays(1);

  private CorruptedPlay() {}

  static List<Corrupted> ways(SoldTickets sold) {
    return List.of(
        found(
            PLAY_LIMIT_EXCEEDED,
            "more is staked than the buyer wants",
            () -> {
              add(sold, set(LimitKind.DAILY_STAKE, 99L, SoldTickets.AT));
              chargeOther(sold);
            }),
        found(
            PLAY_LIMIT_EXCEEDED,
            "more is lost than the house allows",
            () -> {
              add(
                  sold,
                  new HouseLimitSet(
                      "anna", LimitKind.WEEKLY_LOSS, 99L, "admin-1", "c", SoldTickets.AT));
              chargeOther(sold);
            }),
        found(
            PLAY_LIMIT_EXCEEDED,
            "more is staked in the month",
            () -> {
              add(sold, set(LimitKind.MONTHLY_STAKE, 99L, SoldTickets.AT));
              chargeOther(sold);
            }),
        found(
            PLAY_LIMIT_EXCEEDED,
            "more is paid in in the day",
            () -> {
              add(sold, set(LimitKind.DAILY_DEPOSIT, 4L, SoldTickets.AT));
              add(sold, new Deposited("anna", "d-9", Money.won(5), "c", SoldTickets.AT));
            }),
        found(
            PLAY_LIMIT_EXCEEDED,
            "it is played when there is no time",
            () -> {
              add(sold, set(LimitKind.DAILY_TIME, 0L, SoldTickets.AT));
              chargeOther(sold);
            }),
        found(
            PLAYED_WHILE_EXCLUDED,
            "a ticket",
            () -> {
              add(sold, excluded(DAY, SoldTickets.AT));
              chargeOther(sold);
            }),
        found(
            PLAYED_WHILE_EXCLUDED,
            "a deposit",
            () -> {
              add(sold, excluded(DAY, SoldTickets.AT));
              add(sold, new Deposited("anna", "d-9", Money.won(5), "c", SoldTickets.AT));
            }),
        found(
            LIMIT_RAISED_TOO_SOON,
            "it was not asked for",
            () -> {
              add(sold, set(LimitKind.WEEKLY_STAKE, 500L, SoldTickets.AT));
              add(sold, set(LimitKind.WEEKLY_STAKE, null, SoldTickets.AT.plus(DAY)));
            }),
        found(
            LIMIT_RAISED_TOO_SOON,
            "before the time to wait was over",
            () -> {
              add(sold, set(LimitKind.WEEKLY_STAKE, 500L, SoldTickets.AT));
              add(sold, requested(700));
              add(sold, set(LimitKind.WEEKLY_STAKE, 700L, SoldTickets.AT.plus(DAY).minusNanos(1)));
            }),
        found(
            LIMIT_RAISED_TOO_SOON,
            "to another amount",
            () -> {
              add(sold, set(LimitKind.WEEKLY_STAKE, 500L, SoldTickets.AT));
              add(sold, requested(700));
              add(sold, set(LimitKind.WEEKLY_STAKE, 701L, SoldTickets.AT.plus(DAY)));
            }),
        found(
            EXCLUSION_SHORTENED,
            "by a day",
            () -> {
              add(sold, excluded(DAY.multipliedBy(2), SoldTickets.AT));
              add(sold, excluded(DAY, SoldTickets.AT));
            }),
        Corrupted.of(
            "it has a limit that was not set",
            SNAPSHOT_WRONG,
            "Wallet|ewa",
            Set.of(),
            () ->
                sold.changeSnapshot(
                    wallet ->
                        ((ObjectNode) wallet.at("/play/limits"))
                            .putObject(LimitKind.DAILY_STAKE.name())
                            .put("own", 5))),
        Corrupted.of(
            "it has an exclusion that there was not",
            SNAPSHOT_WRONG,
            "Wallet|ewa",
            Set.of(),
            () ->
                sold.changeSnapshot(
                    wallet ->
                        ((ObjectNode) wallet.get("play"))
                            .put("excludedUntil", SoldTickets.AT.toString()))));
  }

  private static Corrupted found(FindingKind kind, String name, Runnable corrupt) {
    return Corrupted.of(name, kind, "anna", Set.of(), corrupt);
  }

  private static void chargeOther(SoldTickets sold) {
    sold.add(
        "Ticket|" + SoldTickets.OTHER,
        new TicketRequested(SoldTickets.other("anna"), SoldTickets.CLOSE, SoldTickets.CLOSE, null));
    add(sold, SoldTickets.charged("anna", SoldTickets.OTHER, 100));
  }

  private static void add(SoldTickets sold, WalletEvent event) {
    sold.add("Wallet|anna", event);
  }

  private static LimitSet set(LimitKind kind, Long won, Instant at) {
    return new LimitSet("anna", kind, won, "c", at);
  }

  private static LimitRaiseRequested requested(long won) {
    return new LimitRaiseRequested(
        "anna",
        LimitKind.WEEKLY_STAKE,
        won,
        SoldTickets.AT.plus(DAY),
        SoldTickets.AT.plus(DAY.multipliedBy(8)),
        "c",
        SoldTickets.AT);
  }

  private static Excluded excluded(Duration length, Instant at) {
    return new Excluded("anna", SoldTickets.AT.plus(length), "anna", "c", at);
  }
}
