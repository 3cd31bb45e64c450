package io.sportskk.audit;

import io.sportskk.audit.TicketFacts.Charge;
import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.WalletRules;
import java.util.HashSet;
import java.util.Set;

/** Goes through all wallets, enters their charges into the dossiers, and adds their money up. */
final class WalletReader {

  private final WalletRules rules;
  private final FactsByTicket dossiers;
  private final Findings findings;

  /** Whose events are not all there: what their tickets cost can't be checked. */
  private final Set<String> broken = new HashSet<>();

  private long wallets;
  private long openings;
  private long deposits;
  private long balances;
  private long openCharges;

  WalletReader(WalletRules rules, FactsByTicket dossiers, Findings findings) {
    this.rules = rules;
    this.dossiers = dossiers;
    this.findings = findings;
  }

  void enter(EventStream<WalletEvent> story) {
    wallets++;
    String buyerId = dossiers.share(story.entityId());
    ReplayedWallet book = new ReplayedWallet(buyerId, rules, findings);
    story.all().forEach(book::enter);
    book.close();
    openings = Math.addExact(openings, book.opening());
    deposits = Math.addExact(deposits, book.deposited());
    balances = Math.addExact(balances, book.balance());
    openCharges = Math.addExact(openCharges, book.openCharges());
    book.charges().forEach(this::enter);
  }

  void broken(String buyerId) {
    wallets++;
    broken.add(buyerId);
  }

  boolean isBroken(String buyerId) {
    return broken.contains(buyerId);
  }

  private void enter(String ticketId, Charge charge) {
    TicketFacts dossier = dossiers.of(ticketId);
    Charge first = dossier.charge;
    if (first != null && first.isOpen() && charge.isOpen()) {
      findings.add(
          FindingKind.CHARGED_TWICE,
          ticketId,
          "It is charged to " + first.buyerId() + " and to " + charge.buyerId() + ".");
      return;
    }
    if (first == null || charge.isOpen()) {
      dossier.charge =
          new Charge(
              charge.buyerId(), dossiers.share(charge.matchId()), charge.amount(), charge.state());
    }
  }

  long wallets() {
    return wallets;
  }

  long openings() {
    return openings;
  }

  long deposits() {
    return deposits;
  }

  long balances() {
    return balances;
  }

  long openCharges() {
    return openCharges;
  }
}
