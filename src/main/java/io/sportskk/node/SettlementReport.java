package io.sportskk.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sportskk.kernel.Money;
import io.sportskk.pool.Dividend;
import io.sportskk.pool.PoolResult;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The report of a settlement, as {@code GET /matches/{matchId}/settlement} has answered it.
 *
 * @param version of the rules, as it says
 * @param gross as it says
 */
record SettlementReport(DividendsFixed fixed, String version, Money gross) {

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  /**
   * @throws IllegalArgumentException if it is no such report; the message names what is wrong
   */
  static SettlementReport parse(String text) {
    JsonNode report;
    try {
      report = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    }
    PoolResult result =
        new PoolResult(
            new PoolRules(
                Math.toIntExact(whole(report, "/rules/takeoutBasisPoints")),
                Unbacked.valueOf(text(report, "/rules/unbacked")),
                Tax.valueOf(text(report, "/rules/tax"))),
            PoolResult.Kind.valueOf(text(report, "/result/kind")),
            byTeam(report, "/result/stakes", SettlementReport::stake),
            money(report, "/result/carryIn"),
            winners(at(report, "/result/winners")),
            money(report, "/result/net"),
            money(report, "/result/takeout"),
            money(report, "/result/topUp"),
            money(report, "/result/payouts"),
            money(report, "/result/breakage"),
            money(report, "/result/carryOut"),
            byTeam(report, "/result/dividends", SettlementReport::dividend));
    return new SettlementReport(
        new DividendsFixed(
            text(report, "/matchId"),
            Math.toIntExact(whole(report, "/round")),
            result,
            whole(report, "/tickets"),
            text(report, "/root"),
            "",
            instant(text(report, "/at")),
            null),
        text(report, "/rules/version"),
        money(report, "/result/gross"));
  }

  private static JsonNode at(JsonNode report, String pointer) {
    JsonNode found = report.at(pointer);
    if (found.isMissingNode() || found.isNull()) {
      throw new IllegalArgumentException("it has no " + pointer);
    }
    return found;
  }

  private static String text(JsonNode report, String pointer) {
    JsonNode found = at(report, pointer);
    if (!found.isTextual()) {
      throw new IllegalArgumentException(pointer + " is no text: " + found);
    }
    return found.textValue();
  }

  private static long whole(JsonNode report, String pointer) {
    return whole(pointer, at(report, pointer));
  }

  private static long whole(String what, JsonNode number) {
    if (!number.isIntegralNumber() || !number.canConvertToLong()) {
      throw new IllegalArgumentException(what + " is no whole number: " + number);
    }
    return number.longValue();
  }

  private static Money money(JsonNode report, String pointer) {
    return Money.won(whole(report, pointer));
  }

  private static Money stake(JsonNode number) {
    return Money.won(whole("a stake", number));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("/at is no time: " + text, e);
    }
  }

  private static Dividend dividend(JsonNode number) {
    if (!number.isNumber()) {
      throw new IllegalArgumentException("a dividend is no number: " + number);
    }
    return Dividend.tenths(number.decimalValue().movePointRight(1).longValueExact());
  }

  private static <T> Map<String, T> byTeam(
      JsonNode report, String pointer, Function<JsonNode, T> value) {
    Map<String, T> byTeam = new TreeMap<>();
    at(report, pointer)
        .fields()
        .forEachRemaining(team -> byTeam.put(team.getKey(), value.apply(team.getValue())));
    return byTeam;
  }

  private static Set<String> winners(JsonNode names) {
    Set<String> winners = new TreeSet<>();
    names.forEach(name -> winners.add(name.asText()));
    return winners;
  }
}
