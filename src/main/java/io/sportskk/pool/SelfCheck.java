package io.sportskk.pool;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the arithmetic that runs here pays what the published rules say ({@code P5}: a
 * totalisator was once fined as its tests had used another breakage than production). The worked
 * example is computed to the won, and under the rules in force and every other policy each end of
 * its pool is held against the definitions.
 */
public final class SelfCheck {

  private static final Map<String, Money> STAKES =
      Map.of(
          "HOME", Money.won(6_120_300),
          "DRAW", Money.won(1_534_100),
          "AWAY", Money.won(2_345_600));

  private static final List<Row> WORKED_EXAMPLE =
      List.of(
          new Row(2_800, Map.of("HOME", Dividend.tenths(11)), 6_732_330, 467_670, 0),
          new Row(2_800, Map.of("AWAY", Dividend.tenths(30)), 7_036_800, 163_200, 0),
          new Row(
              2_800,
              Map.of("DRAW", Dividend.tenths(20), "AWAY", Dividend.tenths(17)),
              7_055_720,
              144_280,
              0),
          new Row(5_000, Map.of("HOME", Dividend.tenths(10)), 6_120_300, 0, 1_120_300));

  /**
   * A ticket of 100,000 at 20.1 is paid 2,010,000, less 382,000 and 38,200 of tax; at 20.0 none.
   */
  private static final Map<Money, Money> KOREAN_TAX_BY_LOSING_STAKE =
      Map.of(Money.won(1_910_000), Money.won(420_200), Money.won(1_900_000), Money.ZERO);

  /** What is checked: {@link PoolRules#result}. */
  interface Arithmetic {
    PoolResult result(
        PoolRules rules, Map<String, Money> stakes, Money carryIn, Set<String> winners);
  }

  /** A row of the example, in won: the teams that are paid have won. */
  private record Row(
      int takeout, Map<String, Dividend> dividends, long payouts, long breakage, long topUp) {}

  private final Arithmetic arithmetic;
  private final List<String> faults = new ArrayList<>();

  private SelfCheck(Arithmetic arithmetic) {
    this.arithmetic = arithmetic;
  }

  /**
   * @param inForce the rules that matches are bound to from now on
   * @return what is wrong, nothing if all is right
   */
  public static List<String> faults(PoolRules inForce) {
    return faults(inForce, PoolRules::result);
  }

  static List<String> faults(PoolRules inForce, Arithmetic arithmetic) {
    SelfCheck check = new SelfCheck(arithmetic);
    WORKED_EXAMPLE.forEach(check::row);
    check.tax();
    ruleSets(inForce).forEach(check::allEnds);
    return List.copyOf(check.faults);
  }

  /** Those that matches may have: of earlier releases, in force, and of every policy. */
  private static Set<PoolRules> ruleSets(PoolRules inForce) {
    Set<PoolRules> sets = new LinkedHashSet<>(List.of(inForce, PoolRules.EARLIER));
    for (Unbacked unbacked : Unbacked.values()) {
      sets.add(new PoolRules(inForce.takeoutBasisPoints(), unbacked, inForce.tax()));
    }
    return sets;
  }

  private void row(Row row) {
    PoolRules rules = new PoolRules(row.takeout(), Unbacked.REFUND, Tax.NONE);
    PoolResult result = arithmetic.result(rules, STAKES, Money.ZERO, row.dividends().keySet());
    compare(result, "dividends", row.dividends(), result.dividends());
    compare(result, "payouts", Money.won(row.payouts()), result.payouts());
    compare(result, "breakage", Money.won(row.breakage()), result.breakage());
    compare(result, "top-up", Money.won(row.topUp()), result.topUp());
  }

  private void tax() {
    PoolRules rules = new PoolRules(0, Unbacked.REFUND, Tax.KOREA_2016);
    Money stake = Money.won(100_000);
    KOREAN_TAX_BY_LOSING_STAKE.forEach(
        (losing, tax) -> {
          PoolResult result =
              arithmetic.result(
                  rules, Map.of("HOME", stake, "AWAY", losing), Money.ZERO, Set.of("HOME"));
          compare(result, "tax", tax, result.tax("HOME", stake));
        });
  }

  private void allEnds(PoolRules rules) {
    for (Set<String> winners :
        List.of(
            Set.of("HOME"),
            Set.of("DRAW"),
            Set.of("AWAY"),
            Set.of("DRAW", "AWAY"),
            STAKES.keySet(),
            Set.of("NOBODY"))) {
      for (Money carryIn : List.of(Money.ZERO, Money.won(1_000_001))) {
        end(rules, arithmetic.result(rules, STAKES, carryIn, winners), winners);
      }
    }
  }

  private void end(PoolRules rules, PoolResult result, Set<String> winners) {
    boolean backed = winners.stream().anyMatch(STAKES::containsKey);
    compare(result, "rules", rules, result.rules());
    compare(result, "kind", backed ? Kind.PAID : declared(rules.unbacked()), result.kind());
    if (backed) {
      compare(result, "the paid", winners, result.dividends().keySet());
    }
    ByDefinition.faults(result).forEach(fault -> add(result, fault));
  }

  private static Kind declared(Unbacked unbacked) {
    return switch (unbacked) {
      case REFUND -> Kind.REFUNDED;
      case CARRY -> Kind.CARRIED;
      case NET_REFUND -> Kind.NET_REFUNDED;
    };
  }

  private void compare(PoolResult result, String what, Object right, Object is) {
    if (!right.equals(is)) {
      add(result, what + " is " + is + ", not " + right);
    }
  }

  private void add(PoolResult result, String fault) {
    faults.add(
        "takeout "
            + result.rules().takeoutBasisPoints()
            + ", "
            + result.winners()
            + " won: "
            + fault);
  }
}
