package io.sportskk.pool;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * By which rules a pool is shared out. A match is bound to its rules when it is opened: what is
 * configured later is for later matches.
 *
 * @param takeoutBasisPoints the operator's part of what is staked, in hundredths of a percent
 * @param unbacked what becomes of a pool if nobody staked on a winner
 * @param tax on the payout of a ticket
 */
public record PoolRules(int takeoutBasisPoints, Unbacked unbacked, Tax tax)
    implements CborSerializable {

  /** All stakes are multiples of this, so that every payout is a whole number of won. */
  public static final Money STAKE_UNIT = Money.won(100);

  /** Those of matches that were opened before a match had rules of its own. */
  public static final PoolRules EARLIER = new PoolRules(2_800, Unbacked.REFUND, Tax.NONE);

  private static final int ALL = 10_000;

  /**
   * What the code does that no parameter says. Another text makes another version of all rules:
   * change it with the arithmetic, and only then.
   */
  private static final String ARITHMETIC =
      "net=floor; step=0.1 down; minimum=1.0 out of the takeout; joint=equal parts of the profit,"
          + " unbacked winners drop out; net refund=0.1 down, at most 1.0, the rest of a carry goes on;"
          + " stake unit=100";

  private static final String TAKEOUT = "sportskk.pool.takeout";

  public PoolRules {
    if (takeoutBasisPoints < 0 || takeoutBasisPoints > ALL) {
      throw new IllegalArgumentException(
          "a takeout is 0 to " + ALL + " basis points, not " + takeoutBasisPoints);
    }
  }

  /**
   * @throws ConfigException if a setting is missing or makes no sense; the message names its key
   */
  public static PoolRules from(Config root) {
    int takeout = root.getInt(TAKEOUT);
    if (takeout < 0 || takeout > ALL) {
      throw new ConfigException.BadValue(
          root.getValue(TAKEOUT).origin(), TAKEOUT, "must be 0 to " + ALL + " basis points");
    }
    return new PoolRules(
        takeout,
        oneOf(Unbacked.class, root, "sportskk.pool.unbacked"),
        oneOf(Tax.class, root, "sportskk.pool.tax"));
  }

  private static <E extends Enum<E>> E oneOf(Class<E> type, Config root, String key) {
    String word = root.getString(key);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word(constant).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException.BadValue(
                    root.getValue(key).origin(),
                    key,
                    "must be one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(PoolRules::word)
                            .collect(Collectors.joining(", "))));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Made of all that decides what is paid: rules with the same version pay the same, and who
   * changes a parameter or the arithmetic can't keep the version ({@code P5}, {@code T8}).
   */
  public String version() {
    String all =
        "takeout="
            + takeoutBasisPoints
            + "; unbacked="
            + unbacked
            + "; tax="
            + tax
            + "; "
            + ARITHMETIC;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return "r" + HexFormat.of().formatHex(hash).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** What is left of the stakes after the takeout, rounded down. The carry-in is not in it. */
  public Money afterTakeout(Money gross) {
    return Money.won(
        BigInteger.valueOf(gross.won())
            .multiply(BigInteger.valueOf(ALL - takeoutBasisPoints))
            .divide(BigInteger.valueOf(ALL))
            .longValueExact());
  }

  /**
   * What a pool that stays as it is now would pay on each team, if that team alone won ({@code
   * K8}).
   *
   * @param stakes by team
   * @return by team, without those on which nothing is staked
   */
  public SortedMap<String, Dividend> projected(Map<String, Money> stakes, Money carryIn) {
    Pool pool = new Pool(this, stakes, carryIn);
    SortedMap<String, Dividend> dividends = new TreeMap<>();
    stakes.forEach(
        (team, stake) -> {
          if (stake.isMoreThan(Money.ZERO)) {
            dividends.putAll(pool.dividends(Map.of(team, stake)));
          }
        });
    return dividends;
  }

  /**
   * What a pool pays.
   *
   * @param stakes by team: all that is staked on the match, and counts
   * @param carryIn what comes from another match
   * @param winners one, or several that won jointly
   * @throws IllegalArgumentException if no winner is named, or a stake is no multiple of {@link
   *     #STAKE_UNIT}
   * @throws ArithmeticException if the pool is so large that ten times its payouts do not fit 64
   *     bits
   */
  public PoolResult result(Map<String, Money> stakes, Money carryIn, Set<String> winners) {
    return new Pool(this, stakes, carryIn).won(winners);
  }

  /**
   * What a pool pays whose match is void: every stake goes back in full, the operator takes
   * nothing, and what came in from another match goes on.
   */
  public PoolResult voided(Map<String, Money> stakes, Money carryIn) {
    return new Pool(this, stakes, carryIn).voided();
  }
}
