package io.sportskk.audit;

import com.typesafe.config.Config;
import io.sportskk.kernel.Slices;
import io.sportskk.payment.PaymentSettings;
import io.sportskk.payment.WalletRules;
import java.time.Duration;

/**
 * By what rules the system works that is checked.
 *
 * @param ticketSlices as the nodes have them; they decide which offset is about which ticket
 * @param wallets the limit per match and how many deposits are remembered; a limit that was lower
 *     or higher in the past is not known here
 * @param settled whether nothing may be under way: whatever is, is a finding then
 * @param overdueAfter what has been under way for longer than this is a finding: longer than the
 *     payment deadline
 */
public record AuditRules(
    Slices ticketSlices, WalletRules wallets, boolean settled, Duration overdueAfter) {

  private static final Duration BEYOND_THE_DEADLINE = Duration.ofMinutes(5);

  /**
   * By the settings of the nodes.
   *
   * @throws com.typesafe.config.ConfigException if one is missing or wrong; it names the setting
   */
  public static AuditRules from(Config root, boolean settled) {
    return new AuditRules(
        new Slices("ticket", root.getInt("sportskk.slices")),
        PaymentSettings.from(root).rules(),
        settled,
        root.getDuration("sportskk.ticket.payment-deadline").plus(BEYOND_THE_DEADLINE));
  }
}
