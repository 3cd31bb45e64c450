package io.sportskk.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;

/** What holds for any pool and any result. */
class PoolPropertiesTest {

  private static final List<String> TEAMS = List.of("A", "B", "C", "D", "E");

  /** As much as fits the number of a JSON reader: 2^53, in units. */
  private static final long MOST_UNITS = (1L << 53) / 100 / TEAMS.size();

  /**
   * @param winners null if the match is void
   */
  record Case(PoolRules rules, Map<String, Money> stakes, Money carryIn, Set<String> winners) {

    PoolResult result() {
      return winners == null
          ? rules.voided(stakes, carryIn)
          : rules.result(stakes, carryIn, winners);
    }
  }

  record Ticket(String team, Money stake) {}

  /** {@code K1}, {@code K2}. */
  @Property(tries = 2_000)
  void nothingIsLostAndNothingIsMade(@ForAll("cases") Case each) {
    PoolResult result = each.result();

    assertThat(
            result.payouts().plus(result.breakage()).plus(result.takeout()).plus(result.carryOut()))
        .isEqualTo(result.gross().plus(each.carryIn()));
    assertThat(result.net().plus(result.topUp()))
        .isEqualTo(result.payouts().plus(result.breakage()).plus(result.carryOut()));
  }

  /** {@code K3}. */
  @Property(tries = 2_000)
  void noWinnerIsPaidLessThanHisStakeAndTheOperatorPaysForThat(@ForAll("cases") Case each) {
    PoolResult result = each.result();

    if (result.kind() == Kind.PAID) {
      assertThat(result.dividends()).isNotEmpty();
      assertThat(result.dividends().values())
          .allSatisfy(dividend -> assertThat(dividend).isGreaterThanOrEqualTo(Dividend.ONE));
      assertThat(each.winners()).containsAll(result.dividends().keySet());
      assertThat(result.takeout().plus(result.topUp()))
          .isEqualTo(result.gross().minus(each.rules().afterTakeout(result.gross())));
      if (result.topUp().isMoreThan(Money.ZERO)) {
        assertThat(result.dividends().values()).containsOnly(Dividend.ONE);
        assertThat(result.breakage()).isEqualTo(Money.ZERO);
      }
    }
  }

  /** {@code K1}: by exact fractions, and by the rule as it is written. */
  @Property(tries = 2_000)
  void anIndependentFormulaAgrees(@ForAll("cases") Case each) {
    PoolResult result = each.result();
    BigInteger gross = BigInteger.valueOf(result.gross().won());
    BigInteger carryIn = BigInteger.valueOf(each.carryIn().won());
    BigInteger net =
        new BigDecimal(gross)
            .multiply(
                BigDecimal.ONE.subtract(BigDecimal.valueOf(each.rules().takeoutBasisPoints(), 4)))
            .setScale(0, RoundingMode.DOWN)
            .toBigIntegerExact()
            .add(carryIn);
    Map<String, BigInteger> winning = new TreeMap<>();
    each.stakes()
        .forEach(
            (team, stake) -> {
              if (each.winners() != null && each.winners().contains(team) && stake.won() > 0) {
                winning.put(team, BigInteger.valueOf(stake.won()));
              }
            });

    assertThat(result.kind()).isEqualTo(kind(each, winning.isEmpty()));
    if (result.kind() == Kind.PAID) {
      assertThat(result.net().won()).isEqualTo(net.longValueExact());
      assertThat(result.dividends()).containsOnlyKeys(winning.keySet());
      BigDecimal payouts = BigDecimal.ZERO;
      for (Map.Entry<String, BigInteger> winner : winning.entrySet()) {
        BigDecimal dividend = dividend(net, winner.getValue(), winning);
        assertThat(result.dividends().get(winner.getKey()).toDecimal())
            .isEqualByComparingTo(dividend);
        payouts = payouts.add(dividend.multiply(new BigDecimal(winner.getValue())));
      }
      assertThat(new BigDecimal(result.payouts().won())).isEqualByComparingTo(payouts);
      assertThat(new BigDecimal(result.breakage().won()))
          .isEqualByComparingTo(new BigDecimal(net).subtract(payouts).max(BigDecimal.ZERO));
    }
  }

  private static Kind kind(Case each, boolean nobodyWon) {
    if (each.winners() == null) {
      return Kind.VOID;
    }
    return nobodyWon
        ? Map.of(
                Unbacked.REFUND, Kind.REFUNDED,
                Unbacked.CARRY, Kind.CARRIED,
                Unbacked.NET_REFUND, Kind.NET_REFUNDED)
            .get(each.rules().unbacked())
        : Kind.PAID;
  }

  private static BigDecimal dividend(
      BigInteger net, BigInteger stake, Map<String, BigInteger> winning) {
    BigInteger profit =
        net.subtract(winning.values().stream().reduce(BigInteger.ZERO, BigInteger::add));
    if (profit.signum() < 0) {
      return BigDecimal.ONE;
    }
    BigDecimal parts = new BigDecimal(stake.multiply(BigInteger.valueOf(winning.size())));
    return parts
        .add(new BigDecimal(profit))
        .divide(parts, 1, RoundingMode.DOWN)
        .max(BigDecimal.ONE);
  }

  /** A price is the highest that the pool can pay: one step more would be too much. */
  @Property(tries = 2_000)
  void oneWinnerIsPaidAsMuchAsThePoolHas(@ForAll("cases") Case each) {
    PoolResult result = each.result();

    if (result.kind() == Kind.PAID && result.dividends().size() == 1) {
      Money winning = each.stakes().get(result.dividends().keySet().iterator().next());
      Dividend next = Dividend.tenths(result.dividends().values().iterator().next().tenths() + 1);
      assertThat(next.on(winning)).isGreaterThan(result.net());
    }
  }

  @Property(tries = 500)
  void ticketsArePaidOneByOneInAnyOrderWhatThePoolPays(
      @ForAll("tickets") List<Ticket> tickets,
      @ForAll("rules") PoolRules rules,
      @ForAll long seed) {
    Map<String, Money> stakes = stakes(tickets);
    List<Ticket> shuffled = new ArrayList<>(tickets);
    Collections.shuffle(shuffled, new Random(seed));

    for (Set<String> winners :
        List.of(Set.of("A"), Set.of("A", "B"), Set.of("C", "D", "E"), Set.of("NOBODY"))) {
      PoolResult result = rules.result(stakes, Money.won(seed & 0xffff), winners);

      assertThat(rules.result(stakes(shuffled), Money.won(seed & 0xffff), winners))
          .isEqualTo(result);
      Money paid = Money.ZERO;
      for (Ticket ticket : shuffled) {
        paid = paid.plus(result.payout(ticket.team(), ticket.stake()));
      }
      assertThat(paid).isEqualTo(result.payouts());
    }
  }

  @Property(tries = 500)
  void whatAnOpenPoolShowsIsWhatItPays(@ForAll("cases") Case each) {
    Map<String, Dividend> projected = each.rules().projected(each.stakes(), each.carryIn());

    for (String team : TEAMS) {
      PoolResult result = each.rules().result(each.stakes(), each.carryIn(), Set.of(team));
      assertThat(projected.get(team))
          .isEqualTo(result.kind() == Kind.PAID ? result.dividends().get(team) : null);
    }
  }

  @Property(tries = 2_000)
  void taxIsNeverMoreThanAThirdOfWhatIsWon(@ForAll("stake") Money stake, @ForAll("tenths") long d) {
    Dividend dividend = Dividend.tenths(d);
    Money payout = dividend.on(stake);
    Money tax = Tax.KOREA_2016.on(stake, payout, dividend);

    BigDecimal gain = new BigDecimal(payout.won() - stake.won()).max(BigDecimal.ZERO);
    boolean free = payout.won() <= 100_000 || (d <= 1_000 && payout.won() <= 2_000_000);
    BigDecimal above = gain.subtract(new BigDecimal(300_000_000)).max(BigDecimal.ZERO);
    BigDecimal income =
        gain.multiply(new BigDecimal("0.2"))
            .add(above.multiply(new BigDecimal("0.1")))
            .setScale(0, RoundingMode.DOWN);
    BigDecimal local = income.multiply(new BigDecimal("0.1")).setScale(0, RoundingMode.DOWN);
    assertThat(BigDecimal.valueOf(tax.won()))
        .isEqualByComparingTo(free ? BigDecimal.ZERO : income.add(local));
    assertThat(tax.won() * 3).isLessThanOrEqualTo(gain.longValueExact());
  }

  private static Map<String, Money> stakes(List<Ticket> tickets) {
    Map<String, Money> stakes = new TreeMap<>();
    tickets.forEach(ticket -> stakes.merge(ticket.team(), ticket.stake(), Money::plus));
    return stakes;
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<Map<String, Money>> stakes =
        Arbitraries.maps(Arbitraries.of(TEAMS), teamStake()).ofMaxSize(TEAMS.size());
    Arbitrary<Money> carryIn =
        Arbitraries.oneOf(
            Arbitraries.just(Money.ZERO),
            Arbitraries.longs().between(0, 1_000_000).map(Money::won),
            Arbitraries.longs().between(0, 1L << 53).map(Money::won));
    Arbitrary<Set<String>> winners =
        Arbitraries.of(TEAMS).set().ofMinSize(1).ofMaxSize(TEAMS.size()).injectNull(0.1);
    return Combinators.combine(rules(), stakes, carryIn, winners).as(Case::new);
  }

  @Provide
  Arbitrary<PoolRules> rules() {
    return Combinators.combine(
            Arbitraries.oneOf(
                Arbitraries.of(0, 2_800, 5_000, 10_000), Arbitraries.integers().between(0, 10_000)),
            Arbitraries.of(Unbacked.class))
        .as((takeout, unbacked) -> new PoolRules(takeout, unbacked, Tax.KOREA_2016));
  }

  /** Some teams have nothing, some a ticket or two, some nearly all. */
  private static Arbitrary<Money> teamStake() {
    return Arbitraries.oneOf(
            Arbitraries.longs().between(0, 3),
            Arbitraries.longs().between(0, 100_000),
            Arbitraries.longs()
                .between(0, MOST_UNITS)
                .withDistribution(RandomDistribution.uniform()))
        .map(units -> Money.won(units * 100));
  }

  @Provide
  Arbitrary<List<Ticket>> tickets() {
    return Combinators.combine(Arbitraries.of(TEAMS), stake()).as(Ticket::new).list().ofMaxSize(40);
  }

  @Provide
  Arbitrary<Money> stake() {
    return Arbitraries.longs().between(1, 1_000).map(units -> Money.won(units * 100));
  }

  @Provide
  Arbitrary<Long> tenths() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(0, 30),
        Arbitraries.longs().between(10, 2_000),
        Arbitraries.longs().between(10, 1_000_000));
  }
}
