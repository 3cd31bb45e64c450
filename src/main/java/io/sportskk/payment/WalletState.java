package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.ChargeBarred;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.payment.WalletEvent.Refunded;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A wallet: how it answers commands, and what its events make of it. Stored as the snapshot.
 *
 * <p><b>What it may forget.</b> A match is forgotten some days after its sales have closed, with
 * all its tickets, so that a wallet holds what was staked lately and not what was ever staked. This
 * is exactly safe. No ticket can be charged twice by it, as nothing is charged from the close of
 * sales on, and a wallet's time never runs backwards ({@link #lastAt}), whatever the clock says of
 * the node to which the wallet has moved. A reversal can't know any more whether there was a
 * charge, and says so instead of guessing: a ticket that is not remembered was never charged if its
 * own close of sales is not yet that long ago, and is forgotten if it is. What is forgotten depends
 * on time alone, and events carry their amounts, so that a replay leads to the same balance under
 * whatever settings.
 *
 * <p>A refund is remembered from when it was made or decided, whichever is later, and refused when
 * it was decided longer ago than that: so it can't be made twice, either, whatever the clocks say.
 *
 * @param opened whether it has any event; the opening balance is paid in with the first
 * @param balance never negative
 * @param deposits the deposits that are not forgotten by id, oldest first
 * @param depositedAt when each of them was made; snapshots of earlier releases lack it
 * @param matches the matches that are not forgotten
 * @param refunds the refunds that are not forgotten by ticket id; snapshots of earlier releases
 *     lack them
 * @param charges how many charges were ever made
 * @param lastAt time of the last event
 */
record WalletState(
    String buyerId,
    boolean opened,
    Money balance,
    Map<String, Money> deposits,
    Map<String, Instant> depositedAt,
    Map<String, MatchCharges> matches,
    Map<String, Refund> refunds,
    long charges,
    Instant lastAt)
    implements CborSerializable, StoredWallet {

  /**
   * @param since when it was made or decided, whichever is later
   */
  record Refund(Money amount, Instant since) {}

  WalletState {
    // Not before, and that is early enough: until then none of them is forgotten.
    depositedAt =
        Collections.unmodifiableMap(
            depositedAt == null ? allAt(deposits.keySet(), lastAt) : depositedAt);
    deposits = Collections.unmodifiableMap(deposits);
    matches = Collections.unmodifiableMap(matches);
    refunds = Collections.unmodifiableMap(refunds == null ? Map.of() : refunds);
  }

  static WalletState unopened(String buyerId) {
    return new WalletState(
        buyerId, false, Money.ZERO, Map.of(), Map.of(), Map.of(), Map.of(), 0, Instant.EPOCH);
  }

  Decision<ChargeReply> charge(WalletCommand.Charge command, WalletRules rules, Instant clock) {
    return decide(command.correlationId(), rules, clock, decider -> decider.charge(command));
  }

  Decision<ReverseReply> reverse(WalletCommand.Reverse command, WalletRules rules, Instant clock) {
    return decide(command.correlationId(), rules, clock, decider -> decider.reverse(command));
  }

  Decision<RefundReply> refund(WalletCommand.Refund command, WalletRules rules, Instant clock) {
    return decide(command.correlationId(), rules, clock, decider -> decider.refund(command));
  }

  Decision<DepositReply> deposit(WalletCommand.Deposit command, WalletRules rules, Instant clock) {
    return decide(command.correlationId(), rules, clock, decider -> decider.deposit(command));
  }

  private <R> Decision<R> decide(
      String correlationId,
      WalletRules rules,
      Instant clock,
      Function<WalletDecider, Decision<R>> decision) {
    Instant now = later(clock);
    if (opened || rules.openingBalance().equals(Money.ZERO)) {
      return decision.apply(new WalletDecider(asOf(now, rules), rules, now));
    }
    Deposited opening =
        new Deposited(
            buyerId, WalletEvent.OPENING_BALANCE, rules.openingBalance(), correlationId, now);
    return decision.apply(new WalletDecider(after(opening, rules), rules, now)).after(opening);
  }

  @Override
  public Map<String, Money> openCharges() {
    Map<String, Money> all = new HashMap<>();
    matches
        .values()
        .forEach(
            match -> match.open().forEach((ticketId, open) -> all.put(ticketId, open.amount())));
    return all;
  }

  @Override
  public Set<String> barredTickets() {
    Set<String> all = new HashSet<>();
    matches.values().forEach(match -> all.addAll(match.barred().keySet()));
    return all;
  }

  /** Whether there is an open charge of the match; of one that is forgotten there is none. */
  boolean hasStaked(String matchId, WalletRules rules, Instant clock) {
    MatchCharges match = asOf(later(clock), rules).matches.get(matchId);
    return match != null && match.staked().isMoreThan(Money.ZERO);
  }

  /** What the buyer sees; an untouched wallet shows what it will open with. */
  Wallet shown(WalletRules rules, Instant clock) {
    return new Wallet(
        buyerId,
        opened ? balance : rules.openingBalance(),
        OpenCharges.newest(asOf(later(clock), rules).matches));
  }

  /** The wallet after an event. */
  WalletState after(WalletEvent event, WalletRules rules) {
    WalletState before = asOf(event.at(), rules);
    if (event instanceof Deposited e) {
      return before.remember(e).with(e, balance.plus(e.amount()), before.matches, charges);
    }
    if (event instanceof Charged e) {
      MatchCharges match =
          before
              .match(e.matchId(), e.salesCloseAt())
              .charge(e.ticketId(), new MatchCharges.Open(e.amount(), charges + 1));
      return before.with(e, balance.minus(e.amount()), before.put(e.matchId(), match), charges + 1);
    }
    if (event instanceof ChargeReversed e) {
      // Forgotten by now only if the settings have changed since: the money moves all the same.
      MatchCharges match = before.matches.get(e.matchId());
      return before.with(
          e,
          balance.plus(e.amount()),
          match == null ? before.matches : before.put(e.matchId(), match.reverse(e.ticketId())),
          charges);
    }
    if (event instanceof Refunded e) {
      // Known by now only if the settings have changed since: then the charge is not open any more.
      MatchCharges match = before.match(e.matchId(), e.salesCloseAt()).refund(e.ticketId());
      return before
          .remember(e)
          .with(e, balance.plus(e.amount()), before.put(e.matchId(), match), charges);
    }
    ChargeBarred e = (ChargeBarred) event;
    MatchCharges match = before.match(e.matchId(), e.salesCloseAt()).bar(e.ticketId(), e.reason());
    return before.with(e, balance, before.put(e.matchId(), match), charges);
  }

  /** What is known of a match; nothing if it is new or forgotten. */
  MatchCharges match(String matchId, Instant salesCloseAt) {
    MatchCharges match = matches.get(matchId);
    return match == null ? MatchCharges.none(salesCloseAt) : match.closingAt(salesCloseAt);
  }

  /** The sum of what could still be reversed. */
  Money staked() {
    return matches.values().stream().map(MatchCharges::staked).reduce(Money.ZERO, Money::plus);
  }

  /** How many deposits are remembered, but for the one that it opened with. */
  int depositsMade() {
    return deposits.size() - (deposits.containsKey(WalletEvent.OPENING_BALANCE) ? 1 : 0);
  }

  /** When the oldest of these was made. */
  Optional<Instant> oldestDeposit() {
    return depositedAt.entrySet().stream()
        .filter(deposit -> !deposit.getKey().equals(WalletEvent.OPENING_BALANCE))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private Instant later(Instant clock) {
    return clock.isBefore(lastAt) ? lastAt : clock;
  }

  /** Without the matches and the deposits that are forgotten by then. */
  private WalletState asOf(Instant now, WalletRules rules) {
    return withoutDeposits(now, rules).withoutMatches(now, rules).withoutRefunds(now, rules);
  }

  private WalletState withoutDeposits(Instant now, WalletRules rules) {
    // They are in the order of their times.
    if (oldestDeposit().filter(at -> now.isAfter(at.plus(rules.rememberDepositsFor()))).isEmpty()) {
      return this;
    }
    Map<String, Instant> times = new LinkedHashMap<>(depositedAt);
    times.entrySet().removeIf(it -> rules.forgotten(it.getKey(), it.getValue(), now));
    Map<String, Money> remembered = new LinkedHashMap<>(deposits);
    remembered.keySet().retainAll(times.keySet());
    return new WalletState(
        buyerId, opened, balance, remembered, times, matches, refunds, charges, lastAt);
  }

  private WalletState withoutMatches(Instant now, WalletRules rules) {
    if (matches.values().stream().noneMatch(match -> rules.forgotten(match.salesCloseAt(), now))) {
      return this;
    }
    Map<String, MatchCharges> remembered = new LinkedHashMap<>(matches);
    remembered.values().removeIf(match -> rules.forgotten(match.salesCloseAt(), now));
    return new WalletState(
        buyerId, opened, balance, deposits, depositedAt, remembered, refunds, charges, lastAt);
  }

  private WalletState withoutRefunds(Instant now, WalletRules rules) {
    if (refunds.values().stream().noneMatch(it -> rules.forgottenRefund(it.since(), now))) {
      return this;
    }
    Map<String, Refund> remembered = new LinkedHashMap<>(refunds);
    remembered.values().removeIf(refund -> rules.forgottenRefund(refund.since(), now));
    return refunds(remembered);
  }

  private WalletState with(
      WalletEvent event, Money balance, Map<String, MatchCharges> matches, long charges) {
    return new WalletState(
        buyerId,
        true,
        balance,
        deposits,
        depositedAt,
        matches,
        refunds,
        charges,
        later(event.at()));
  }

  private Map<String, MatchCharges> put(String matchId, MatchCharges match) {
    Map<String, MatchCharges> copy = new LinkedHashMap<>(matches);
    copy.put(matchId, match);
    return copy;
  }

  private WalletState remember(Deposited deposit) {
    return new WalletState(
        buyerId,
        opened,
        balance,
        appended(deposits, deposit.depositId(), deposit.amount()),
        appended(depositedAt, deposit.depositId(), later(deposit.at())),
        matches,
        refunds,
        charges,
        lastAt);
  }

  private WalletState remember(Refunded refund) {
    Instant made = later(refund.at());
    Instant since = refund.decidedAt().isAfter(made) ? refund.decidedAt() : made;
    return refunds(appended(refunds, refund.ticketId(), new Refund(refund.amount(), since)));
  }

  private WalletState refunds(Map<String, Refund> other) {
    return new WalletState(
        buyerId, opened, balance, deposits, depositedAt, matches, other, charges, lastAt);
  }

  private static <V> Map<String, V> appended(Map<String, V> map, String key, V value) {
    Map<String, V> copy = new LinkedHashMap<>(map);
    copy.remove(key); // the order is that of the times
    copy.put(key, value);
    return copy;
  }

  private static Map<String, Instant> allAt(Set<String> ids, Instant at) {
    Map<String, Instant> times = new LinkedHashMap<>();
    ids.forEach(id -> times.put(id, at));
    return times;
  }
}
