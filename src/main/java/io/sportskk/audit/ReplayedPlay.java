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
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The limits of play of one wallet, worked out from its events apart from how the wallet does it:
 * single stakes are added up, by their dates.
 *
 * <p>Stakes count from the first limit on: a wallet whose snapshot is of a release without limits
 * does not know what was staked before.
 */
final class ReplayedPlay {

  private final String buyerId;
  private final PlayRules rules;
  private final Findings findings;

  private final Map<LimitKind, Long> own = new EnumMap<>(LimitKind.class);
  private final Map<LimitKind, Long> house = new EnumMap<>(LimitKind.class);
  private final Map<LimitKind, LimitRaiseRequested> raises = new EnumMap<>(LimitKind.class);

  /** Those of this week that were not given back, by ticket. */
  private final Map<String, Moved> stakes = new HashMap<>();

  /** What was won this week, by day. */
  private final Map<LocalDate, Long> won = new HashMap<>();

  private LocalDate today = LocalDate.MIN;
  private Instant excludedUntil = Instant.MIN;
  private boolean limited;

  private record Moved(LocalDate day, long amount) {}

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
    stakes.put(charge.ticketId(), new Moved(today, charge.amount().won()));
    for (LimitKind kind : LimitKind.values()) {
      long limit = inForce(kind);
      long used = used(kind);
      if (used > limit) {
        findings.add(
            FindingKind.PLAY_LIMIT_EXCEEDED,
            buyerId,
            "The charge of ticket "
                + charge.ticketId()
                + " brought "
                + kind
                + " to "
                + used
                + " KRW; the limit is "
                + limit
                + " KRW.");
      }
    }
  }

  void givenBack(String ticketId) {
    stakes.remove(ticketId);
  }

  void paidOut(PaidOut payout) {
    begin(payout.at());
    won.merge(today, payout.payout().won() - payout.tax().won(), Math::addExact);
  }

  void set(LimitSet event) {
    limited = true;
    LimitKind kind = event.kind();
    LimitRaiseRequested raise = raises.remove(kind);
    long limit = event.limit() == null ? Long.MAX_VALUE : event.limit().won();
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
    limited = true;
    house.put(event.kind(), event.limit() == null ? Long.MAX_VALUE : event.limit().won());
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

  private long inForce(LimitKind kind) {
    return Math.min(
        own.getOrDefault(kind, Long.MAX_VALUE), house.getOrDefault(kind, Long.MAX_VALUE));
  }

  private long used(LimitKind kind) {
    boolean daily = kind == LimitKind.DAILY_STAKE || kind == LimitKind.DAILY_LOSS;
    long used =
        stakes.values().stream()
            .filter(stake -> !daily || stake.day().equals(today))
            .mapToLong(Moved::amount)
            .sum();
    if (kind == LimitKind.DAILY_STAKE || kind == LimitKind.WEEKLY_STAKE) {
      return used;
    }
    return used
        - won.entrySet().stream()
            .filter(win -> !daily || win.getKey().equals(today))
            .mapToLong(Map.Entry::getValue)
            .sum();
  }

  /** What is of an earlier week counts no more. */
  private void begin(Instant now) {
    LocalDate day = now.atZone(rules.zone()).toLocalDate();
    if (day.equals(today)) {
      return;
    }
    stakes.values().removeIf(stake -> !isOfOneWeek(stake.day(), day));
    won.keySet().removeIf(won -> !isOfOneWeek(won, day));
    today = day;
  }

  private static boolean isOfOneWeek(LocalDate one, LocalDate other) {
    return one.get(IsoFields.WEEK_BASED_YEAR) == other.get(IsoFields.WEEK_BASED_YEAR)
        && one.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
            == other.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }
}
