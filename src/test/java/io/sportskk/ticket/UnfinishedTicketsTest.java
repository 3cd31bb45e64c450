package io.sportskk.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import akka.persistence.query.Offset;
import akka.projection.eventsourced.EventEnvelope;
import io.sportskk.kernel.Money;
import io.sportskk.kernel.PooledJdbcSession;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import io.sportskk.ticket.TicketEvent.CancellationRequested;
import io.sportskk.ticket.TicketEvent.Canceller;
import io.sportskk.ticket.TicketEvent.ReversalDecided;
import io.sportskk.ticket.TicketEvent.ReversalRefused;
import io.sportskk.ticket.TicketEvent.TicketApproved;
import io.sportskk.ticket.TicketEvent.TicketCancelled;
import io.sportskk.ticket.TicketEvent.TicketRejected;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import io.sportskk.ticket.TicketEvent.TicketTallied;
import io.sportskk.ticket.TicketEvent.TooLateToCancel;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnfinishedTicketsTest {

  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
  private static final Duration WAKE_AFTER = Duration.ofSeconds(5);

  private final UnfinishedTickets unfinished = new UnfinishedTickets(WAKE_AFTER);
  private TestDatabases databases;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    databases = TestDatabases.create();
    connection = databases.journal().getConnection();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    databases.close();
  }

  @Test
  void aTicketIsWokenOnceItHasBeenUnfinishedForLongEnough() throws SQLException {
    unfinished.add(connection, Map.of("t1", money(START)));

    assertThat(due(Duration.ofSeconds(5).minusMillis(1))).isEmpty();
    assertThat(due(Duration.ofSeconds(5))).containsExactly("t1");
  }

  @Test
  void theTimeToTheNextWakeUpDoublesUpToALimit() throws SQLException {
    unfinished.add(connection, Map.of("t1", money(START)));
    Duration passed = Duration.ofSeconds(5);
    for (int doublings = 1; doublings <= 8; doublings++) {
      assertThat(due(passed)).containsExactly("t1");
      Duration next = WAKE_AFTER.multipliedBy(1L << Math.min(doublings, 6));
      assertThat(due(passed.plus(next).minusMillis(1))).isEmpty();
      passed = passed.plus(next);
    }
  }

  @Test
  void theLongestWaitingAreWokenFirst() throws SQLException {
    unfinished.add(
        connection,
        Map.of(
            "t1", money(START.plusSeconds(2)),
            "t2", money(START),
            "t3", money(START.plusSeconds(1))));

    assertThat(unfinished.takeDue(connection, START.plusSeconds(60), true, 2))
        .containsExactlyInAnyOrder("t2", "t3");
    assertThat(unfinished.takeDue(connection, START.plusSeconds(60), true, 2))
        .containsExactly("t1");
  }

  @Test
  void aTicketThatGoesOnIsNoLongerHeldUpByWakeUpsThatWereInVain() throws SQLException {
    unfinished.add(connection, Map.of("t1", untallied(START)));
    for (int seconds = 5; seconds < 400; seconds += 5) {
      unfinished.takeDue(connection, START.plusSeconds(seconds), false, 10);
    }

    unfinished.add(connection, Map.of("t1", money(START.plusSeconds(400))));

    assertThat(due(Duration.ofSeconds(405))).containsExactly("t1");
  }

  @Test
  void ticketsThatOnlyMissTheirTallyDoNotStandBeforeMoney() throws SQLException {
    unfinished.add(connection, Map.of("t1", untallied(START), "t2", money(START.plusSeconds(9))));

    assertThat(unfinished.takeDue(connection, START.plusSeconds(60), true, 1))
        .containsExactly("t2");
    assertThat(unfinished.takeDue(connection, START.plusSeconds(60), false, 1))
        .containsExactly("t1");
  }

  @Test
  void onceOthersGetThroughATicketNeedNotWaitForItsTime() throws SQLException {
    unfinished.add(connection, Map.of("t1", untallied(START)));
    for (int seconds : List.of(5, 15, 35)) {
      assertThat(unfinished.takeDue(connection, START.plusSeconds(seconds), false, 10)).hasSize(1);
    }

    assertThat(unfinished.takeEarly(connection, START.plusSeconds(39), false, 10)).isEmpty();
    assertThat(unfinished.takeEarly(connection, START.plusSeconds(40), true, 10)).isEmpty();
    assertThat(unfinished.takeEarly(connection, START.plusSeconds(40), false, 10))
        .containsExactly("t1");
  }

  @Test
  void aDeadlineIsKeptHoweverOftenTheTicketWasWokenInVain() throws SQLException {
    Instant deadline = START.plusSeconds(100);
    unfinished.add(
        connection, Map.of("t1", new UnfinishedTickets.Entry("m", START, true, deadline, true)));
    for (int seconds : List.of(5, 15, 35, 75)) {
      assertThat(due(Duration.ofSeconds(seconds))).containsExactly("t1");
      assertThat(unfinished.takeOverdue(connection, deadline.minusMillis(1), 10)).isEmpty();
    }

    assertThat(unfinished.takeOverdue(connection, deadline, 10)).containsExactly("t1");
    assertThat(unfinished.takeOverdue(connection, deadline, 10)).isEmpty();
  }

  /** While payment does not answer, a few are woken at a time, and most are not for long. */
  @Test
  void aDeadlineIsKeptAlsoOfATicketThatHadNoTurnBefore() throws SQLException {
    Instant deadline = START.plusSeconds(100);
    unfinished.add(
        connection, Map.of("t1", new UnfinishedTickets.Entry("m", START, true, deadline, true)));

    assertThat(unfinished.takeOverdue(connection, deadline.minusMillis(1), 10)).isEmpty();
    assertThat(unfinished.takeOverdue(connection, deadline, 10)).containsExactly("t1");
    assertThat(unfinished.takeOverdue(connection, deadline, 10)).isEmpty();
  }

  @Test
  void whatIsFinishedIsTakenOffUnlessItHasGoneOnSinceItWasWoken() throws Exception {
    unfinished.add(connection, Map.of("t1", money(START), "t2", money(START)));
    assertThat(due(Duration.ofSeconds(5))).hasSize(2);
    unfinished.add(connection, Map.of("t2", money(START.plusSeconds(6))));

    unfinished.removeFinished(
        connection,
        Stream.of("t1", "t2", "unknown")
            .map(ticketId -> new ResumeReply.NothingLeft(ticketId, START.plusSeconds(5)))
            .toList());

    assertThat(listed()).containsExactly("t2");
    assertThat(unfinished.listed(connection, List.of("t1", "t2"))).containsExactly("t2");
  }

  /** It would wait for the projection, and the projection for it. */
  @Test
  void whatSomebodyElseHasAtHandIsNotWaitedFor() throws Exception {
    unfinished.add(connection, Map.of("t1", money(START), "t2", money(START)));
    assertThat(due(Duration.ofSeconds(5))).hasSize(2);
    try (Connection other = databases.journal().getConnection()) {
      other.setAutoCommit(false);
      unfinished.add(other, Map.of("t1", money(START.plusSeconds(6))));
      connection.createStatement().execute("SET lock_timeout = '10s'");
      unfinished.removeFinished(
          connection,
          Stream.of("t1", "t2")
              .map(ticketId -> new ResumeReply.NothingLeft(ticketId, START.plusSeconds(5)))
              .toList());
      other.commit();
    }
    assertThat(listed()).containsExactly("t1");
  }

  @Test
  void onlyWhatIsUnfinishedAtTheEndOfAGroupIsListed() throws Exception {
    handle(requested("pending"));
    handle(requested("approved"), approved("approved"));
    handle(requested("tallied"), approved("tallied"), tallied("tallied"));
    handle(requested("approved as tallied"), approvedAsTallied("approved as tallied"));
    handle(requested("rejected"), rejected("rejected"));
    handle(requested("cancelling"), approved("cancelling"), cancelling("cancelling"));

    assertThat(listed()).containsExactlyInAnyOrder("pending", "approved", "cancelling");

    handle(rejected("pending"), tallied("approved"), cancelled("cancelling"));

    assertThat(listed()).isEmpty();
  }

  @Test
  void aFinishedTicketThatIsCancelledIsListedAgainUntilItIsDone() throws Exception {
    handle(requested("t1"), approved("t1"), tallied("t1"));
    handle(cancelling("t1"));
    assertThat(listed()).containsExactly("t1");

    handle(cancelled("t1"));
    assertThat(listed()).isEmpty();
  }

  private List<String> due(Duration passed) throws SQLException {
    return unfinished.takeDue(connection, START.plus(passed), true, 10);
  }

  private static UnfinishedTickets.Entry money(Instant since) {
    return new UnfinishedTickets.Entry("m", since, true, null, true);
  }

  private static UnfinishedTickets.Entry untallied(Instant since) {
    return new UnfinishedTickets.Entry("m", since, false, null, true);
  }

  private List<String> listed() throws SQLException {
    try (Connection fresh = databases.journal().getConnection();
        var rows =
            fresh.createStatement().executeQuery("SELECT ticket_id FROM unfinished_ticket")) {
      var tickets = new ArrayList<String>();
      while (rows.next()) {
        tickets.add(rows.getString(1));
      }
      return tickets;
    }
  }

  /**
   * Nothing wakes a ticket that waits for an operator; when he has decided, it is woken again. But
   * a settlement must know that it is not finished.
   */
  @Test
  void aTicketIsListedAndNotWokenWhileAnOperatorHasToDecide() throws Exception {
    Instant farAway = START.plus(Duration.ofDays(10_000));
    handle(requested("t1"), approved("t1"), cancelling("t1"));
    assertThat(listed()).containsExactly("t1");
    handle(reversalRefused("t1"));
    assertThat(listed()).containsExactly("t1");
    assertThat(unfinished.takeDue(connection, farAway, true, 10)).isEmpty();
    assertThat(unfinished.takeOverdue(connection, farAway, 10)).isEmpty();
    assertThat(unfinished.takeEarly(connection, farAway, true, 10)).isEmpty();
    assertThat(UnfinishedOfMatch.count(connection, "match")).isEqualTo(1);
    assertThat(UnfinishedOfMatch.count(connection, "match-2")).isZero();
    handle(reversalDecided("t1"));
    assertThat(unfinished.takeDue(connection, farAway, true, 10)).containsExactly("t1");
    handle(cancelled("t1"));
    assertThat(listed()).isEmpty();
  }

  /** {@code V2} It is as finished as it was before. */
  @Test
  void aRefusedCancellationNeitherListsATicketNorTakesItOff() throws Exception {
    handle(requested("t1"), approved("t1"));
    handle(cancellationRefused("t1"));
    assertThat(listed()).containsExactly("t1");
    handle(requested("t2"), approved("t2"), cancellationRefused("t2"));
    assertThat(listed()).containsExactlyInAnyOrder("t1", "t2");
    handle(tallied("t1"), cancellationRefused("t1"));
    assertThat(listed()).containsExactly("t2");
    handle(cancellationRefused("t1"));
    assertThat(listed()).containsExactly("t2");
  }

  private static TicketEvent cancellationRefused(String ticketId) {
    return new CancellationRefused(
        purchase(ticketId),
        TooLateToCancel.SALES_CLOSED,
        Canceller.OWNER,
        "buyer",
        "correlation-2",
        START.plusSeconds(9));
  }

  private void handle(TicketEvent... events) throws Exception {
    PooledJdbcSession session = new PooledJdbcSession(databases.journal());
    try {
      new UnfinishedTicketProjection.Handler(unfinished)
          .process(
              session,
              Stream.of(events)
                  .map(
                      event ->
                          new EventEnvelope<>(
                              Offset.noOffset(), event.purchase().ticketId(), 1, event, 0))
                  .toList());
      session.commit();
    } finally {
      session.close();
    }
  }

  private static Purchase purchase(String ticketId) {
    return new Purchase(ticketId, "buyer", "match", "KT", Money.won(100), START, "corr");
  }

  private static TicketEvent requested(String ticketId) {
    return new TicketRequested(
        purchase(ticketId), START.plusSeconds(60), START.plusSeconds(90), null);
  }

  private static TicketEvent approvedAsTallied(String ticketId) {
    return new TicketApproved(purchase(ticketId), START.plusSeconds(60), true, START);
  }

  private static TicketEvent approved(String ticketId) {
    return new TicketApproved(purchase(ticketId), START.plusSeconds(60), false, START);
  }

  private static TicketEvent tallied(String ticketId) {
    return new TicketTallied(purchase(ticketId), START);
  }

  private static TicketEvent rejected(String ticketId) {
    return new TicketRejected(purchase(ticketId), "INSUFFICIENT_FUNDS", START);
  }

  private static TicketEvent cancelling(String ticketId) {
    return new CancellationRequested(
        purchase(ticketId), CancellationReason.BUYER_REQUEST, "corr", START);
  }

  private static TicketEvent reversalRefused(String ticketId) {
    return new ReversalRefused(purchase(ticketId), "forgotten", "corr", START);
  }

  private static TicketEvent reversalDecided(String ticketId) {
    return new ReversalDecided(
        purchase(ticketId), ReversalDecision.GIVE_BACK, "admin-1", null, "corr", START);
  }

  private static TicketEvent cancelled(String ticketId) {
    return new TicketCancelled(
        purchase(ticketId), CancellationReason.BUYER_REQUEST, true, "corr", START);
  }
}
