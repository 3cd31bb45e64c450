package io.sportskk.audit;

import io.sportskk.kernel.Slices;
import io.sportskk.payment.WalletRules;

/**
 * By what rules the system works that is checked.
 *
 * @param ticketSlices as the nodes have them; they decide which offset is about which ticket
 * @param wallets the limit per match and how many deposits are remembered; a limit that was lower
 *     or higher in the past is not known here
 * @param settled whether nothing may be under way: whatever is, is a finding then
 */
public record AuditRules(Slices ticketSlices, WalletRules wallets, boolean settled) {}
