package io.sportskk.audit;

import com.typesafe.config.Config;
import io.sportskk.payment.PaymentSettings;
import io.sportskk.payment.WalletRules;
import java.time.Duration;

/**
 * By what rules the system works that is checked.
 *
 * @param wallets the limit per match and how many deposits are remembered; a limit that was lower
 *     or higher in the past is not known here
 * @param stakes what may be staked on one ticket; here, too, only the settings of now are known
 * @param twoPersons whether two persons decide how a match ends; only the setting of now is known
 * @param settled whether nothing may be under way: whatever is, is a finding then
 * @param overdueAfter what has been under way for longer than this is a finding: longer than the
 *     payment deadline
 */
public record AuditRules(
    WalletRules wallets,
    Stakes stakes,
    boolean twoPersons,
    boolean settled,
    Duration overdueAfter) {

  /** From min to max, a multiple of step, in KRW. */
  public record Stakes(long min, long max, long step) {
    public Stakes {
      if (step < 1) {
        throw new IllegalArgumentException(
            "sportskk.ticket.stake.step must be at least 1, not " + step);
      }
    }

    boolean allow(long stake) {
      return stake >= min && stake <= max && stake % step == 0;
    }

    @Override
    public String toString() {
      return "from " + min + " to " + max + " KRW, a multiple of " + step;
    }
  }

  private static final Duration BEYOND_THE_DEADLINE = Duration.ofMinutes(5);

  /**
   * By the settings of the nodes.
   *
   * @throws com.typesafe.config.ConfigException if one is missing or wrong; it names the setting
   */
  public static AuditRules from(Config root, boolean settled) {
    return new AuditRules(
        PaymentSettings.from(root).rules(),
        new Stakes(
            root.getLong("sportskk.ticket.stake.min"),
            root.getLong("sportskk.ticket.stake.max"),
            root.getLong("sportskk.ticket.stake.step")),
        root.getBoolean("sportskk.match.two-persons"),
        settled,
        root.getDuration("sportskk.ticket.payment-deadline").plus(BEYOND_THE_DEADLINE));
  }
}
