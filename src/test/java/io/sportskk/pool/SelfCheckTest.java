package io.sportskk.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code P5}: arithmetic that is off is found before a node sells by it. */
class SelfCheckTest {

  private static final PoolRules IN_FORCE =
      new PoolRules(2_750, Unbacked.NET_REFUND, Tax.KOREA_2016);

  @Test
  void whateverIsInForceTheArithmeticHereIsRight() {
    IntStream.iterate(0, takeout -> takeout <= 10_000, takeout -> takeout + 25)
        .forEach(
            takeout ->
                assertThat(SelfCheck.faults(new PoolRules(takeout, Unbacked.REFUND, Tax.NONE)))
                    .isEmpty());
  }

  @ParameterizedTest
  @EnumSource(Unbacked.class)
  void soItIsUnderEveryPolicy(Unbacked unbacked) {
    assertThat(SelfCheck.faults(new PoolRules(2_800, unbacked, Tax.KOREA_2016))).isEmpty();
  }

  @Test
  void aFaultIsToldByRulesResultAndAmount() {
    assertThat(faults(result -> with(result, "breakage", won -> won + 1)))
        .contains("takeout 2800, [HOME] won: breakage is 467671 KRW, not 467670 KRW");
  }

  /** Each is off where nothing else tells of it: money that goes from one account to another. */
  @ParameterizedTest
  @ValueSource(strings = {"net", "takeout", "topUp", "payouts", "breakage", "carryOut"})
  void everyAmountIsChecked(String amount) {
    assertThat(faults(result -> with(result, amount, won -> won + 1))).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = PoolResult.Kind.class, names = "VOID", mode = EnumSource.Mode.EXCLUDE)
  void everyKindIsChecked(PoolResult.Kind kind) {
    assertThat(
            faults(
                result ->
                    result.kind() == kind
                        ? with(with(result, "payouts", won -> won - 1), "takeout", won -> won + 1)
                        : result))
        .isNotEmpty();
  }

  @Test
  void pricesThatAreRoundedUpAreFound() {
    assertThat(
            faults(
                result -> {
                  Map<String, Dividend> dividends = new HashMap<>(result.dividends());
                  dividends.replaceAll((team, it) -> Dividend.tenths(it.tenths() + 1));
                  return withDividends(result, dividends);
                }))
        .isNotEmpty();
  }

  @Test
  void aPolicyThatIsNotTheDeclaredOneIsFound() {
    assertThat(
            SelfCheck.faults(
                IN_FORCE,
                (rules, stakes, carryIn, winners) ->
                    new PoolRules(rules.takeoutBasisPoints(), Unbacked.CARRY, rules.tax())
                        .result(stakes, carryIn, winners)))
        .anyMatch(fault -> fault.contains("[NOBODY] won"));
  }

  @Test
  void anotherTakeoutThanTheDeclaredOneIsFound() {
    assertThat(
            SelfCheck.faults(
                IN_FORCE,
                (rules, stakes, carryIn, winners) ->
                    new PoolRules(
                            Math.max(0, rules.takeoutBasisPoints() - 1),
                            rules.unbacked(),
                            rules.tax())
                        .result(stakes, carryIn, winners)))
        .isNotEmpty();
  }

  @Test
  void aTaxThatIsNotKeptBackIsFound() {
    assertThat(
            SelfCheck.faults(
                IN_FORCE,
                (rules, stakes, carryIn, winners) ->
                    new PoolRules(rules.takeoutBasisPoints(), rules.unbacked(), Tax.NONE)
                        .result(stakes, carryIn, winners)))
        .anyMatch(fault -> fault.contains("tax is 0 KRW, not 420200 KRW"));
  }

  private static List<String> faults(UnaryOperator<PoolResult> broken) {
    return SelfCheck.faults(
        IN_FORCE,
        (rules, stakes, carryIn, winners) -> broken.apply(rules.result(stakes, carryIn, winners)));
  }

  private static PoolResult with(PoolResult result, String amount, LongUnaryOperator change) {
    return new PoolResult(
        result.rules(),
        result.kind(),
        result.stakes(),
        result.carryIn(),
        result.winners(),
        changed(result.net(), amount.equals("net"), change),
        changed(result.takeout(), amount.equals("takeout"), change),
        changed(result.topUp(), amount.equals("topUp"), change),
        changed(result.payouts(), amount.equals("payouts"), change),
        changed(result.breakage(), amount.equals("breakage"), change),
        changed(result.carryOut(), amount.equals("carryOut"), change),
        result.dividends());
  }

  private static PoolResult withDividends(PoolResult result, Map<String, Dividend> dividends) {
    return new PoolResult(
        result.rules(),
        result.kind(),
        result.stakes(),
        result.carryIn(),
        result.winners(),
        result.net(),
        result.takeout(),
        result.topUp(),
        result.payouts(),
        result.breakage(),
        result.carryOut(),
        dividends);
  }

  private static Money changed(Money amount, boolean yes, LongUnaryOperator change) {
    return yes ? Money.won(Math.max(0, change.applyAsLong(amount.won()))) : amount;
  }
}
