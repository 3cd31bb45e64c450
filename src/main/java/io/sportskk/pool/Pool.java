package io.sportskk.pool;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult.Kind;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A pool that is shared out: each kind of end is a method.
 *
 * @param stakes by team
 */
record Pool(PoolRules rules, Map<String, Money> stakes, Money carryIn) {

  static Money sum(Collection<Money> amounts) {
    return amounts.stream().reduce(Money.ZERO, Money::plus);
  }

  private Money gross() {
    return sum(stakes.values());
  }

  /** What there is to share out, if the operator has his takeout. */
  private Money net() {
    return rules.afterTakeout(gross()).plus(carryIn);
  }

  private Money takeout() {
    return gross().minus(rules.afterTakeout(gross()));
  }

  /**
   * Joint winners nobody backed drop out, so that the profit is split among the others (Ohio
   * 3769-13-16).
   */
  PoolResult won(Set<String> winners) {
    if (winners.isEmpty()) {
      throw new IllegalArgumentException("a result names at least one winner");
    }
    requireUnits();
    Map<String, Money> backed = new TreeMap<>(stakes);
    backed.keySet().retainAll(winners);
    backed.values().removeIf(Money.ZERO::equals);
    return backed.isEmpty() ? unbacked(winners) : paid(backed, winners);
  }

  /**
   * Breakage is an amount of its own (Arizona R19-2-523), and the top-up comes out of the takeout
   * (Korean and Japanese racing): payouts at 1.0 are never more than all stakes.
   */
  private PoolResult paid(Map<String, Money> backed, Set<String> winners) {
    Map<String, Dividend> dividends = dividends(backed);
    Money payouts =
        sum(
            dividends.entrySet().stream()
                .map(each -> each.getValue().on(backed.get(each.getKey())))
                .toList());
    Money net = net();
    Money topUp = over(payouts, net);
    return new PoolResult(
        rules,
        Kind.PAID,
        stakes,
        carryIn,
        winners,
        net,
        takeout().minus(topUp),
        topUp,
        payouts,
        over(net, payouts),
        Money.ZERO,
        dividends);
  }

  /**
   * The stake back, and an equal part of the profit for each of k winners:
   *
   * <pre>D = floor(10 (k W + P) / (k W)) = 10 + floor(10 P / (k W)) tenths</pre>
   *
   * where W is staked on the winner, and the profit P is what is left of the net pool N after the
   * stakes of all winners; of one winner that is floor(10 N / W). Rounded down (Florida 75-7.002,
   * UK Tote, the French <i>décime</i>), and if there is no profit 1.0 (Korean and Japanese racing).
   *
   * @param backed the winners on whom something is staked
   */
  Map<String, Dividend> dividends(Map<String, Money> backed) {
    long profitInTenths = Math.multiplyExact(10, over(net(), sum(backed.values())).won());
    Map<String, Dividend> dividends = new TreeMap<>();
    backed.forEach(
        (team, stake) -> {
          long parts = Math.multiplyExact(backed.size(), stake.won());
          dividends.put(team, Dividend.tenths(Dividend.ONE.tenths() + profitInTenths / parts));
        });
    return dividends;
  }

  private PoolResult unbacked(Set<String> winners) {
    return switch (rules.unbacked()) {
      case REFUND -> givenBack(Kind.REFUNDED, winners);
      case CARRY -> shared(Kind.CARRIED, winners, Map.of(), Money.ZERO, net());
      case NET_REFUND -> netRefunded(winners);
    };
  }

  /**
   * In tenths of what was staked, as dividends are, and no more than that: what is over as it is
   * rounded down is breakage, and what is over when every stake has come back was carried in, and
   * is carried on.
   */
  private PoolResult netRefunded(Set<String> winners) {
    if (!gross().isMoreThan(net())) { // also if there is nobody to share it
      return shared(
          Kind.NET_REFUNDED, winners, forAll(Dividend.ONE), Money.ZERO, net().minus(gross()));
    }
    Dividend part = Dividend.tenths(Math.multiplyExact(10, net().won()) / gross().won());
    return shared(
        Kind.NET_REFUNDED, winners, forAll(part), net().minus(part.on(gross())), Money.ZERO);
  }

  /** What is left of the net pool is paid. */
  private PoolResult shared(
      Kind kind,
      Set<String> winners,
      Map<String, Dividend> dividends,
      Money breakage,
      Money carryOut) {
    return new PoolResult(
        rules,
        kind,
        stakes,
        carryIn,
        winners,
        net(),
        takeout(),
        Money.ZERO,
        net().minus(breakage).minus(carryOut),
        breakage,
        carryOut,
        dividends);
  }

  PoolResult voided() {
    return givenBack(Kind.VOID, Set.of());
  }

  private PoolResult givenBack(Kind kind, Set<String> winners) {
    return new PoolResult(
        rules,
        kind,
        stakes,
        carryIn,
        winners,
        gross().plus(carryIn),
        Money.ZERO,
        Money.ZERO,
        gross(),
        Money.ZERO,
        carryIn,
        forAll(Dividend.ONE));
  }

  private Map<String, Dividend> forAll(Dividend dividend) {
    Map<String, Dividend> dividends = new TreeMap<>();
    stakes.forEach(
        (team, stake) -> {
          if (!stake.equals(Money.ZERO)) {
            dividends.put(team, dividend);
          }
        });
    return dividends;
  }

  /** By how much one amount is more than another. */
  private static Money over(Money amount, Money other) {
    return amount.isMoreThan(other) ? amount.minus(other) : Money.ZERO;
  }

  private void requireUnits() {
    stakes.forEach(
        (team, stake) -> {
          if (stake.won() % PoolRules.STAKE_UNIT.won() != 0) {
            throw new IllegalArgumentException(
                stake + " on " + team + " is no multiple of " + PoolRules.STAKE_UNIT);
          }
        });
  }
}
