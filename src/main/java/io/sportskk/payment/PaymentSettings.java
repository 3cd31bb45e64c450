package io.sportskk.payment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.sportskk.kernel.Money;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The settings of this context, {@code sportskk.payment}.
 *
 * @param snapshotEvery a wallet stores a snapshot after so many events
 * @param passivateAfter a wallet that nobody asks anything leaves memory after this time
 * @param askTimeout how long a wallet may take to answer
 * @param perBuyer how much one node has under way for one buyer
 */
public record PaymentSettings(
    WalletRules rules,
    int snapshotEvery,
    Duration passivateAfter,
    Duration askTimeout,
    PerBuyer perBuyer) {

  /**
   * @param underWay how many calls of purchases a wallet is asked at once; with the one of
   *     settlements, times the nodes that sell tickets, less than {@code
   *     akka.persistence.typed.stash-capacity}
   * @param waiting how many charges, and as many reversals, wait for their turn at most
   */
  public record PerBuyer(int underWay, int waiting) {

    /** Beside the purchases: one at a time, which is all that a purchase may have to wait for. */
    PerBuyer ofSettlements() {
      return new PerBuyer(1, waiting);
    }
  }

  private static final String PATH = "sportskk.payment.";

  /**
   * @param root the whole configuration
   * @throws ConfigException with the name of the key that is missing or has no sensible value
   */
  public static PaymentSettings from(Config root) {
    return new PaymentSettings(
        new WalletRules(
            money(root, "opening-balance"),
            money(root, "match-limit"),
            atLeastOne(root, "match-tickets"),
            duration(root, "remember-charges-for"),
            duration(root, "remember-deposits-for"),
            atLeastOne(root, "max-deposits"),
            new PlayRules(
                zone(root, "limits.zone"),
                duration(root, "limits.raise-after"),
                duration(root, "limits.confirm-within"),
                duration(root, "limits.play-ends-after")),
            new SupervisionRules(
                supervisedStake(root).orElse(null),
                duration(root, "approvals.valid-for"),
                atLeastOne(root, "approvals.max-open"),
                atLeastOne(root, "approvals.max-remembered"))),
        atLeastOne(root, "snapshot-every"),
        duration(root, "passivate-after"),
        askTimeout(root),
        new PerBuyer(
            atLeastOne(root, "per-buyer.under-way"), atLeastOne(root, "per-buyer.waiting")));
  }

  /**
   * From which stake on a supervisor has to approve it; none if he never has to.
   *
   * @param root the whole configuration
   * @throws ConfigException if the setting is missing or is no amount
   */
  public static Optional<Money> supervisedStake(Config root) {
    String key = "supervised-stake";
    if (root.getString(PATH + key).equals("none")) {
      return Optional.empty();
    }
    Money stake = money(root, key);
    if (stake.equals(Money.ZERO)) {
      throw bad(root, key, "must be more than 0, or \"none\"");
    }
    return Optional.of(stake);
  }

  /** While the breaker is closed it is the only limit of a call. */
  private static Duration askTimeout(Config root) {
    Duration askTimeout = duration(root, "ask-timeout");
    for (String breaker : List.of("payment", "settlement")) {
      String key = "akka.circuit-breaker." + breaker + ".call-timeout";
      Duration callTimeout = root.getDuration(key);
      if (askTimeout.compareTo(callTimeout) > 0) {
        throw bad(
            root,
            "ask-timeout",
            "must not be longer than " + key + ", " + callTimeout.toMillis() + " ms");
      }
    }
    return askTimeout;
  }

  private static Money money(Config root, String key) {
    long won = root.getLong(PATH + key);
    if (won < 0 || won > WalletRules.MOST.won()) {
      throw bad(root, key, "must be from 0 to " + WalletRules.MOST.won() + ", not " + won);
    }
    return Money.won(won);
  }

  private static int atLeastOne(Config root, String key) {
    int number = root.getInt(PATH + key);
    if (number < 1) {
      throw bad(root, key, "must be at least 1, not " + number);
    }
    return number;
  }

  private static ZoneId zone(Config root, String key) {
    String name = root.getString(PATH + key);
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw bad(root, key, "must be the name of a time zone, as Asia/Seoul, not " + name);
    }
  }

  private static Duration duration(Config root, String key) {
    Duration duration = root.getDuration(PATH + key);
    if (duration.isNegative() || duration.isZero()) {
      throw bad(root, key, "must be longer than 0, not " + duration);
    }
    return duration;
  }

  private static ConfigException bad(Config root, String key, String message) {
    return new ConfigException.BadValue(root.getValue(PATH + key).origin(), PATH + key, message);
  }
}
