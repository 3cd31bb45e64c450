package io.sportskk.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An audit's report for a human reader. */
final class ReportText {

  private static final int EXAMPLES_SHOWN = 10;

  private ReportText() {}

  static String of(AuditReport report) {
    List<String> lines = new ArrayList<>();
    AuditReport.Counts counts = report.counts();
    AuditReport.Money money = report.money();
    lines.add("Audited in " + report.took().toMillis() / 1000.0 + " s:");
    lines.add(number(report.ticketCount()) + "tickets, of which");
    report.tickets().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> lines.add("    " + number(e.getValue()) + e.getKey().label()));
    lines.add(number(counts.ticketEvents()) + "events of tickets");
    lines.add(number(counts.wallets()) + "wallets");
    lines.add(number(counts.walletEvents()) + "events of wallets");
    lines.add(number(counts.tallyEntries()) + "tickets that the tally knows");
    lines.add(number(counts.viewRows()) + "tickets that the view knows");
    lines.add(number(counts.ledgerEntries()) + "entries of the ledger");
    if (counts.returnsWithoutCause() > 0) {
      lines.add(
          number(counts.returnsWithoutCause())
              + "stakes that were given back, and no cause is stored (by an earlier release)");
    }
    lines.add("Money, in KRW:");
    lines.add(number(money.openings()) + "that wallets opened with");
    lines.add(number(money.deposits()) + "paid in since");
    lines.add(number(money.paidOut()) + "paid out to winners, less taxes");
    lines.add(number(money.balances()) + "in wallets");
    lines.add(number(money.charges()) + "charged");
    lines.add(number(money.approvedStakes()) + "staked on approved tickets");
    lines.add(number(money.inFlight()) + "charged for tickets that are under way");
    lines.add(number(money.counted()) + "counted by the tally");
    lines.add(report.inFlight().isEmpty() ? "Nothing is under way." : "Under way, not wrong:");
    for (InFlight what : InFlight.values()) {
      if (report.inFlight().containsKey(what)) {
        lines.add(number(report.inFlight().get(what)) + what.meaning());
      }
    }
    addFindings(lines, report);
    return String.join("\n", lines);
  }

  private static void addFindings(List<String> lines, AuditReport report) {
    if (report.isClean()) {
      lines.add("Nothing is wrong.");
      return;
    }
    lines.add("WRONG:");
    for (FindingKind kind : FindingKind.values()) {
      if (report.findings().containsKey(kind)) {
        lines.add(number(report.findings().get(kind)) + kind + ": " + kind.meaning());
        report.examples().stream()
            .filter(finding -> finding.kind() == kind)
            .limit(EXAMPLES_SHOWN)
            .forEach(finding -> lines.add("      " + finding.id() + ": " + finding.sentence()));
      }
    }
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,20d ", number);
  }
}
