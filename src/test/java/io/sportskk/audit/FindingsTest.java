package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.NOT_SETTLED;
import static io.sportskk.audit.FindingKind.WALLET_EVENTS_ILLEGAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sportskk.kernel.Money;
import io.sportskk.match.Match;
import io.sportskk.match.MatchEvent.SalesClosed;
import io.sportskk.node.database.Migrations;
import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each way in which what a real node has left can be corrupted is found, and nothing else is. */
class FindingsTest {

  private static final String BUYER = "BUYER_REQUEST";

  private static SoldTickets sold;

  @BeforeAll
  static void sell() {
    sold = new SoldTickets();
  }

  @AfterAll
  static void close() {
    sold.close();
  }

  @AfterEach
  void putBack() {
    sold.putBack();
  }

  private static Stream<Corrupted> ways() {
    return Stream.of(
            CorruptedJournal.ways(sold),
            CorruptedWallets.ways(sold),
            CorruptedPayment.ways(sold),
            CorruptedRefunds.ways(sold),
            CorruptedPayouts.ways(sold),
            CorruptedSettlements.ways(sold),
            CorruptedPlay.ways(sold),
            CorruptedApprovals.ways(sold),
            CorruptedTally.ways(sold),
            CorruptedView.ways(sold),
            CorruptedLedger.ways(sold),
            CorruptedMatches.ways(sold),
            CorruptedSnapshots.ways(sold))
        .flatMap(List::stream);
  }

  @Test
  void nothingIsFoundIfNothingIsSpoilt() throws SQLException {
    AuditReport report = sold.auditSettled();

    assertThat(report.isClean()).as(report.toString()).isTrue();
    assertThat(report.tickets())
        .isEqualTo(
            Map.of(
                TicketStatus.APPROVED, 3L, TicketStatus.REJECTED, 1L, TicketStatus.CANCELLED, 2L));
    assertThat(report.money())
        .isEqualTo(
            new AuditReport.Money(5_000_000, 900, 0, 4_894_900, 106_000, 106_000, 0, 106_000));
    assertThat(report.counts().wallets()).isEqualTo(5);
    assertThat(report.counts().tallyEntries()).isEqualTo(5);
    assertThat(report.counts().viewRows()).isEqualTo(6);
    assertThat(report.counts().returnsWithoutCause()).isZero();
    assertThat(report.counts().ledgerEntries())
        .isEqualTo(report.counts().walletEvents() - 3); // one barred, two approvals
    assertThat(report.toString()).contains("Nothing is wrong.", "106,000");
  }

  @TestFactory
  Stream<DynamicTest> whatIsSpoiltIsFound() {
    return ways().map(way -> DynamicTest.dynamicTest(way.name(), () -> isFound(way)));
  }

  @Test
  void thereIsAWayToSpoilForEachKindOfFinding() {
    Set<FindingKind> covered = EnumSet.of(NOT_SETTLED); // the next test
    ways().forEach(way -> covered.add(way.kind()));
    assertThat(covered).containsExactlyInAnyOrder(FindingKind.values());
  }

  /** Other deposits of that time are, by then. */
  @Test
  void thatAWalletHasOpenedIsNeverForgotten() throws SQLException {
    sold.add(
        "Wallet|anna",
        new Deposited(
            "anna",
            WalletEvent.OPENING_BALANCE,
            Money.won(1),
            "correlation-1",
            SoldTickets.AT.plus(Duration.ofDays(400))));

    AuditReport report = sold.auditSettled();
    assertThat(report.examples())
        .filteredOn(finding -> finding.kind() == WALLET_EVENTS_ILLEGAL)
        .extracting(Finding::sentence)
        .containsExactlyInAnyOrder(
            "In this wallet deposit opening-balance was made twice.",
            "In this wallet its opening balance is not its first event.");
  }

  @Test
  void whatIsUnderWayIsAFindingOnlyIfNothingMayBe() throws SQLException {
    sold.add(
        "Ticket|" + SoldTickets.OTHER,
        new TicketRequested(SoldTickets.other("anna"), SoldTickets.CLOSE, SoldTickets.CLOSE, null));

    AuditReport live = sold.audit();
    assertThat(live.isClean()).as(live.toString()).isTrue();
    assertThat(live.inFlight()).isEqualTo(Map.of(InFlight.PENDING, 1L, InFlight.VIEW_BEHIND, 1L));

    AuditReport settled = sold.auditSettled();
    assertThat(settled.findings()).isEqualTo(Map.of(NOT_SETTLED, 2L));
    assertThat(settled.examples()).allMatch(finding -> finding.id().equals(SoldTickets.OTHER));
  }

  /** {@code V2} Refusals are understood, and change nothing of ticket or match. */
  @Test
  void refusalsThatAreKeptAreNothingWrong() throws SQLException {
    CorruptedView.refuse(sold, SoldTickets.AT);
    sold.add("Match|" + AuditedNode.MATCH, CorruptedMatches.refused());
    sold.journal(
        "UPDATE akka_projection_offset_store SET current_offset = ?"
            + " WHERE projection_name = 'match-catalogue'",
        Long.toString(sold.orderingOf("Match|" + AuditedNode.MATCH, 2)));

    AuditReport report = sold.auditSettled();

    assertThat(report.isClean()).as(report.toString()).isTrue();
  }

  /** {@code V2} The ticket is older than anything may be under way, and the refusal is not. */
  @Test
  void aRefusalThatTheViewHasNotComeToIsUnderWayHoweverOldItsTicketIs() throws SQLException {
    Instant later = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MICROS);
    sold.add("Ticket|" + sold.annas, CorruptedView.refused(sold, later));

    AuditReport report = sold.audit(Duration.ZERO);

    assertThat(report.findings()).isEmpty();
    assertThat(report.inFlight()).isEqualTo(Map.of(InFlight.VIEW_BEHIND, 1L));
  }

  /** Nodes sell by the catalogue: a match writes its close into it itself. */
  @Test
  void aCloseThatIsInTheCatalogueBeforeItsProjectionHasComeToItIsUnderWay() throws SQLException {
    Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
    sold.add("Match|" + AuditedNode.MATCH, new SalesClosed(AuditedNode.MATCH, "admin-1", "c", at));
    sold.journal(
        "UPDATE match_catalogue SET sequence_nr = 2, closed_by = 'admin-1',"
            + " closed_at = ?::timestamptz",
        at.toString());

    AuditReport report = sold.audit();

    assertThat(report.findings()).isEmpty();
    assertThat(report.inFlight()).isEqualTo(Map.of(InFlight.CATALOGUE_BEHIND, 1L));
  }

  /** It may have been written down when somebody asked for the match, long after. */
  @Test
  void aScheduledCloseThatTheCatalogueHasNotComeToIsUnderWayHoweverLongAgoItWas()
      throws SQLException {
    sold.add(
        "Match|" + AuditedNode.MATCH,
        new SalesClosed(
            AuditedNode.MATCH,
            Match.Closed.SCHEDULE,
            "correlation-1",
            SoldTickets.AT.minus(Duration.ofDays(1))));

    AuditReport report = sold.audit();
    assertThat(report.findings()).doesNotContainKey(FindingKind.UNDER_WAY_TOO_LONG);
    assertThat(report.inFlight()).isEqualTo(Map.of(InFlight.CATALOGUE_BEHIND, 1L));
  }

  @Test
  void aFinishedTicketMayBeOnTheListForAWhile() throws SQLException {
    CorruptedJournal.list(sold, sold.annas);

    AuditReport live = sold.audit();
    assertThat(live.isClean()).as(live.toString()).isTrue();
    assertThat(live.inFlight()).isEqualTo(Map.of(InFlight.FINISHED_ON_LIST, 1L));
    assertThat(sold.auditSettled().findings()).isEqualTo(Map.of(NOT_SETTLED, 1L));
  }

  @Test
  void whatAProjectionHasNotComeToIsUnderWay() throws SQLException {
    sold.tally("DELETE FROM tally_entry WHERE ticket_id = ?", sold.annas);
    sold.tally("DELETE FROM tally WHERE team = 'KT'");
    sold.view("DELETE FROM ticket WHERE ticket_id = ?", sold.annas);
    String offset =
        "UPDATE akka_projection_offset_store SET current_offset = ?" + " WHERE projection_key = ?";
    String before = Long.toString(sold.orderingOf("Ticket|" + sold.annas, 1) - 1);
    String slice = AuditedNode.keyOf(sold.annas);
    sold.tally(offset, before, slice);
    sold.view(offset, before, slice);

    AuditReport report = sold.audit();
    assertThat(report.isClean()).as(report.toString()).isTrue();
    assertThat(report.inFlight())
        .containsEntry(InFlight.TALLY_BEHIND, 1L)
        .containsKey(InFlight.VIEW_BEHIND);
  }

  @Test
  void whatTheLedgerHasNotComeToIsUnderWay() throws SQLException {
    sold.add("Wallet|anna", SoldTickets.charged("anna", SoldTickets.OTHER, 100));

    AuditReport report = sold.audit();
    assertThat(report.inFlight()).isEqualTo(Map.of(InFlight.LEDGER_BEHIND, 1L));
    assertThat(report.findings())
        .doesNotContainKeys(FindingKind.LEDGER_MISSING, FindingKind.LEDGER_WRONG);
  }

  /** Of a payout there are two entries, if there is a tax on it. */
  @Test
  void aPayoutThatTheLedgerHasBookedIsRight() throws SQLException {
    sold.add("Wallet|anna", SoldTickets.paidOut("anna", sold.annas, 1));
    sold.book();

    AuditReport report = sold.audit();
    assertThat(report.inFlight()).doesNotContainKey(InFlight.LEDGER_BEHIND);
    assertThat(report.findings().keySet()).containsExactly(FindingKind.PAID_OUT_UNASKED);
    sold.ledger("UPDATE ledger_entry SET correlation_id = 'other' WHERE kind = ?", "TAX");
    assertThat(sold.audit().findings().keySet())
        .containsExactlyInAnyOrder(FindingKind.PAID_OUT_UNASKED, FindingKind.LEDGER_WRONG);
  }

  /** {@code V3} As a node of a release that does not know causes books it. */
  @Test
  void anEntryThatSaysNoCauseIsNoFinding() throws SQLException {
    sold.ledger("UPDATE ledger_entry SET cause = NULL WHERE cause = ? AND kind = 'REFUND'", BUYER);
    sold.ledger("UPDATE ledger_entry SET cause = NULL WHERE cause = ?", BUYER);

    AuditReport report = sold.auditSettled();
    assertThat(report.isClean()).as(report.toString()).isTrue();
  }

  /** {@code V3} As a wallet of a release that does not know causes stores it. */
  @Test
  void aWalletThatSaysNoCauseIsNoFinding() throws SQLException {
    sold.replace(
        "Wallet|cleo",
        4,
        ChargeReversed.class,
        e ->
            new ChargeReversed(
                e.buyerId(),
                e.ticketId(),
                e.matchId(),
                e.amount(),
                null,
                e.correlationId(),
                e.at()));
    assertThat(sold.audit().findings().keySet())
        .as("only the ledger, which says one")
        .containsExactly(FindingKind.LEDGER_WRONG);
    sold.ledger("UPDATE ledger_entry SET cause = NULL WHERE transaction_id = ?", "Wallet|cleo/4");
    AuditReport report = sold.audit();
    assertThat(report.isClean()).isTrue();
    assertThat(report.counts().returnsWithoutCause()).as("but it is counted").isEqualTo(1);
    assertThat(report.toString()).contains("1 stakes that were given back, and no cause is stored");
  }

  /** {@code V3} It may be what was won: only its ticket knows. */
  @Test
  void aPayoutThatSaysNoCauseIsCountedIfItsTicketHasNotWon() throws SQLException {
    sold.add("Wallet|anna", SoldTickets.paidOut("anna", sold.annas, 1));
    assertThat(sold.audit().counts().returnsWithoutCause()).isZero();

    CorruptedSettlements.settle(sold, sold.annas, Award.refund(Award.Kind.VOID, Money.won(5_000)));
    assertThat(sold.audit().counts().returnsWithoutCause()).isEqualTo(1);
  }

  /** Of a wallet whose events are not all there nothing can be said. */
  @Test
  void theLedgerOfABrokenWalletIsNotCompared() throws SQLException {
    sold.journal(
        "DELETE FROM event_journal WHERE persistence_id = ? AND sequence_number = 1",
        "Wallet|anna");

    assertThat(sold.audit().findings())
        .containsKey(FindingKind.EVENT_MISSING)
        .doesNotContainKeys(
            FindingKind.LEDGER_MISSING, FindingKind.LEDGER_WRONG, FindingKind.LEDGER_UNKNOWN);
  }

  @Test
  void aProjectionOfAnotherJournalIsNotCompared() {
    sold.view(
        "UPDATE akka_projection_offset_store SET current_offset = '1000000'"
            + " WHERE projection_key = ?",
        AuditedNode.keyOf(sold.annas));
    assertThatThrownBy(sold::audit)
        .isInstanceOf(NotComparable.class)
        .hasMessageContaining("The projection view has handled event 1000000");
  }

  @Test
  void offsetsOfAnotherReleaseAreNotCompared() {
    sold.run(
        Migrations.Part.VIEW,
        "UPDATE akka_projection_offset_store SET projection_key = 'view-' || projection_key");
    assertThatThrownBy(sold::audit)
        .isInstanceOf(NotComparable.class)
        .hasMessageContaining("The offsets of projection view are of another release");
  }

  @Test
  void anEmptyJournalIsNotCompared() {
    try (TestDatabases empty = TestDatabases.create()) {
      assertThatThrownBy(() -> AuditedNode.audit(empty, true))
          .isInstanceOf(NotComparable.class)
          .hasMessageContaining("no events at all");
    }
  }

  private static void isFound(Corrupted way) throws SQLException {
    try {
      way.corrupt().run();
      AuditReport report = sold.audit();
      Set<FindingKind> expected = EnumSet.of(way.kind());
      expected.addAll(way.also());
      assertThat(report.findings().keySet()).as(report.toString()).isEqualTo(expected);
      assertThat(
              report.examples().stream()
                  .filter(finding -> finding.kind() == way.kind())
                  .map(Finding::id)
                  .collect(Collectors.toSet()))
          .containsExactly(way.about());
      assertThat(report.toString()).contains("WRONG", way.kind().meaning());
    } finally {
      sold.putBack();
    }
  }
}
