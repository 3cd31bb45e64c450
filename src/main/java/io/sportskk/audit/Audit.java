package io.sportskk.audit;

import io.sportskk.ledger.Ledgers;
import io.sportskk.match.Matches;
import io.sportskk.tally.Tallies;
import io.sportskk.ticket.Tickets;
import io.sportskk.view.Views;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Compares what the journal, the wallets, the tally, the view and the ledger say of all tickets and
 * all money. It only reads, asks nothing of a node, and can run beside a system that sells.
 *
 * <p><b>Why a healthy system in use gives no finding.</b> Each database is read as it was at one
 * moment (a read-only transaction, REPEATABLE READ), and the moments come in an order: first the
 * tally, the view and the ledger, then the journal.
 *
 * <ul>
 *   <li>Tickets and wallets are in the journal and read as of the same moment. A ticket stores an
 *       answer only when what it answers is stored, and that it is sold before it asks for more. So
 *       an approved ticket's charge is there, and a cancelled one's reversal.
 *   <li>What tally, view and ledger know comes from events, or from requests that follow an event.
 *       As the journal is read later, it has all of those events. So whatever they know must be in
 *       the journal; there is no "not yet" in this direction.
 *   <li>What the journal knows may not have come to them. How far they are, they say themselves:
 *       their projections' offsets are read in the same transaction as their rows. View and ledger
 *       store both together, the tally stores the offset after the rows. So what is up to the
 *       offset must be there. What is beyond is under way and is only counted ({@link InFlight}).
 * </ul>
 *
 * <p>So no rule that compares depends on clocks or on how long something took. If the projections
 * stand still, everything stays under way. {@link AuditRules#overdueAfter} makes a finding of what
 * has been so for many minutes, and {@link AuditRules#settled} of all of it, for a system that
 * nobody uses.
 *
 * <p><b>Memory.</b> The ledger is read first, 16 bytes an entry and some 200 a wallet. Wallets,
 * tally and view are read at the same time into {@link TicketFacts} of about 300 bytes a ticket;
 * then the tickets' events are streamed past them. -Xmx512m is enough for 1,000,000 tickets.
 */
public final class Audit {

  private final DataSource journal;
  private final DataSource tally;
  private final DataSource view;
  private final DataSource ledger;
  private final AuditRules rules;

  private Audit(
      DataSource journal, DataSource tally, DataSource view, DataSource ledger, AuditRules rules) {
    this.journal = journal;
    this.tally = tally;
    this.view = view;
    this.ledger = ledger;
    this.rules = rules;
  }

  /**
   * @param journal a PostgreSQL that is no standby; lends two connections
   * @param tally lends one connection
   * @param view lends one connection
   * @param ledger lends one connection
   */
  public static Audit of(
      DataSource journal, DataSource tally, DataSource view, DataSource ledger, AuditRules rules) {
    return new Audit(journal, tally, view, ledger, rules);
  }

  /**
   * Takes its time: about 50 s of processor time for 1,000,000 tickets.
   *
   * @throws SQLException if a database can't be read to the end; nothing is known then
   * @throws NotComparable if the databases and the settings do not belong together
   */
  public AuditReport run() throws SQLException {
    try (EventCodec codec = new EventCodec()) {
      return run(codec);
    }
  }

  AuditReport run(EventCodec codec) throws SQLException {
    long start = System.nanoTime();
    // The first question to each decides its moment: the journal comes last.
    try (Snapshot tallied = Snapshot.of(tally);
        Snapshot viewed = Snapshot.of(view);
        Snapshot booked = Snapshot.of(ledger)) {
      Progress tallyProgress = Progress.ofTickets(tallied.offsets(Tallies.PROJECTION));
      Progress viewProgress = Progress.ofTickets(viewed.offsets(Views.PROJECTION));
      Progress ledgerProgress = Progress.ofWallets(booked.offsets(Ledgers.PROJECTION));
      Progress settlementProgress = Progress.ofSettlements(booked.offsets(Ledgers.SETTLEMENTS));
      try (Snapshot tickets = Snapshot.of(journal);
          Snapshot wallets = tickets.another(journal)) {
        Progress listProgress = Progress.ofTickets(tickets.offsets(Tickets.PROJECTION));
        Comparability comparability = new Comparability(tickets);
        comparability.check(Tallies.PROJECTION, tallyProgress);
        comparability.check(Views.PROJECTION, viewProgress);
        comparability.check(Ledgers.PROJECTION, ledgerProgress);
        comparability.check(Ledgers.SETTLEMENTS, settlementProgress);
        comparability.check(Tickets.PROJECTION, listProgress);
        AuditRun run = new AuditRun(rules, tickets.time(), codec);
        run.readLedger(booked, ledgerProgress, settlementProgress);
        run.readOthers(wallets, tickets, tickets.offsets(Matches.PROJECTION), tallied, viewed);
        run.readTickets(tickets, tallyProgress, viewProgress, listProgress);
        return run.report(Duration.ofNanos(System.nanoTime() - start));
      }
    }
  }
}
