package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.APPROVED_NOT_CHARGED;
import static io.sportskk.audit.FindingKind.CHARGED_TWICE;
import static io.sportskk.audit.FindingKind.CHARGE_DIFFERS;
import static io.sportskk.audit.FindingKind.CHARGE_NOT_REVERSED;
import static io.sportskk.audit.FindingKind.CHARGE_REVERSED_UNASKED;
import static io.sportskk.audit.FindingKind.CHARGE_WITHOUT_TICKET;
import static io.sportskk.audit.FindingKind.EVENT_MISSING;
import static io.sportskk.audit.FindingKind.EVENT_UNREADABLE;
import static io.sportskk.audit.FindingKind.LEFT_BEHIND;
import static io.sportskk.audit.FindingKind.MATCH_LIMIT_EXCEEDED;
import static io.sportskk.audit.FindingKind.MONEY_NOT_CONSERVED;
import static io.sportskk.audit.FindingKind.NOT_SETTLED;
import static io.sportskk.audit.FindingKind.TALLY_ENTRY_MISSING;
import static io.sportskk.audit.FindingKind.TALLY_ENTRY_WITHOUT_TICKET;
import static io.sportskk.audit.FindingKind.TALLY_ENTRY_WRONG;
import static io.sportskk.audit.FindingKind.TALLY_TOTAL_WRONG;
import static io.sportskk.audit.FindingKind.TICKET_STORY_ILLEGAL;
import static io.sportskk.audit.FindingKind.VIEW_ROW_BEHIND;
import static io.sportskk.audit.FindingKind.VIEW_ROW_MISSING;
import static io.sportskk.audit.FindingKind.VIEW_ROW_WITHOUT_TICKET;
import static io.sportskk.audit.FindingKind.VIEW_ROW_WRONG;
import static io.sportskk.audit.FindingKind.WALLET_OVERDRAWN;
import static io.sportskk.audit.FindingKind.WALLET_STORY_ILLEGAL;
import static io.sportskk.audit.FindingKind.WALLET_UNBALANCED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import io.sportskk.kernel.Slices;
import io.sportskk.payment.ChargeReply;
import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.WalletEvent.ChargeBarred;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.ticket.CancellationReason;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import io.sportskk.ticket.TicketStatus;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each way in which what a real node has left can be spoilt is found, and nothing else is. */
class FindingsTest {

  private static final Instant AT = Instant.parse("2026-05-01T09:30:00.123456Z");
  private static final Instant CLOSE = Instant.parse("2026-05-01T11:00:00Z");
  private static final String OTHER = "ticket-of-nobody";

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

  /**
   * A way to spoil it.
   *
   * @param about the id that the findings of the first kind are about
   * @param also what follows from it
   */
  private record Spoilt(
      String name, FindingKind kind, String about, Set<FindingKind> also, Runnable spoil) {}

  private final Map<String, Spoilt> ways = new TreeMap<>();

  @Test
  void nothingIsFoundIfNothingIsSpoilt() throws SQLException {
    AuditReport report = sold.auditSettled();

    assertThat(report.isClean()).as(report.toString()).isTrue();
    assertThat(report.tickets())
        .isEqualTo(
            Map.of(
                TicketStatus.APPROVED, 2L, TicketStatus.REJECTED, 1L, TicketStatus.CANCELLED, 1L));
    assertThat(report.money())
        .isEqualTo(new AuditReport.Money(3_000_000, 700, 2_895_700, 105_000, 105_000, 0, 105_000));
    assertThat(report.counts().wallets()).isEqualTo(3);
    assertThat(report.counts().tallyEntries()).isEqualTo(3);
    assertThat(report.counts().viewRows()).isEqualTo(4);
    assertThat(report.toString()).contains("Nothing is wrong.", "105,000");
  }

  @TestFactory
  Stream<DynamicTest> whatIsSpoiltIsFound() {
    spoilJournal();
    spoilWallets();
    spoilPayment();
    spoilTally();
    spoilView();
    return ways.values().stream()
        .map(way -> DynamicTest.dynamicTest(way.name(), () -> isFound(way)));
  }

  @Test
  void thereIsAWayToSpoilForEachKindOfFinding() {
    spoilJournal();
    spoilWallets();
    spoilPayment();
    spoilTally();
    spoilView();
    Set<FindingKind> covered = EnumSet.of(NOT_SETTLED); // the next test
    ways.values().forEach(way -> covered.add(way.kind()));
    assertThat(covered).containsExactlyInAnyOrder(FindingKind.values());
  }

  @Test
  void whatIsUnderWayIsAFindingOnlyIfNothingMayBe() throws SQLException {
    sold.add("Ticket|" + OTHER, new TicketRequested(other("anna"), CLOSE, CLOSE));

    AuditReport live = sold.audit();
    assertThat(live.isClean()).as(live.toString()).isTrue();
    assertThat(live.underWay()).isEqualTo(Map.of(UnderWay.PENDING, 1L, UnderWay.VIEW_BEHIND, 1L));

    AuditReport settled = sold.auditSettled();
    assertThat(settled.findings()).isEqualTo(Map.of(NOT_SETTLED, 2L));
    assertThat(settled.examples()).allMatch(finding -> finding.id().equals(OTHER));
  }

  @Test
  void whatAProjectionHasNotComeToIsUnderWay() throws SQLException {
    sold.tally("DELETE FROM tally_entry WHERE ticket_id = ?", sold.annas);
    sold.tally("DELETE FROM tally WHERE team = 'KT'");
    sold.view("DELETE FROM ticket WHERE ticket_id = ?", sold.annas);
    String offset =
        "UPDATE akka_projection_offset_store SET current_offset = ?" + " WHERE projection_key = ?";
    String before = Long.toString(sold.orderingOf("Ticket|" + sold.annas, 1) - 1);
    String slice = new Slices("ticket", 4).tagOf(sold.annas);
    sold.tally(offset, before, slice);
    sold.view(offset, before, slice);

    AuditReport report = sold.audit();
    assertThat(report.isClean()).as(report.toString()).isTrue();
    assertThat(report.underWay())
        .containsEntry(UnderWay.TALLY_BEHIND, 1L)
        .containsKey(UnderWay.VIEW_BEHIND);
  }

  private static void isFound(Spoilt way) throws SQLException {
    try {
      way.spoil().run();
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

  private void way(
      String name, FindingKind kind, String about, Set<FindingKind> also, Runnable spoil) {
    ways.put(kind + ": " + name, new Spoilt(kind + ": " + name, kind, about, also, spoil));
  }

  private void spoilJournal() {
    String anna = "Ticket|" + sold.annas;
    way(
        "an event that is no event",
        EVENT_UNREADABLE,
        anna,
        Set.of(),
        () ->
            sold.journal(
                "UPDATE event_journal SET event_payload = '\\x00' WHERE persistence_id = ?"
                    + " AND sequence_number = 2",
                anna));
    way(
        "a wallet's event among a ticket's",
        EVENT_UNREADABLE,
        anna,
        Set.of(),
        () -> sold.add(anna, sold.event("Wallet|anna", 2, WalletEvent.class)));
    way(
        "an event of a ticket is gone",
        EVENT_MISSING,
        anna,
        Set.of(),
        () ->
            sold.journal(
                "DELETE FROM event_journal WHERE persistence_id = ? AND sequence_number = 2",
                anna));
    way(
        "an event of a wallet is marked as deleted",
        EVENT_MISSING,
        "Wallet|ben",
        Set.of(),
        () ->
            sold.journal(
                "UPDATE event_journal SET deleted = TRUE WHERE persistence_id = 'Wallet|ben'"
                    + " AND sequence_number = 2"));
    way(
        "tallied twice",
        TICKET_STORY_ILLEGAL,
        sold.annas,
        Set.of(),
        () -> sold.add(anna, new TicketTallied(purchase(), AT)));
    way(
        "approved after it was rejected",
        TICKET_STORY_ILLEGAL,
        sold.bensRejected,
        Set.of(),
        () ->
            sold.add(
                "Ticket|" + sold.bensRejected,
                new TicketApproved(
                    sold.event("Ticket|" + sold.bensRejected, 1, TicketRequested.class).purchase(),
                    AT,
                    AT)));
    way(
        "cancelled without being asked to",
        TICKET_STORY_ILLEGAL,
        sold.annas,
        Set.of(),
        () ->
            sold.add(
                anna,
                new TicketCancelled(
                    purchase(), CancellationReason.BUYER_REQUEST, true, "correlation-1", AT)));
    way(
        "another purchase in a later event",
        TICKET_STORY_ILLEGAL,
        sold.annas,
        Set.of(),
        () ->
            sold.replace(
                anna, 2, TicketApproved.class, e -> new TicketApproved(other("anna"), AT, AT)));
    way(
        "unfinished, but not on the list",
        LEFT_BEHIND,
        OTHER,
        Set.of(),
        () -> {
          sold.add("Ticket|" + OTHER, new TicketRequested(other("anna"), CLOSE, CLOSE));
          sold.journal(
              """
              INSERT INTO akka_projection_offset_store
              VALUES ('unfinished-tickets', ?, '1000000', 'SEQ', FALSE, 0)
              ON CONFLICT (projection_name, projection_key) DO UPDATE
              SET current_offset = EXCLUDED.current_offset""",
              new Slices("ticket", 4).tagOf(OTHER));
        });
  }

  private void spoilWallets() {
    Set<FindingKind> moneyIsGone = Set.of(WALLET_UNBALANCED, MONEY_NOT_CONSERVED);
    way(
        "a charge is stored again",
        CHARGED_TWICE,
        sold.annas,
        moneyIsGone,
        () -> sold.add("Wallet|anna", sold.event("Wallet|anna", 2, Charged.class)));
    way(
        "two wallets are charged",
        CHARGED_TWICE,
        sold.annas,
        Set.of(MONEY_NOT_CONSERVED),
        () -> sold.add("Wallet|cleo", charged("cleo", sold.annas, 5_000)));
    way(
        "the opening balance is less than what was charged",
        WALLET_OVERDRAWN,
        "anna",
        Set.of(),
        () ->
            sold.replace(
                "Wallet|anna",
                1,
                Deposited.class,
                e -> new Deposited("anna", e.depositId(), Money.won(4_000), "correlation-1", AT)));
    way(
        "more than the limit on one match",
        MATCH_LIMIT_EXCEEDED,
        "ben",
        Set.of(),
        () -> {
          sold.add("Ticket|" + OTHER, new TicketRequested(other("ben"), CLOSE, CLOSE));
          sold.add("Wallet|ben", charged("ben", OTHER, 100));
        });
    way(
        "a reversal gives back less",
        WALLET_UNBALANCED,
        "cleo",
        Set.of(WALLET_STORY_ILLEGAL, MONEY_NOT_CONSERVED),
        () ->
            sold.replace(
                "Wallet|cleo",
                4,
                ChargeReversed.class,
                e ->
                    new ChargeReversed(
                        "cleo", sold.cleos, e.matchId(), Money.won(1_900), "correlation-1", AT)));
    way(
        "a charge is reversed twice",
        MONEY_NOT_CONSERVED,
        "all wallets",
        Set.of(WALLET_STORY_ILLEGAL, WALLET_UNBALANCED),
        () -> sold.add("Wallet|cleo", sold.event("Wallet|cleo", 4, ChargeReversed.class)));
    way(
        "a charge is barred after it was made",
        WALLET_STORY_ILLEGAL,
        "anna",
        Set.of(),
        () -> sold.add("Wallet|anna", barred("anna", sold.annas)));
    way(
        "a deposit is made twice",
        WALLET_STORY_ILLEGAL,
        "cleo",
        Set.of(),
        () -> sold.add("Wallet|cleo", sold.event("Wallet|cleo", 2, Deposited.class)));
    way(
        "it opens twice",
        WALLET_STORY_ILLEGAL,
        "anna",
        Set.of(),
        () -> sold.add("Wallet|anna", sold.event("Wallet|anna", 1, Deposited.class)));
    way(
        "an event of another wallet",
        WALLET_STORY_ILLEGAL,
        "anna",
        Set.of(),
        () ->
            sold.add(
                "Wallet|anna",
                new Deposited("zoe", "deposit-2", Money.won(1), "correlation-1", AT)));
  }

  private void spoilPayment() {
    way(
        "the charge is gone",
        APPROVED_NOT_CHARGED,
        sold.annas,
        Set.of(MONEY_NOT_CONSERVED),
        () -> sold.dropLast("Wallet|anna"));
    way(
        "the charge is reversed",
        APPROVED_NOT_CHARGED,
        sold.annas,
        Set.of(MONEY_NOT_CONSERVED),
        () -> sold.add("Wallet|anna", reversed("anna", sold.annas, 5_000)));
    way(
        "the reversal is gone",
        CHARGE_NOT_REVERSED,
        sold.cleos,
        Set.of(MONEY_NOT_CONSERVED),
        () -> sold.dropLast("Wallet|cleo"));
    way(
        "a rejected ticket is charged to another buyer, too",
        CHARGE_NOT_REVERSED,
        sold.bensRejected,
        Set.of(CHARGE_DIFFERS, MONEY_NOT_CONSERVED),
        () -> sold.add("Wallet|anna", charged("anna", sold.bensRejected, 100)));
    way(
        "given back to a buyer whose ticket is pending",
        CHARGE_REVERSED_UNASKED,
        OTHER,
        Set.of(),
        () -> {
          sold.add("Ticket|" + OTHER, new TicketRequested(other("anna"), CLOSE, CLOSE));
          sold.add("Wallet|anna", charged("anna", OTHER, 100));
          sold.add("Wallet|anna", reversed("anna", OTHER, 100));
        });
    way(
        "of another match",
        CHARGE_DIFFERS,
        sold.annas,
        Set.of(),
        () ->
            sold.replace(
                "Wallet|anna",
                2,
                Charged.class,
                e ->
                    new Charged(
                        "anna", sold.annas, "match-2", e.amount(), CLOSE, "correlation-1", AT)));
    way(
        "of another amount",
        CHARGE_DIFFERS,
        sold.annas,
        Set.of(MONEY_NOT_CONSERVED),
        () ->
            sold.replace("Wallet|anna", 2, Charged.class, e -> charged("anna", sold.annas, 4_900)));
    way(
        "of another buyer",
        CHARGE_DIFFERS,
        sold.annas,
        Set.of(),
        () -> {
          sold.dropLast("Wallet|anna");
          sold.add("Wallet|cleo", charged("cleo", sold.annas, 5_000));
        });
    way(
        "charged",
        CHARGE_WITHOUT_TICKET,
        OTHER,
        Set.of(MONEY_NOT_CONSERVED),
        () -> sold.add("Wallet|anna", charged("anna", OTHER, 100)));
    way(
        "refused",
        CHARGE_WITHOUT_TICKET,
        OTHER,
        Set.of(),
        () -> sold.add("Wallet|anna", barred("anna", OTHER)));
  }

  private void spoilTally() {
    way(
        "an entry is gone",
        TALLY_ENTRY_MISSING,
        sold.annas,
        Set.of(TALLY_TOTAL_WRONG),
        () -> sold.tally("DELETE FROM tally_entry WHERE ticket_id = ?", sold.annas));
    way(
        "another stake",
        TALLY_ENTRY_WRONG,
        sold.annas,
        Set.of(),
        () -> {
          sold.tally("UPDATE tally_entry SET stake = 5100 WHERE ticket_id = ?", sold.annas);
          sold.tally("UPDATE tally SET stake = stake + 100 WHERE team = 'KT'");
        });
    way(
        "another team",
        TALLY_ENTRY_WRONG,
        sold.cleos,
        Set.of(),
        () -> {
          sold.tally("UPDATE tally_entry SET team = 'KT' WHERE ticket_id = ?", sold.cleos);
          sold.tally("UPDATE tally SET cancelled = 1 WHERE team = 'KT'");
          sold.tally("UPDATE tally SET cancelled = 0 WHERE team = 'LG'");
        });
    way(
        "a cancelled ticket is counted",
        TALLY_ENTRY_WRONG,
        sold.cleos,
        Set.of(TALLY_TOTAL_WRONG),
        () ->
            sold.tally(
                "UPDATE tally_entry SET status = 'COUNTED' WHERE ticket_id = ?", sold.cleos));
    way(
        "an approved ticket is taken out",
        TALLY_ENTRY_WRONG,
        sold.annas,
        Set.of(TALLY_TOTAL_WRONG),
        () ->
            sold.tally(
                "UPDATE tally_entry SET status = 'TAKEN_OUT' WHERE ticket_id = ?", sold.annas));
    way(
        "a rejected ticket is counted",
        TALLY_ENTRY_WRONG,
        sold.bensRejected,
        Set.of(TALLY_TOTAL_WRONG),
        () ->
            sold.tally(
                "INSERT INTO tally_entry VALUES (?, 'match-1', 'LG', 100, 'COUNTED')",
                sold.bensRejected));
    way(
        "an entry too many",
        TALLY_ENTRY_WITHOUT_TICKET,
        OTHER,
        Set.of(),
        () -> {
          sold.tally(
              "INSERT INTO tally_entry VALUES (?, 'match-1', 'KT', 100, 'TOMBSTONE')", OTHER);
          sold.tally("UPDATE tally SET cancelled = cancelled + 1 WHERE team = 'KT'");
        });
    for (String column : Set.of("stake", "tickets", "cancelled")) {
      way(
          column,
          TALLY_TOTAL_WRONG,
          "match-1/LG",
          Set.of(),
          () -> sold.tally("UPDATE tally SET %1$s = %1$s + 1 WHERE team = 'LG'".formatted(column)));
    }
    way(
        "a total is gone",
        TALLY_TOTAL_WRONG,
        "match-1/KT",
        Set.of(),
        () -> sold.tally("DELETE FROM tally WHERE team = 'KT'"));
  }

  private void spoilView() {
    way(
        "the row is gone",
        VIEW_ROW_MISSING,
        sold.annas,
        Set.of(),
        () -> sold.view("DELETE FROM ticket WHERE ticket_id = ?", sold.annas));
    way(
        "the row is as it was one event earlier",
        VIEW_ROW_BEHIND,
        sold.annas,
        Set.of(),
        () ->
            sold.view(
                "UPDATE ticket SET sequence_nr = 2, tallied = FALSE, updated_at = ?"
                    + " WHERE ticket_id = ?",
                sold.event("Ticket|" + sold.annas, 2, TicketApproved.class)
                    .at()
                    .atOffset(ZoneOffset.UTC),
                sold.annas));
    way(
        "a row of no ticket",
        VIEW_ROW_WITHOUT_TICKET,
        OTHER,
        Set.of(),
        () ->
            sold.view(
                "INSERT INTO ticket SELECT ?, buyer_id, match_id, team, stake, status, tallied,"
                    + " reason, correlation_id, requested_at, updated_at, sequence_nr FROM ticket"
                    + " WHERE ticket_id = ?",
                OTHER,
                sold.annas));
    Map<String, String> changes =
        Map.ofEntries(
            Map.entry("buyer_id", "'zoe'"),
            Map.entry("match_id", "'match-2'"),
            Map.entry("team", "'LG'"),
            Map.entry("stake", "stake + 100"),
            Map.entry("status", "'Rejected'"),
            Map.entry("tallied", "FALSE"),
            Map.entry("reason", "'BUYER_REQUEST'"),
            Map.entry("correlation_id", "'other'"),
            Map.entry("requested_at", "requested_at + interval '1 microsecond'"),
            Map.entry("updated_at", "updated_at - interval '1 microsecond'"),
            Map.entry("sequence_nr", "4"));
    changes.forEach(
        (column, value) ->
            way(
                column,
                VIEW_ROW_WRONG,
                sold.annas,
                Set.of(),
                () ->
                    sold.view(
                        "UPDATE ticket SET " + column + " = " + value + " WHERE ticket_id = ?",
                        sold.annas)));
  }

  /** Anna's. */
  private static Purchase purchase() {
    return sold.event("Ticket|" + sold.annas, 1, TicketRequested.class).purchase();
  }

  private static Purchase other(String buyerId) {
    return new Purchase(OTHER, buyerId, "match-1", "KT", Money.won(100), AT, "correlation-1");
  }

  private static Charged charged(String buyerId, String ticketId, long amount) {
    return new Charged(buyerId, ticketId, "match-1", Money.won(amount), CLOSE, "correlation-1", AT);
  }

  private static ChargeReversed reversed(String buyerId, String ticketId, long amount) {
    return new ChargeReversed(buyerId, ticketId, "match-1", Money.won(amount), "correlation-1", AT);
  }

  private static ChargeBarred barred(String buyerId, String ticketId) {
    return new ChargeBarred(
        buyerId,
        ticketId,
        "match-1",
        ChargeReply.Reason.ALREADY_REVERSED,
        CLOSE,
        "correlation-1",
        AT);
  }
}
