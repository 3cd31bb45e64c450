package io.sportskk.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult.Kind;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule by an example; the properties of all pools are in {@link PoolPropertiesTest}. */
class PoolRulesTest {

  private static final Map<String, Money> STAKES =
      Map.of(
          "HOME", Money.won(6_120_300),
          "DRAW", Money.won(1_534_100),
          "AWAY", Money.won(2_345_600));

  private static final PoolRules DEFAULTS = new PoolRules(2_800, Unbacked.REFUND, Tax.NONE);

  private static PoolRules rules(int takeout, Unbacked unbacked) {
    return new PoolRules(takeout, unbacked, Tax.NONE);
  }

  /** {@code K1}, {@code K2}, {@code K3}: the example of the published rules, to the won. */
  @ParameterizedTest
  @CsvSource({
    "2800, HOME, 1.1, 6732330, 467670, 0, 2800000",
    "2800, AWAY, 3.0, 7036800, 163200, 0, 2800000",
    "5000, HOME, 1.0, 6120300, 0, 1120300, 3879700"
  })
  void theWorkedExampleOfOneWinner(
      int takeout,
      String winner,
      String dividend,
      long payouts,
      long breakage,
      long topUp,
      long kept) {
    PoolResult result = rules(takeout, Unbacked.REFUND).result(STAKES, Money.ZERO, Set.of(winner));

    assertThat(result.kind()).isEqualTo(Kind.PAID);
    assertThat(result.gross()).isEqualTo(Money.won(10_000_000));
    assertThat(result.dividends()).containsOnlyKeys(winner);
    assertThat(result.dividends().get(winner)).hasToString(dividend);
    assertThat(result.payouts()).isEqualTo(Money.won(payouts));
    assertThat(result.breakage()).isEqualTo(Money.won(breakage));
    assertThat(result.topUp()).isEqualTo(Money.won(topUp));
    assertThat(result.takeout()).isEqualTo(Money.won(kept));
    assertThat(result.carryOut()).isEqualTo(Money.ZERO);
  }

  @Test
  void theWorkedExampleOfJointWinners() {
    PoolResult result = DEFAULTS.result(STAKES, Money.ZERO, Set.of("DRAW", "AWAY"));

    assertThat(result.dividends())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("DRAW", Dividend.tenths(20), "AWAY", Dividend.tenths(17)));
    assertThat(result.payouts()).isEqualTo(Money.won(7_055_720));
    assertThat(result.breakage()).isEqualTo(Money.won(144_280));
  }

  /** {@code K8}: what is shown before the end is what each team would be paid if it won. */
  @Test
  void theDividendsOfAnOpenPoolAreThoseOfEachWinner() {
    assertThat(DEFAULTS.projected(STAKES, Money.ZERO).values())
        .extracting(Dividend::toDecimal)
        .containsExactly(new BigDecimal("3.0"), new BigDecimal("4.6"), new BigDecimal("1.1"));
    assertThat(DEFAULTS.projected(STAKES, Money.won(1_000_000)).get("AWAY"))
        .isEqualTo(Dividend.tenths(34));
  }

  @Test
  void aTeamOnWhichNothingIsStakedHasNoDividend() {
    Map<String, Money> stakes = Map.of("HOME", Money.won(100), "AWAY", Money.ZERO);

    assertThat(DEFAULTS.projected(stakes, Money.ZERO)).containsOnlyKeys("HOME");
    assertThat(DEFAULTS.projected(Map.of(), Money.won(500))).isEmpty();
  }

  @Test
  void aWinningTicketIsPaidItsDividendAndALosingOneNothing() {
    PoolResult result = DEFAULTS.result(STAKES, Money.ZERO, Set.of("AWAY"));

    assertThat(result.payout("AWAY", Money.won(12_300))).isEqualTo(Money.won(36_900));
    assertThat(result.payout("HOME", Money.won(12_300))).isEqualTo(Money.ZERO);
    assertThat(result.tax("AWAY", Money.won(12_300))).isEqualTo(Money.ZERO);
  }

  @Test
  void aTicketThatCannotBeInThePoolIsNotPaid() {
    PoolResult result = DEFAULTS.result(STAKES, Money.ZERO, Set.of("AWAY"));

    assertThatThrownBy(() -> result.payout("NOBODY", Money.won(100)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NOBODY");
    assertThatThrownBy(() -> result.payout("AWAY", Money.won(2_345_700)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void taxIsKeptBackByTheRulesOfThePool() {
    PoolRules taxed = new PoolRules(0, Unbacked.REFUND, Tax.KOREA_2016);
    Map<String, Money> stakes = Map.of("HOME", Money.won(100_000), "AWAY", Money.won(1_910_000));
    PoolResult result = taxed.result(stakes, Money.ZERO, Set.of("HOME"));

    assertThat(result.dividends()).containsEntry("HOME", Dividend.tenths(201));
    assertThat(result.tax("HOME", Money.won(100_000))).isEqualTo(Money.won(420_200));
    assertThat(result.tax("HOME", Money.won(90_000))).isEqualTo(Money.ZERO);
  }

  @Test
  void everythingOnTheWinnerComesBackAtOneOutOfTheTakeout() {
    Map<String, Money> stakes = Map.of("HOME", Money.won(1_000), "AWAY", Money.ZERO);
    PoolResult result = DEFAULTS.result(stakes, Money.ZERO, Set.of("HOME"));

    assertThat(result.dividends()).containsEntry("HOME", Dividend.ONE);
    assertThat(result.topUp()).isEqualTo(Money.won(280));
    assertThat(result.takeout()).isEqualTo(Money.ZERO);
    assertThat(result.payouts()).isEqualTo(Money.won(1_000));
  }

  @Test
  void everythingOnJointWinnersComesBackAtOneToo() {
    PoolResult result = DEFAULTS.result(STAKES, Money.ZERO, STAKES.keySet());

    assertThat(result.dividends().values()).containsOnly(Dividend.ONE);
    assertThat(result.payouts()).isEqualTo(result.gross());
    assertThat(result.takeout()).isEqualTo(Money.ZERO);
  }

  @Test
  void oneTicketAloneIsAPool() {
    PoolResult result = DEFAULTS.result(Map.of("HOME", Money.won(100)), Money.ZERO, Set.of("HOME"));

    assertThat(result.payout("HOME", Money.won(100))).isEqualTo(Money.won(100));
    assertThat(result.takeout()).isEqualTo(Money.ZERO);
  }

  /** {@code K6} */
  @Test
  void aCarryInIsSharedWithoutTakeout() {
    Map<String, Money> stakes = Map.of("HOME", Money.won(1_000), "AWAY", Money.won(1_000));
    PoolResult result = DEFAULTS.result(stakes, Money.won(5_000), Set.of("HOME"));

    assertThat(result.net()).isEqualTo(Money.won(6_440));
    assertThat(result.dividends()).containsEntry("HOME", Dividend.tenths(64));
    assertThat(result.takeout()).isEqualTo(Money.won(560));
    assertThat(result.breakage()).isEqualTo(Money.won(40));
  }

  @Test
  void aJointWinnerNobodyBackedDropsOut() {
    PoolResult joint = DEFAULTS.result(STAKES, Money.ZERO, Set.of("AWAY", "NOBODY"));
    PoolResult alone = DEFAULTS.result(STAKES, Money.ZERO, Set.of("AWAY"));

    assertThat(joint.dividends()).isEqualTo(alone.dividends());
    assertThat(joint.payouts()).isEqualTo(alone.payouts());
    assertThat(joint.winners()).containsExactlyInAnyOrder("AWAY", "NOBODY");
  }

  /** {@code K4}. */
  @Test
  void ifNobodyWonStakesGoBackAndACarryInGoesOn() {
    PoolResult result = DEFAULTS.result(STAKES, Money.won(777), Set.of("NOBODY"));

    assertThat(result.kind()).isEqualTo(Kind.REFUNDED);
    assertThat(result.payout("HOME", Money.won(300))).isEqualTo(Money.won(300));
    assertThat(result.payouts()).isEqualTo(Money.won(10_000_000));
    assertThat(result.takeout()).isEqualTo(Money.ZERO);
    assertThat(result.breakage()).isEqualTo(Money.ZERO);
    assertThat(result.carryOut()).isEqualTo(Money.won(777));
  }

  /** {@code K4}. */
  @Test
  void ifNobodyWonTheNetPoolIsCarriedOut() {
    PoolResult result =
        rules(2_800, Unbacked.CARRY).result(STAKES, Money.won(777), Set.of("NOBODY"));

    assertThat(result.kind()).isEqualTo(Kind.CARRIED);
    assertThat(result.carryOut()).isEqualTo(Money.won(7_200_777));
    assertThat(result.takeout()).isEqualTo(Money.won(2_800_000));
    assertThat(result.payout("HOME", Money.won(300))).isEqualTo(Money.ZERO);
    assertThat(result.payouts()).isEqualTo(Money.ZERO);
  }

  /** {@code K4}. */
  @Test
  void ifNobodyWonTheNetPoolIsGivenBack() {
    PoolResult result =
        rules(2_750, Unbacked.NET_REFUND).result(STAKES, Money.ZERO, Set.of("NOBODY"));

    assertThat(result.kind()).isEqualTo(Kind.NET_REFUNDED);
    assertThat(result.payout("HOME", Money.won(300))).isEqualTo(Money.won(210));
    assertThat(result.payouts()).isEqualTo(Money.won(7_000_000));
    assertThat(result.takeout()).isEqualTo(Money.won(2_750_000));
    assertThat(result.breakage()).isEqualTo(Money.won(250_000));
  }

  @Test
  void whatIsGivenBackIsNoMoreThanTheStakeHoweverMuchWasCarriedIn() {
    PoolResult result =
        rules(2_800, Unbacked.NET_REFUND).result(STAKES, Money.won(5_000_000), Set.of("NOBODY"));

    assertThat(result.payouts()).isEqualTo(Money.won(10_000_000));
    assertThat(result.breakage()).isEqualTo(Money.ZERO);
    assertThat(result.carryOut()).isEqualTo(Money.won(2_200_000));
  }

  @ParameterizedTest
  @EnumSource(Unbacked.class)
  void anEmptyPoolCarriesOutWhatCameIn(Unbacked unbacked) {
    for (Map<String, Money> stakes : Set.of(Map.<String, Money>of(), Map.of("HOME", Money.ZERO))) {
      PoolResult result = rules(2_800, unbacked).result(stakes, Money.won(777), Set.of("HOME"));

      assertThat(result.carryOut()).isEqualTo(Money.won(777));
      assertThat(result.payouts()).isEqualTo(Money.ZERO);
      assertThat(result.takeout()).isEqualTo(Money.ZERO);
      assertThat(result.breakage()).isEqualTo(Money.ZERO);
      assertThat(result.dividends()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Unbacked.class)
  void aVoidMatchGivesEveryStakeBack(Unbacked unbacked) {
    PoolResult result = rules(2_800, unbacked).voided(STAKES, Money.won(777));

    assertThat(result.kind()).isEqualTo(Kind.VOID);
    assertThat(result.winners()).isEmpty();
    assertThat(result.payout("DRAW", Money.won(1_534_100))).isEqualTo(Money.won(1_534_100));
    assertThat(result.payouts()).isEqualTo(Money.won(10_000_000));
    assertThat(result.takeout()).isEqualTo(Money.ZERO);
    assertThat(result.carryOut()).isEqualTo(Money.won(777));
  }

  @Test
  void aVoidMatchGivesBackStakesThatArePaidByNoRule() {
    PoolResult result = DEFAULTS.voided(Map.of("HOME", Money.won(155)), Money.ZERO);

    assertThat(result.payout("HOME", Money.won(55))).isEqualTo(Money.won(55));
  }

  @Test
  void stakesComeInUnits() {
    Map<String, Money> stakes = Map.of("HOME", Money.won(150), "AWAY", Money.won(100));

    assertThatThrownBy(() -> DEFAULTS.result(stakes, Money.ZERO, Set.of("AWAY")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("150 KRW on HOME");
    assertThatThrownBy(() -> Dividend.tenths(11).on(Money.won(155)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.1 times 155 KRW");
  }

  @Test
  void aResultNamesAWinner() {
    assertThatThrownBy(() -> DEFAULTS.result(STAKES, Money.ZERO, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thereIsNoTakeoutBeyondAll() {
    assertThatThrownBy(() -> rules(10_001, Unbacked.REFUND))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rules(-1, Unbacked.REFUND))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPoolBeyondAllBoundsIsRefusedAndNotMiscounted() {
    Map<String, Money> stakes =
        Map.of("HOME", Money.won(100), "AWAY", Money.won(Long.MAX_VALUE / 200 * 100));

    assertThat(DEFAULTS.afterTakeout(Money.won(Long.MAX_VALUE)))
        .isEqualTo(Money.won(6_640_827_866_535_438_581L));
    assertThatThrownBy(() -> DEFAULTS.result(stakes, Money.ZERO, Set.of("HOME")))
        .isInstanceOf(ArithmeticException.class);
  }

  /**
   * {@code P5}, {@code T8}: a version never changes its meaning. If this fails and the arithmetic
   * has not changed, undo what changed the text; if it has, tickets of matches that are open must
   * keep the old one.
   */
  @Test
  void aVersionStandsForItsRulesForEver() {
    assertThat(PoolRules.EARLIER).isEqualTo(DEFAULTS);
    assertThat(PoolRules.EARLIER.version()).isEqualTo("re8474a7337d2");
  }

  @Test
  void everyParameterMakesAnotherVersion() {
    assertThat(
            Set.of(
                DEFAULTS.version(),
                new PoolRules(2_801, Unbacked.REFUND, Tax.NONE).version(),
                new PoolRules(2_800, Unbacked.CARRY, Tax.NONE).version(),
                new PoolRules(2_800, Unbacked.NET_REFUND, Tax.NONE).version(),
                new PoolRules(2_800, Unbacked.REFUND, Tax.KOREA_2016).version()))
        .hasSize(5);
    assertThat(new PoolRules(2_800, Unbacked.REFUND, Tax.NONE).version())
        .isEqualTo(DEFAULTS.version());
  }
}
