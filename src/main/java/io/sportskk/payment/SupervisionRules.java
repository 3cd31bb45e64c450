package io.sportskk.payment;

import io.sportskk.kernel.Money;
import java.time.Duration;

/**
 * Which stakes a supervisor has to approve, and how approvals are kept.
 *
 * @param from a charge of this much or more needs an approval; null if none does
 * @param validFor how long after it was given an approval can be used
 * @param maxOpen how many approvals of one wallet can be used at a time; more are refused
 * @param maxRemembered how many a wallet remembers, used and lapsed ones included; more are
 *     refused, as to forget one early would let it be given again
 */
public record SupervisionRules(Money from, Duration validFor, int maxOpen, int maxRemembered) {

  boolean concern(Money stake) {
    return from != null && !stake.isLessThan(from);
  }
}
