package io.sportskk.audit;

import io.sportskk.audit.TicketFacts.Charge;
import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.WalletRules;
import java.util.HashSet;
import java.util.Set;

/** Goes through all wallets, enters their charges into the facts, and adds their money up. */
final class WalletReader {

  private final WalletRules rules;
  private final FactsByTicket factsByTicket;
  private final Findings findings;

  /** Whose events are not all there: what their tickets cost can't be checked. */
  private final Set<String> broken = new HashSet<>();

  private long wallets;
  private long openings;
  private long deposits;
  private long balances;
  private long paidOut;
  private long keptCharges;

  WalletReader(WalletRules rules, FactsByTicket factsByTicket, Findings findings) {
    this.rules = rules;
    this.factsByTicket = factsByTicket;
    this.findings = findings;
  }

  void enter(EventStream<WalletEvent> stream) {
    wallets++;
    String buyerId = factsByTicket.share(stream.entityId());
    ReplayedWallet wallet = new ReplayedWallet(buyerId, rules, findings);
    SnapshotCheck snapshots = new SnapshotCheck(stream.persistenceId(), buyerId, findings);
    stream
        .events()
        .forEach(
            event -> {
              wallet.enter(event.event());
              snapshots.enter(event);
            });
    wallet.close();
    openings = Math.addExact(openings, wallet.opening());
    deposits = Math.addExact(deposits, wallet.deposited());
    balances = Math.addExact(balances, wallet.balance());
    paidOut = Math.addExact(paidOut, wallet.paidOut());
    keptCharges = Math.addExact(keptCharges, wallet.keptCharges());
    wallet.charges().forEach(this::enter);
  }

  void broken(String buyerId) {
    wallets++;
    broken.add(buyerId);
  }

  boolean isBroken(String buyerId) {
    return broken.contains(buyerId);
  }

  private void enter(String ticketId, Charge charge) {
    TicketFacts facts = factsByTicket.of(ticketId);
    Charge first = facts.charge;
    if (first != null && first.isKept() && charge.isKept()) {
      findings.add(
          FindingKind.CHARGED_TWICE,
          ticketId,
          "It is charged to " + first.buyerId() + " and to " + charge.buyerId() + ".");
      return;
    }
    if (first == null || charge.isKept()) {
      facts.charge =
          new Charge(
              charge.buyerId(),
              factsByTicket.share(charge.matchId()),
              charge.amount(),
              charge.state(),
              charge.at(),
              charge.paid(),
              charge.changedAt(),
              charge.cause());
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

  long paidOut() {
    return paidOut;
  }

  long keptCharges() {
    return keptCharges;
  }
}
