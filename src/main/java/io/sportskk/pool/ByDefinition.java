package io.sportskk.pool;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a result is what the rules say it is. Shares no formula with what computes one: it
 * divides nothing, but asks whether a number is the largest that is not too large.
 *
 * <p>For pools of up to 10<sup>13</sup> won.
 */
final class ByDefinition {

  private final PoolResult result;
  private final long gross;
  private final long net;

  /** Of the net pool, what is not carried in. */
  private final long kept;

  private final List<String> faults = new ArrayList<>();

  private ByDefinition(PoolResult result) {
    this.result = result;
    this.gross = result.gross().won();
    this.net = result.net().won();
    this.kept = net - result.carryIn().won();
  }

  /** What is wrong, in words that name the amount; nothing if all is right. */
  static List<String> faults(PoolResult result) {
    ByDefinition check = new ByDefinition(result);
    check.all();
    return check.faults;
  }

  private void all() {
    switch (result.kind()) {
      case REFUNDED, VOID -> {
        expect("payouts", gross, result.payouts());
        expect("takeout", 0, result.takeout());
        expect("carry-out", result.carryIn().won(), result.carryOut());
      }
      case CARRIED -> {
        net();
        expect("carry-out", net, result.carryOut());
        expect("payouts", 0, result.payouts());
      }
      case NET_REFUNDED -> {
        net();
        expect("carry-out", Math.max(0, net - gross), result.carryOut());
        result.dividends().forEach((team, dividend) -> part(team, dividend.tenths()));
        payouts();
      }
      case PAID -> {
        net();
        expect("carry-out", 0, result.carryOut());
        dividends();
        payouts();
      }
    }
    expect(
        "the sum of all",
        gross + result.carryIn().won(),
        result.payouts().plus(result.breakage()).plus(result.takeout()).plus(result.carryOut()));
  }

  private void net() {
    long exact = gross * (10_000 - result.rules().takeoutBasisPoints());
    hold("net", kept * 10_000 <= exact && exact < (kept + 1) * 10_000, result.net());
  }

  /** One tenth more of each would be more than there is, or than was staked. */
  private void part(String team, long tenths) {
    boolean affordable = tenths <= 10 && tenths * gross <= 10 * net;
    boolean highest = tenths == 10 || (tenths + 1) * gross > 10 * net;
    hold("part of " + team, affordable && highest, tenths);
  }

  /** A tenth more on a winner would be more than his part of the profit. */
  private void dividends() {
    Map<String, Dividend> dividends = result.dividends();
    long profit = net - dividends.keySet().stream().mapToLong(this::stake).sum();
    dividends.forEach(
        (team, dividend) -> {
          long parts = dividends.size() * stake(team);
          long tenths = dividend.tenths() - 10;
          hold(
              "dividend of " + team,
              profit < 0
                  ? tenths == 0
                  : tenths * parts <= 10 * profit && 10 * profit < (tenths + 1) * parts,
              dividend);
        });
  }

  private void payouts() {
    long tenths =
        result.dividends().entrySet().stream()
            .mapToLong(each -> each.getValue().tenths() * stake(each.getKey()))
            .sum();
    hold("payouts", result.payouts().won() * 10 == tenths, result.payouts());
    long left = net - result.payouts().won() - result.carryOut().won();
    expect("breakage", Math.max(0, left), result.breakage());
    expect("top-up", Math.max(0, -left), result.topUp());
    if (result.kind() == Kind.PAID) {
      expect("takeout", gross - kept - result.topUp().won(), result.takeout());
    }
  }

  private long stake(String team) {
    return result.stakes().getOrDefault(team, Money.ZERO).won();
  }

  private void expect(String what, long right, Money is) {
    if (is.won() != right) {
      faults.add(what + " is " + is + ", not " + right);
    }
  }

  private void hold(String what, boolean right, Object is) {
    if (!right) {
      faults.add(what + " is not " + is);
    }
  }
}
