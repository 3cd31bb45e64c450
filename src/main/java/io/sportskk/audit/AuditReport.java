package io.sportskk.audit;

import io.sportskk.ticket.TicketStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What an audit has found.
 *
 * @param tickets how many tickets stand how; without those whose own events are wrong
 * @param inFlight what the system is still busy with, in number of tickets
 * @param findings how many of each kind; empty if all is right
 * @param examples the first 100 findings of each kind
 */
public record AuditReport(
    Map<TicketStatus, Long> tickets,
    Counts counts,
    Money money,
    Map<InFlight, Long> inFlight,
    Map<FindingKind, Long> findings,
    List<Finding> examples,
    Duration took) {

  /**
   * How much was read.
   *
   * @param returnsWithoutCause how many stakes were given back of which their wallet does not say
   *     why, as an earlier release does; a system that has begun with this release has none
   */
  public record Counts(
      long ticketEvents,
      long walletEvents,
      long wallets,
      long tallyEntries,
      long viewRows,
      long ledgerEntries,
      long returnsWithoutCause) {}

  /**
   * The money in the system, in KRW.
   *
   * @param openings what wallets were opened with
   * @param deposits what was paid in since
   * @param paidOut what tickets have won, less taxes
   * @param balances what wallets hold
   * @param charges what is charged and not given back
   * @param approvedStakes what the approved tickets cost
   * @param inFlight the part of the charges whose tickets are neither approved nor at an end
   * @param counted what the tally counts
   */
  public record Money(
      long openings,
      long deposits,
      long paidOut,
      long balances,
      long charges,
      long approvedStakes,
      long inFlight,
      long counted) {}

  /** Whether nothing is wrong. */
  public boolean isClean() {
    return findings.isEmpty();
  }

  /** How many tickets there are. */
  public long ticketCount() {
    return tickets.values().stream().mapToLong(Long::longValue).sum();
  }

  /** For a reader: several lines. */
  @Override
  public String toString() {
    return ReportText.of(this);
  }
}
