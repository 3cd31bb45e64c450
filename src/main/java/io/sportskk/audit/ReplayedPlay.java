package io.sportskk.audit;

import io.sportskk.payment.LimitKind;
import io.sportskk.payment.PlayRules;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.payment.WalletEvent.Excluded;
import io.sportskk.payment.WalletEvent.HouseLimitSet;
import io.sportskk.payment.WalletEvent.LimitRaiseRequested;
import io.sportskk.payment.WalletEvent.LimitSet;
import io.sportskk.payment.WalletEvent.PaidOut;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The limits of play of one wallet, worked out from its events apart from how the wallet does it:
 * single stakes, payouts and deposits are added up, by their dates.
 *
 * <p>They count from the first limit on: a wallet whose snapshot is of a release without limits
 * does not know what was staked before. There were limits of stakes and losses of a day and a week
 * first; for the others, what counts begins with the first one of these others.
 */
final class ReplayedPlay {

  private static final Set<LimitKind> FIRST_KINDS =
      EnumSet.of(
          LimitKind.DAILY_STAKE,
          LimitKind.WEEKLY_STAKE,
          LimitKind.DAILY_LOSS,
          LimitKind.WEEKLY_LOSS);

  private final String buyerId;
  private final PlayRules rules;
  private final Findings findings;

  private final Map<LimitKind, Long> own = new EnumMap<>(LimitKind.class);
  private final Map<LimitKind, Long> house = new EnumMap<>(LimitKind.class);
  private final Map<LimitKind, LimitRaiseRequested> raises = new EnumMap<>(LimitKind.class);

  /** Those of this week and this month that were not given back, by ticket. */
  private final Map<String, Moved> stakes = new HashMap<>();

  /** What was won this week and this month, by day. */
  private final Map<LocalDate, Long> won = new HashMap<>();

  /** What was paid in this week and this month. */
  private final List<Moved> deposits = new ArrayList<>();

  /** When charges were made from which play may go on today, given back or not. */
  private final List<Instant> played = new ArrayList<>();

  private LocalDate today = LocalDate.MIN;
  private Instant excludedUntil = Instant.MIN;
  private boolean limited;
  private boolean limitedOtherwise;

  /**
   * @param otherwise whether it counts for other limits than those that there were first
   */
  private record Moved(LocalDate day, long amount, boolean otherwise) {}

  ReplayedPlay(String buyerId, PlayRules rules, Findings findings) {
    this.buyerId = buyerId;
    this.rules = rules;
    this.findings = findings;
  }

  void deposited(Deposited deposit) {
    if (deposit.at().isBefore(excludedUntil)) {
      findings.add(
          FindingKind.PLAYED_WHILE_EXCLUDED,
          buyerId,
          "Deposit " + deposit.depositId() + " was made at " + deposit.at() + excluded());
    }
    begin(deposit.at());
    if (!limitedOtherwise || deposit.openingBalance()) {
      return;
    }
    deposits.add(new Moved(today, deposit.amount().won(), true));
    check(
        EnumSet.of(LimitKind.DAILY_DEPOSIT, LimitKind.WEEKLY_DEPOSIT, LimitKind.MONTHLY_DEPOSIT),
        "Deposit " + deposit.depositId());
  }

  void charged(Charged charge) {
    if (charge.at().isBefore(excludedUntil)) {
      findings.add(
          FindingKind.PLAYED_WHILE_EXCLUDED,
          buyerId,
          "Ticket " + charge.ticketId() + " was charged at " + charge.at() + excluded());
    }
    begin(charge.at());
    if (!limited) {
      return;
    }
    stakes.put(charge.ticketId(), new Moved(today, charge.amount().won(), limitedOtherwise));
    check(
        EnumSet.range(LimitKind.DAILY_STAKE, LimitKind.MONTHLY_LOSS),
        "The charge of ticket " + charge.ticketId());
    if (limitedOtherwise) {
      play(charge);
    }
  }

  private void check(Set<LimitKind> kinds, String what) {
    for (LimitKind kind : kinds) {
      long limit = inForce(kind);
      long used = limit == Long.MAX_VALUE ? 0 : used(kind);
      if (used > limit) {
        findings.add(
            FindingKind.PLAY_LIMIT_EXCEEDED,
            buyerId,
            what + " brought " + kind + " to " + used + " KRW; the limit is " + limit + " KRW.");
      }
    }
  }

  private void play(Charged charge) {
    long limit = inForce(LimitKind.DAILY_TIME);
    Duration before = playedUntil(charge.at());
    if (limit != Long.MAX_VALUE && before.compareTo(Duration.ofMinutes(limit)) >= 0) {
      findings.add(
          FindingKind.PLAY_LIMIT_EXCEEDED,
          buyerId,
          "Ticket "
              + charge.ticketId()
              + " was charged when "
              + before
              + " of the day had been played; the limit is "
              + limit
              + " minutes.");
    }
    played.add(charge.at());
  }

  /** From each charge on, until the next one or for as long as play goes on without. */
  private Duration playedUntil(Instant now) {
    Instant begin = today.atStartOfDay(rules.zone()).toInstant();
    Duration sum = Duration.ZERO;
    for (int i = 0; i < played.size(); i++) {
      Instant from = played.get(i);
      Instant next = i + 1 < played.size() ? played.get(i + 1) : now;
      Instant end = from.plus(rules.playEndsAfter());
      Instant to = end.isBefore(next) ? end : next;
      if (to.isAfter(begin)) {
        sum = sum.plus(Duration.between(from.isBefore(begin) ? begin : from, to));
      }
    }
    return sum;
  }

  void givenBack(String ticketId) {
    stakes.remove(ticketId);
  }

  void paidOut(PaidOut payout) {
    begin(payout.at());
    won.merge(today, payout.payout().won() - payout.tax().won(), Math::addExact);
  }

  void set(LimitSet event) {
    LimitKind kind = event.kind();
    limit(kind);
    LimitRaiseRequested raise = raises.remove(kind);
    long limit = event.limit() == null ? Long.MAX_VALUE : event.limit();
    boolean confirmed =
        raise != null
            && Objects.equals(raise.limit(), event.limit())
            && !event.at().isBefore(raise.confirmFrom())
            && event.at().isBefore(raise.confirmBefore());
    if (limit > own.getOrDefault(kind, Long.MAX_VALUE) && !confirmed) {
      findings.add(
          FindingKind.LIMIT_RAISED_TOO_SOON,
          buyerId,
          kind
              + " was raised at "
              + event.at()
              + "; "
              + (raise == null ? "that was not asked for" : "asked for was " + raise)
              + ".");
    }
    own.put(kind, limit);
  }

  void requested(LimitRaiseRequested raise) {
    raises.put(raise.kind(), raise);
  }

  void setByHouse(HouseLimitSet event) {
    limit(event.kind());
    house.put(event.kind(), event.limit() == null ? Long.MAX_VALUE : event.limit());
  }

  void exclude(Excluded event) {
    if (event.at().isBefore(excludedUntil) && event.until().isBefore(excludedUntil)) {
      findings.add(
          FindingKind.EXCLUSION_SHORTENED,
          buyerId,
          "At " + event.at() + " it was made to end at " + event.until() + excluded());
    }
    excludedUntil = event.until();
  }

  private String excluded() {
    return "; excluded until " + excludedUntil + ".";
  }

  private void limit(LimitKind kind) {
    limited = true;
    limitedOtherwise |= !FIRST_KINDS.contains(kind);
  }

  private long inForce(LimitKind kind) {
    return Math.min(
        own.getOrDefault(kind, Long.MAX_VALUE), house.getOrDefault(kind, Long.MAX_VALUE));
  }

  /** In KRW. */
  private long used(LimitKind kind) {
    return switch (kind) {
      case DAILY_STAKE, WEEKLY_STAKE, MONTHLY_STAKE -> sum(kind, stakes.values());
      case DAILY_LOSS, WEEKLY_LOSS, MONTHLY_LOSS -> sum(kind, stakes.values()) - won(kind);
      case DAILY_DEPOSIT, WEEKLY_DEPOSIT, MONTHLY_DEPOSIT -> sum(kind, deposits);
      case DAILY_TIME -> throw new IllegalArgumentException("no sum of money: " + kind);
    };
  }

  private long sum(LimitKind kind, Collection<Moved> moved) {
    boolean first = FIRST_KINDS.contains(kind);
    return moved.stream()
        .filter(it -> (first || it.otherwise()) && counts(kind, it.day()))
        .mapToLong(Moved::amount)
        .sum();
  }

  private long won(LimitKind kind) {
    return won.entrySet().stream()
        .filter(win -> counts(kind, win.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Whether what was on that day counts today. */
  private boolean counts(LimitKind kind, LocalDate day) {
    return switch (kind) {
      case DAILY_STAKE, DAILY_LOSS, DAILY_DEPOSIT, DAILY_TIME -> day.equals(today);
      case WEEKLY_STAKE, WEEKLY_LOSS, WEEKLY_DEPOSIT -> isOfOneWeek(day, today);
      case MONTHLY_STAKE, MONTHLY_LOSS, MONTHLY_DEPOSIT -> isOfOneMonth(day, today);
    };
  }

  /** What is of an earlier week and of an earlier month counts no more. */
  private void begin(Instant now) {
    LocalDate day = now.atZone(rules.zone()).toLocalDate();
    if (day.equals(today)) {
      return;
    }
    stakes.values().removeIf(stake -> isOver(stake.day(), day));
    won.keySet().removeIf(won -> isOver(won, day));
    deposits.removeIf(deposit -> isOver(deposit.day(), day));
    Instant begin = day.atStartOfDay(rules.zone()).toInstant();
    played.removeIf(at -> !at.plus(rules.playEndsAfter()).isAfter(begin));
    today = day;
  }

  private static boolean isOver(LocalDate one, LocalDate other) {
    return !isOfOneWeek(one, other) && !isOfOneMonth(one, other);
  }

  private static boolean isOfOneMonth(LocalDate one, LocalDate other) {
    return YearMonth.from(one).equals(YearMonth.from(other));
  }

  private static boolean isOfOneWeek(LocalDate one, LocalDate other) {
    return one.get(IsoFields.WEEK_BASED_YEAR) == other.get(IsoFields.WEEK_BASED_YEAR)
        && one.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
            == other.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }
}
