package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;
import io.sportskk.payment.WalletEvent.Deposited;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
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
 * So is a payout. Neither has a limit of number, which could refuse a rightful one; still there can
 * only be so many, as each is of a ticket that was charged, and of one match no more than {@link
 * WalletRules#matchTickets} are.
 *
 * @param opened whether it has any event; the opening balance is paid in with the first
 * @param balance never negative
 * @param deposits the deposits that are not forgotten by id, oldest first
 * @param depositedAt when each of them was made; snapshots of earlier releases lack it
 * @param matches the matches that are not forgotten
 * @param refunds the refunds that are not forgotten by ticket id; snapshots of earlier releases
 *     lack them
 * @param payouts what is not forgotten of payouts by match id; snapshots of earlier releases lack
 *     them
 * @param play limits of play, and how much of them is used; snapshots of earlier releases lack it
 * @param approvals what supervisors have approved; snapshots of earlier releases lack it
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
    Map<String, MatchPayouts> payouts,
    Play play,
    StakeApprovals approvals,
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
    payouts = Collections.unmodifiableMap(payouts == null ? Map.of() : payouts);
    play = play == null ? Play.NONE : play;
    approvals = approvals == null ? StakeApprovals.NONE : approvals;
  }

  static WalletState unopened(String buyerId) {
    return new WalletState(
        buyerId,
        false,
        Money.ZERO,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Play.NONE,
        StakeApprovals.NONE,
        0,
        Instant.EPOCH);
  }

  Decision<ChargeReply> charge(WalletCommand.Charge command, WalletRules rules, Instant clock) {
    return decide(
        command, rules, clock, (it, now) -> new WalletDecider(it, rules, now).charge(command));
  }

  Decision<ReverseReply> reverse(WalletCommand.Reverse command, WalletRules rules, Instant clock) {
    return decide(
        command, rules, clock, (it, now) -> new WalletDecider(it, rules, now).reverse(command));
  }

  Decision<DepositReply> deposit(WalletCommand.Deposit command, WalletRules rules, Instant clock) {
    return decide(
        command, rules, clock, (it, now) -> new WalletDecider(it, rules, now).deposit(command));
  }

  Decision<RefundReply> refund(WalletCommand.Refund command, WalletRules rules, Instant clock) {
    return decide(
        command, rules, clock, (it, now) -> new SettlementDecider(it, rules, now).refund(command));
  }

  Decision<PayOutReply> payOut(WalletCommand.PayOut command, WalletRules rules, Instant clock) {
    return decide(
        command, rules, clock, (it, now) -> new SettlementDecider(it, rules, now).payOut(command));
  }

  Decision<PayUpReply> payUp(WalletCommand.PayUp command, WalletRules rules, Instant clock) {
    return decide(
        command, rules, clock, (it, now) -> new SettlementDecider(it, rules, now).payUp(command));
  }

  Decision<ApproveReply> approve(
      WalletCommand.ApproveStake command, WalletRules rules, Instant clock) {
    return decide(
        command, rules, clock, (it, now) -> new SupervisorDecider(it, rules, now).approve(command));
  }

  /**
   * @param decision about limits of play
   */
  <R> Decision<R> play(
      Correlated command,
      WalletRules rules,
      Instant clock,
      Function<PlayDecider, Decision<R>> decision) {
    return decide(
        command, rules, clock, (it, now) -> decision.apply(new PlayDecider(it, rules, now)));
  }

  /**
   * @param decision of the wallet, opened, as it is now
   */
  private <R> Decision<R> decide(
      Correlated command,
      WalletRules rules,
      Instant clock,
      BiFunction<WalletState, Instant, Decision<R>> decision) {
    Instant now = later(clock);
    if (opened || rules.openingBalance().equals(Money.ZERO)) {
      return decision.apply(asOf(now, rules), now);
    }
    Deposited opening =
        new Deposited(
            buyerId,
            WalletEvent.OPENING_BALANCE,
            rules.openingBalance(),
            command.correlationId(),
            now);
    return decision.apply(after(opening, rules), now).after(opening);
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

  @Override
  public Map<String, Set<Integer>> paidOut() {
    Map<String, Set<Integer>> all = new HashMap<>();
    payouts.values().forEach(match -> all.putAll(match.rounds()));
    return all;
  }

  /**
   * Whether there is an open charge of the match, or a ticket that was paid out: what that comes to
   * may still be corrected. Of a match that is forgotten there is none.
   */
  boolean hasStaked(String matchId, WalletRules rules, Instant clock) {
    WalletState known = asOf(later(clock), rules);
    MatchCharges match = known.matches.get(matchId);
    return known.payouts.containsKey(matchId)
        || (match != null && match.staked().isMoreThan(Money.ZERO));
  }

  @Override
  public Map<LimitKind, Long> limitsInForce() {
    return play.inForce();
  }

  @Override
  public Instant excludedUntil() {
    return play.excludedUntil();
  }

  @Override
  public Map<String, Money> unusedApprovals() {
    Map<String, Money> all = new HashMap<>();
    approvals
        .byId()
        .forEach(
            (approvalId, approval) -> {
              if (approval.usedBy() == null) {
                all.put(approvalId, approval.upTo());
              }
            });
    return all;
  }

  /** What the buyer sees; an untouched wallet shows what it will open with. */
  Wallet shown(WalletRules rules, Instant clock) {
    return new Wallet(
        buyerId,
        opened ? balance : rules.openingBalance(),
        OpenCharges.newest(asOf(later(clock), rules).matches));
  }

  PlayLimits limits(WalletRules rules, Instant clock) {
    Instant now = later(clock);
    return PlayLimits.of(asOf(now, rules), rules.supervision(), now);
  }

  /** The wallet after an event. */
  WalletState after(WalletEvent event, WalletRules rules) {
    return new WalletDraft(this, rules).asOf(event.at()).enter(event).done();
  }

  /** Without what is forgotten by then. */
  private WalletState asOf(Instant now, WalletRules rules) {
    return new WalletDraft(this, rules).asOf(now).done();
  }

  /** What is known of a match; nothing if it is new or forgotten. */
  MatchCharges match(String matchId, Instant salesCloseAt) {
    MatchCharges match = matches.get(matchId);
    return match == null ? MatchCharges.none(salesCloseAt) : match.closingAt(salesCloseAt);
  }

  boolean hasPaidOut(String matchId, String ticketId) {
    return payouts.getOrDefault(matchId, MatchPayouts.none()).has(ticketId);
  }

  /** How much can be paid in. What is staked may come back, so there must be room for it too. */
  Money room() {
    Money staked =
        matches.values().stream().map(MatchCharges::staked).reduce(Money.ZERO, Money::plus);
    Money held = balance.plus(staked);
    return held.isMoreThan(WalletRules.MOST) ? Money.ZERO : WalletRules.MOST.minus(held);
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

  /** A wallet's time: it never runs backwards. */
  Instant later(Instant clock) {
    return clock.isBefore(lastAt) ? lastAt : clock;
  }

  private static Map<String, Instant> allAt(Set<String> ids, Instant at) {
    Map<String, Instant> times = new LinkedHashMap<>();
    ids.forEach(id -> times.put(id, at));
    return times;
  }
}
