package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.api.RulesJson.TextJson;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code K9}: the words say what the numbers are. */
class RulesTextTest {

  private static final ApiSettings.Stakes STAKES =
      new ApiSettings.Stakes(200, 50_000, 100, 1_000_000, null);

  @ParameterizedTest
  @CsvSource({"2800, 28 %", "2750, 27.5 %", "2755, 27.55 %", "0, 0 %", "10000, 100 %"})
  void theTakeoutIsAPercentage(int takeout, String percent) {
    PoolRules rules = new PoolRules(takeout, Unbacked.REFUND, Tax.NONE);

    assertThat(text(rules, "takeout")).contains("keeps " + percent + ", the takeout");
  }

  @Test
  void stakesAreWhatIsConfigured() {
    assertThat(text(PoolRules.EARLIER, "stake"))
        .isEqualTo(
            "A stake is a multiple of 100 won, from 200 to 50,000. One buyer may stake 1,000,000 won"
                + " on the match at most.");
  }

  /** {@code L5} */
  @Test
  void fromWhichStakeOnASupervisorIsNeededIsSaid() {
    ApiSettings.Stakes supervised = new ApiSettings.Stakes(200, 50_000, 100, 1_000_000, 20_000L);

    assertThat(text(PoolRules.EARLIER, supervised, "stake"))
        .endsWith(
            "at most. A stake of 20,000 won or more is accepted only if a supervisor has approved"
                + " it before.");
  }

  @Test
  void everyPolicyHasWordsOfItsOwn() {
    Set<String> unbacked = new HashSet<>();
    for (Unbacked each : Unbacked.values()) {
      unbacked.add(text(new PoolRules(0, each, Tax.NONE), "no winning ticket"));
    }
    Set<String> tax = new HashSet<>();
    for (Tax each : Tax.values()) {
      tax.add(text(new PoolRules(0, Unbacked.REFUND, each), "tax"));
    }

    assertThat(unbacked).hasSameSizeAs(Unbacked.values());
    assertThat(tax).hasSameSizeAs(Tax.values());
  }

  private static String text(PoolRules rules, String rule) {
    return text(rules, STAKES, rule);
  }

  private static String text(PoolRules rules, ApiSettings.Stakes stakes, String rule) {
    return RulesText.of(rules, stakes).stream()
        .filter(each -> each.rule().equals(rule))
        .map(TextJson::text)
        .collect(Collectors.joining());
  }
}
