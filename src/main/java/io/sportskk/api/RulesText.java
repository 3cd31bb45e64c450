package io.sportskk.api;

import io.sportskk.api.RulesJson.TextJson;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** The rules of a pool in the words that a buyer reads. What they say is what the pool does. */
final class RulesText {

  private RulesText() {}

  static List<TextJson> of(PoolRules rules, ApiSettings.Stakes stakes) {
    return List.of(
        new TextJson("stake", stake(stakes)),
        new TextJson(
            "close",
            "Sales close at the match's closesAt, or when an administrator closes them before. A"
                + " ticket that was accepted later, or after the match had really started, is void:"
                + " its stake goes back before dividends are computed."),
        new TextJson(
            "takeout",
            "Of all that is staked on the match the operator keeps "
                + percent(rules.takeoutBasisPoints())
                + " %, the takeout. What is left, rounded down to a whole won, and what is carried in"
                + " from another match is the net pool."),
        new TextJson(
            "dividend",
            "A ticket on the winner is paid its stake times the dividend, which is the net pool"
                + " divided by all that is staked on the winner, rounded down to one decimal. Until"
                + " sales have closed, dividends that are shown are what would be paid if nothing"
                + " changed any more."),
        new TextJson(
            "breakage",
            "What is left of the net pool as dividends are rounded down is booked to an account of"
                + " its own."),
        new TextJson(
            "minimum",
            "No dividend is less than 1.0: what the net pool lacks to pay that comes out of the"
                + " takeout."),
        new TextJson(
            "joint winners",
            "If several teams win, what the net pool has beyond the stakes on all of them is split"
                + " into equal parts, one for each winner on which something is staked. A ticket gets"
                + " its stake back and its share of its team's part; the dividend is rounded down to"
                + " one decimal."),
        new TextJson("no winning ticket", unbacked(rules.unbacked())),
        new TextJson("void", "If the match is void, every stake goes back in full."),
        new TextJson(
            "result",
            "Tickets are paid when the result is official, and by these rules, whatever rules later"
                + " matches have."),
        new TextJson("tax", tax(rules.tax())));
  }

  private static String stake(ApiSettings.Stakes stakes) {
    String bounds =
        String.format(
            Locale.ROOT,
            "A stake is a multiple of %,d won, from %,d to %,d. One buyer may stake %,d won on the"
                + " match at most.",
            stakes.step(),
            stakes.min(),
            stakes.max(),
            stakes.onMatch());
    return stakes.supervised() == null
        ? bounds
        : bounds
            + String.format(
                Locale.ROOT,
                " A stake of %,d won or more is accepted only if a supervisor has approved it"
                    + " before.",
                stakes.supervised());
  }

  private static String percent(int basisPoints) {
    return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString();
  }

  private static String unbacked(Unbacked unbacked) {
    return "If nothing is staked on a winner, "
        + switch (unbacked) {
          case REFUND ->
              "every stake goes back in full, and there is no takeout. What was carried in goes on to"
                  + " another match.";
          case CARRY -> "the net pool is carried to another match.";
          case NET_REFUND ->
              "the net pool is shared out over all tickets by their stakes, rounded down to a tenth of"
                  + " the stake; no ticket gets more than its stake.";
        };
  }

  private static String tax(Tax tax) {
    return switch (tax) {
      case NONE -> "No tax is kept back.";
      case KOREA_2016 ->
          "No tax is kept back of a payout of 100,000 won or less, or of 2,000,000 won or less at a"
              + " dividend of 100.0 or less. Else income tax of 20 % of what is won beyond the stake,"
              + " 30 % of what is above 300,000,000 won of it, and local tax of 10 % of the income"
              + " tax, each rounded down to a whole won.";
    };
  }
}
