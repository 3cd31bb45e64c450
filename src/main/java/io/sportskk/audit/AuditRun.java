package io.sportskk.audit;

import io.sportskk.kernel.SliceOffsets;
import io.sportskk.match.MatchEvent;
import io.sportskk.match.Matches;
import io.sportskk.payment.StoredWallet;
import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.Wallets;
import io.sportskk.settlement.SettlementEvent;
import io.sportskk.settlement.Settlements;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.ticket.Tickets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One audit: first what wallets, tally and view know of the tickets, then the tickets. */
final class AuditRun {

  /** What is done with a database while another one is read. */
  private interface Reading {
    void run() throws SQLException;
  }

  private final Findings findings;
  private final FactsByTicket factsByTicket = new FactsByTicket();
  private final Journal journal;
  private final AuditRules rules;
  private final MatchReader matches;
  private final WalletReader wallets;
  private final TallyReader tally;
  private final ViewReader view;
  private final LedgerReader ledger;
  private final PaymentCheck payment;
  private final SettlementReader settlements;
  private final ReturnCheck returns;

  private TicketReader tickets;
  private LedgerCheck ledgerCheck;
  private SettlementLedgerCheck settlementLedgerCheck;
  private long walletEvents;
  private long ticketEvents;

  AuditRun(AuditRules rules, Instant now, EventCodec codec) {
    this.findings = new Findings(rules.settled(), now.minus(rules.overdueAfter()));
    this.journal = new Journal(codec, findings);
    this.rules = rules;
    this.matches = new MatchReader(rules.twoPersons(), findings);
    this.wallets = new WalletReader(rules.wallets(), factsByTicket, findings);
    this.tally = new TallyReader(factsByTicket, findings);
    this.view = new ViewReader(factsByTicket);
    this.ledger = new LedgerReader(factsByTicket, findings);
    this.payment = new PaymentCheck(findings);
    this.settlements = new SettlementReader(findings);
    this.returns = new ReturnCheck(settlements, findings);
  }

  /**
   * Comes before the wallets, which are then held against it one by one.
   *
   * @param handled how far it is
   * @param settled how far it is with settlements
   */
  void readLedger(Snapshot booked, Progress handled, Progress settled) throws SQLException {
    ledger.read(booked);
    ledgerCheck = new LedgerCheck(ledger.byAccount(), handled, findings);
    settlementLedgerCheck = new SettlementLedgerCheck(ledger.bySettlement(), settled, findings);
  }

  /**
   * Reads all but the tickets, at the same time.
   *
   * @param list the journal's database, with matches, their catalogue and the list of unfinished
   *     tickets
   * @param listed how far the catalogue is
   */
  void readOthers(
      Snapshot walletEvents, Snapshot list, SliceOffsets listed, Snapshot tallied, Snapshot viewed)
      throws SQLException {
    CompletableFuture<Void> entriesRead = aside("audit-tally", () -> tally.read(tallied));
    CompletableFuture<Void> rowsRead = aside("audit-view", () -> view.read(viewed));
    this.walletEvents =
        journal.read(
            walletEvents,
            Wallets.KEY.name(),
            WalletEvent.class,
            StoredWallet.class,
            wallet -> {
              wallets.enter(wallet);
              ledgerCheck.check(wallet);
            },
            buyerId -> {
              wallets.broken(buyerId);
              ledgerCheck.broken(buyerId);
            });
    ledgerCheck.end();
    long unusedMatchEvents =
        journal.read(list, Matches.KEY.name(), MatchEvent.class, matches::enter, matches::broken);
    long unusedSettlementEvents =
        journal.read(
            list,
            Settlements.KEY.name(),
            SettlementEvent.class,
            settlements::enter,
            settlements::broken);
    settlementLedgerCheck.check(settlements);
    new CatalogueCheck(matches, listed, findings).check(list);
    UnfinishedCheck.read(list, factsByTicket);
    join(entriesRead);
    join(rowsRead);
  }

  void readTickets(Snapshot events, Progress tallied, Progress viewed, Progress listed)
      throws SQLException {
    tickets =
        new TicketReader(
            factsByTicket,
            wallets,
            new SaleCheck(matches, rules.stakes(), findings),
            payment,
            returns,
            new AwardCheck(settlements, matches, findings),
            new TallyCheck(tallied, findings),
            new ViewCheck(viewed, findings),
            new UnfinishedCheck(listed, findings),
            findings);
    ticketEvents =
        journal.read(
            events, Tickets.KEY.name(), TicketEvent.class, tickets::enter, tickets::broken);
    tickets.end();
  }

  AuditReport report(Duration took) {
    AuditReport.Money money =
        new AuditReport.Money(
            wallets.openings(),
            wallets.deposits(),
            wallets.paidOut(),
            wallets.balances(),
            wallets.keptCharges(),
            payment.approvedStakes(),
            payment.inFlight(),
            tally.counted());
    check(money);
    return new AuditReport(
        tickets.tickets(),
        new AuditReport.Counts(
            ticketEvents,
            walletEvents,
            wallets.wallets(),
            tally.entries(),
            view.rows(),
            ledger.entries(),
            returns.withoutCause()),
        money,
        findings.inFlight(),
        findings.counts(),
        findings.examples(),
        took);
  }

  private void check(AuditReport.Money money) {
    long paidIn = Math.addExact(Math.addExact(money.openings(), money.deposits()), money.paidOut());
    long there = Math.addExact(money.balances(), money.charges());
    if (paidIn != there) {
      findings.add(
          FindingKind.MONEY_NOT_CONSERVED,
          "all wallets",
          paidIn + " KRW were paid in and out; balances and charges are " + there + " KRW.");
    }
    long staked = Math.addExact(money.approvedStakes(), money.inFlight());
    if (money.charges() != staked) {
      findings.add(
          FindingKind.MONEY_NOT_CONSERVED,
          "all tickets",
          money.charges()
              + " KRW are charged; tickets that are approved or under way cost "
              + staked
              + " KRW.");
    }
  }

  /** On a thread of its own, as it waits for a database. */
  private static CompletableFuture<Void> aside(String name, Reading reading) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            reading.run();
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        },
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          thread.start();
        });
  }

  private static void join(CompletableFuture<Void> reading) throws SQLException {
    try {
      reading.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
