package io.sportskk.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.sportskk.kernel.Money;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a ticket makes of what its node knows of the match, and of what the match answers. */
class TicketSalesTest {

  private static final Sales.Answer ON_SALE =
      new Sales.OnSale(TicketFixture.SALES_CLOSE, TicketFixture.RULES);
  private static final Sales.Answer SUSPENDED = new Sales.NotOnSale(Sales.Refusal.SALES_SUSPENDED);
  private static final Sales.Answer CLOSED = new Sales.NotOnSale(Sales.Refusal.SALES_CLOSED);
  private static final Sales.Answer LOCKED = new Sales.Unavailable("the terms can't be read");

  private static TestDatabases databases;
  private static TestCluster cluster;

  private final TicketFixture ticket = new TicketFixture(cluster);

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    cluster = TestCluster.start(databases);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    databases.close();
  }

  @Test
  void aMatchThatTheNodeKnowsIsNotAsked() throws InterruptedException {
    ticket.parts.knowSales(ON_SALE);

    ticket.buy();

    ticket.parts.awaitCharge();
    ticket.parts.assertNothingAsked();
  }

  @ParameterizedTest
  @EnumSource(Sales.Refusal.class)
  void whatTheNodeKnowsNotToBeOnSaleIsNotSold(Sales.Refusal refusal) {
    ticket.parts.knowSales(new Sales.NotOnSale(refusal));

    ticket.buy().expectMessage(new BuyReply.NotOnSale(refusal));

    assertThat(ticket.get()).isEqualTo(new GetReply.NoSuchTicket());
    ticket.parts.assertNothingAsked();
  }

  @Test
  void aNodeThatMayNotSellRefusesForNow() throws InterruptedException {
    ticket.parts.knowSales(LOCKED);

    ticket.buy().expectMessage(new BuyReply.SalesUnavailable());

    ticket.parts.knowSales(ON_SALE);
    ticket.buy();
    ticket.parts.awaitCharge();
  }

  @Test
  void whatTheNodeHasLearntMeanwhileCountsMoreThanTheAnswerOfTheMatch()
      throws InterruptedException {
    TestProbe<BuyReply> buyer = ticket.buy();
    var check = ticket.parts.awaitCheck();
    ticket.parts.knowSales(CLOSED);

    check.answer(ON_SALE);

    buyer.expectMessage(new BuyReply.NotOnSale(Sales.Refusal.SALES_CLOSED));
    assertThat(ticket.get()).isEqualTo(new GetReply.NoSuchTicket());
  }

  @Test
  void anAnswerThatComesAfterTheCloseOfSalesSellsNothing() throws InterruptedException {
    Sales.Answer onSale = new Sales.OnSale(TicketFixture.START.plusSeconds(5), TicketFixture.RULES);
    ticket.buy();
    var check = ticket.parts.awaitCheck();
    ticket.clock.advance(Duration.ofSeconds(5).minusNanos(1000));
    check.answer(onSale);
    ticket.parts.awaitCharge(); // in the last microsecond

    TicketFixture other = new TicketFixture(cluster);
    TestProbe<BuyReply> late = other.buy();
    check = other.parts.awaitCheck();
    other.clock.advance(Duration.ofSeconds(5));
    check.answer(onSale);

    late.expectMessage(new BuyReply.NotOnSale(Sales.Refusal.SALES_CLOSED));
    assertThat(other.get()).isEqualTo(new GetReply.NoSuchTicket());
  }

  @Test
  void aLaterChargeIsMadeByWhatTheNodeKnows() throws InterruptedException {
    ticket.toPending();
    ticket.parts.knowSales(ON_SALE);
    ticket.parts.answerCharge(new Payments.Suspended(Duration.ZERO));
    ticket.parts.awaitCharge().answer(new Payments.Suspended(Duration.ZERO));
    ticket.parts.knowSales(CLOSED);
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));

    ticket.awaitStatus(TicketStatus.CANCELLED);
    assertThat(ticket.ticket().reason()).isEqualTo("SALES_CLOSED");
  }

  /** {@code C7} As one whose match does not answer: it is not cancelled for that. */
  @Test
  void aTicketThatIsNotPaidWaitsWhileSalesAreSuspended() throws InterruptedException {
    ticket.toPending();
    ticket.parts.knowSales(SUSPENDED);
    ticket.parts.answerCharge(new Payments.Suspended(Duration.ZERO));
    ticket.parts.assertNothingAsked();
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.PENDING);

    ticket.parts.knowSales(ON_SALE);
    ticket.tell(new TicketCommand.Resume(TicketFixture.START, null));
    ticket.parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    ticket.parts.answerCount(TallyRequests.Outcome.CONFIRMED);

    ticket.awaitStatus(TicketStatus.APPROVED);
  }

  /** {@code C7} */
  @Test
  void whileSalesAreSuspendedNothingIsSoldNorCancelled() throws InterruptedException {
    ticket.parts.knowSales(SUSPENDED);
    ticket.buy().expectMessage(new BuyReply.NotOnSale(Sales.Refusal.SALES_SUSPENDED));
    assertThat(ticket.get()).isEqualTo(new GetReply.NoSuchTicket());
    ticket.parts.knowSales(null);
    ticket.toApproved();
    Ticket approved = ticket.ticket();
    ticket.parts.knowSales(SUSPENDED);

    ticket.cancel().expectMessage(new CancelReply.SalesSuspended(approved));

    assertThat(ticket.ticket()).isEqualTo(approved);
    ticket.parts.assertNothingAsked();
    ticket.parts.knowSales(ON_SALE);
    TestProbe<CancelReply> inTime = ticket.cancel();
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));
    assertThat(inTime.receiveMessage()).isInstanceOf(CancelReply.Cancelled.class);
    ticket.parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
  }

  @Test
  void aCancellationIsDecidedByWhatTheNodeKnows() throws InterruptedException {
    ticket.toApproved();
    ticket.parts.knowSales(LOCKED);
    ticket.cancel().expectMessage(new CancelReply.SalesUnavailable());

    ticket.parts.knowSales(ON_SALE);
    TestProbe<CancelReply> inTime = ticket.cancel();
    ticket.parts.answerReverse(new Payments.Reversed(Money.won(100_000)));

    assertThat(inTime.receiveMessage()).isInstanceOf(CancelReply.Cancelled.class);
    ticket.parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void whatWasRefusedAsTheNodeKnewThatSalesHadClosedStaysRefused() throws InterruptedException {
    ticket.toApproved();
    ticket.parts.knowSales(CLOSED);
    assertThat(ticket.cancel().receiveMessage()).isInstanceOf(CancelReply.TooLate.class);

    ticket.parts.knowSales(ON_SALE);
    assertThat(ticket.cancel().receiveMessage()).isInstanceOf(CancelReply.TooLate.class);
    ticket.parts.assertNothingAsked();
  }

  @Test
  void anAnswerThatComesAfterTheCancelWindowCancelsNothing() throws InterruptedException {
    ticket.toApproved();
    TestProbe<CancelReply> canceller = ticket.cancel();
    var check = ticket.parts.awaitCheck();
    ticket.clock.advance(Duration.ofMinutes(10));

    check.answer(ON_SALE);

    assertThat(canceller.receiveMessage()).isInstanceOf(CancelReply.TooLate.class);
    assertThat(ticket.ticket().status()).isEqualTo(TicketStatus.APPROVED);
  }

  @Test
  void aCloseThatTheNodeLearnsMeanwhileCancelsNothing() throws InterruptedException {
    ticket.toApproved();
    TestProbe<CancelReply> canceller = ticket.cancel();
    var check = ticket.parts.awaitCheck();
    ticket.parts.knowSales(CLOSED);

    check.answer(ON_SALE);

    assertThat(canceller.receiveMessage()).isInstanceOf(CancelReply.TooLate.class);
  }
}
