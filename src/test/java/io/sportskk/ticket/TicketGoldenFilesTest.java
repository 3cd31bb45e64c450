package io.sportskk.ticket;

import io.sportskk.kernel.Money;
import io.sportskk.testing.GoldenFiles;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketEvent.ReversalDecided;
import io.sportskk.ticket.TicketEvent.ReversalRefused;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketRejected;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketSettled;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import io.sportskk.ticket.TicketEvent.TooLateToCancel;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What tickets have stored is read back for ever. */
class TicketGoldenFilesTest {

  private static final Instant AT = Instant.parse("2026-05-01T09:30:00.123456Z");
  private static final Instant LATER = Instant.parse("2026-05-01T09:40:00.123456Z");
  private static final Instant CLOSE = Instant.parse("2026-05-01T11:00:00Z");
  private static final Purchase PURCHASE =
      new Purchase(
          "01890a5d-ac96-774b-bcce-b302099a8057",
          "buyer-1",
          "match-1",
          "KT",
          Money.won(5_000),
          AT,
          "correlation-1");

  @TestFactory
  Stream<DynamicTest> whatIsStoredIsReadBack() {
    return GoldenFiles.of("ticket", TicketEvent.class)
        .holds(new TicketRequested(PURCHASE, LATER, CLOSE, null))
        .holds(new TicketApproved(PURCHASE, LATER, false, AT))
        .holds("TicketApproved-2", new TicketApproved(PURCHASE, LATER, true, AT))
        .holds(new TicketRejected(PURCHASE, "INSUFFICIENT_FUNDS", AT))
        .holds(new TicketTallied(PURCHASE, AT))
        .holds(
            new CancellationRequested(
                PURCHASE, CancellationReason.BUYER_REQUEST, "correlation-2", LATER))
        .holds(
            new TicketCancelled(
                PURCHASE, CancellationReason.PAYMENT_TIMEOUT, true, "correlation-2", LATER))
        .holds(
            "CancellationRequested-2",
            new CancellationRequested(
                PURCHASE, CancellationReason.SALES_CLOSED, "correlation-2", LATER))
        .holds(new ReversalRefused(PURCHASE, "forgotten", "correlation-2", LATER))
        .holds(
            new ReversalDecided(
                PURCHASE,
                ReversalDecision.GIVE_BACK,
                "admin-1",
                "charged, see event 2 of the wallet",
                "correlation-3",
                LATER))
        .andAll("times-as-numbers")
        .holds(
            "TicketRequested-rules", new TicketRequested(PURCHASE, LATER, CLOSE, "r0123456789ab"))
        .holds(
            new TicketSettled(
                PURCHASE,
                1,
                Award.won(23, Money.won(11_500), Money.won(700)),
                null,
                "correlation-4",
                LATER))
        .holds(
            "TicketSettled-corrected",
            new TicketSettled(
                PURCHASE,
                2,
                Award.lost(),
                new PaidSoFar(Money.won(11_500), Money.won(700)),
                "correlation-5",
                LATER))
        .holds(
            new CancellationRefused(
                PURCHASE,
                TooLateToCancel.SALES_CLOSED,
                Canceller.ADMINISTRATOR,
                "admin-1",
                "correlation-6",
                LATER))
        .tests();
  }
}
