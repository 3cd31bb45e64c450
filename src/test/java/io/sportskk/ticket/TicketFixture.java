package io.sportskk.ticket;

import static io.sportskk.testing.Patience.LIMIT;

import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.persistence.typed.PersistenceId;
import akka.stream.javadsl.Sink;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.kernel.Money;
import io.sportskk.kernel.SliceEvents;
import io.sportskk.testing.ManualClock;
import io.sportskk.testing.TestCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** One ticket on the real journal, with the other parts in the test's hands. */
final class TicketFixture {

  static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
  static final Instant SALES_CLOSE = START.plus(Duration.ofHours(3));
  static final String BUYER = "buyer-1";

  /** The version of those of the match. */
  static final String RULES = "r0123456789ab";

  /** So often a ticket asks payment again before it leaves that to the sweeper. */
  static final int REPETITIONS = 4;

  /** For so long an asker waits for his answer. */
  static final Duration WAITS = Duration.ofSeconds(11);

  final String ticketId = UUID.randomUUID().toString();
  final ManualClock clock = new ManualClock(START);
  final ScriptedParts parts = new ScriptedParts();
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final AtomicLong nanoClock = new AtomicLong();
  final SettlingTurns turns = new SettlingTurns(nanoClock::get);
  final TestProbe<ClusterSharding.ShardCommand> shard;
  final TestProbe<Topic.Command<Ticket>> changes;

  /** All that the entity is told, by whomever. */
  final TestProbe<TicketCommand> received;

  private final TestCluster cluster;
  private final Duration passivateAfter;
  private final Duration stopWithin;

  /** What is configured on its node, from the next restart on. */
  boolean keepRefusals = true;

  private ActorRef<TicketCommand> entity;

  TicketFixture(TestCluster cluster) {
    this(cluster, Duration.ofMinutes(1));
  }

  TicketFixture(TestCluster cluster, Duration passivateAfter) {
    this(cluster, passivateAfter, Duration.ofMinutes(1));
  }

  /** A ticket that waits no longer than this for the answers it owes, when it is to stop. */
  static TicketFixture thatStopsWithin(Duration stopWithin, TestCluster cluster) {
    return new TicketFixture(cluster, Duration.ofMinutes(1), stopWithin);
  }

  private TicketFixture(TestCluster cluster, Duration passivateAfter, Duration stopWithin) {
    this.cluster = cluster;
    shard = cluster.testKit().createTestProbe();
    changes = cluster.testKit().createTestProbe();
    received = cluster.testKit().createTestProbe();
    this.passivateAfter = passivateAfter;
    this.stopWithin = stopWithin;
    start();
  }

  private TicketSettings settings() {
    TicketSettings shipped = TicketSettings.from(cluster.system().settings().config());
    return new TicketSettings(
        shipped.stake(),
        shipped.paymentDeadline(),
        shipped.cancelWindow(),
        keepRefusals,
        new Retry(Duration.ofMillis(20), Duration.ofMillis(40), 0.2, REPETITIONS),
        passivateAfter,
        stopWithin,
        shipped.sweeper(),
        shipped.group());
  }

  private TicketServices services() {
    return new TicketServices(
        settings(),
        parts,
        parts,
        parts,
        new PurchaseReport(metrics),
        turns,
        clock,
        stopWithin,
        () -> 0.5);
  }

  private void start() {
    entity =
        cluster
            .testKit()
            .spawn(
                Behaviors.monitor(
                    TicketCommand.class,
                    received.getRef(),
                    TicketEntity.create(ticketId, shard.getRef(), services(), changes.getRef())));
  }

  /** Ends the entity at once, and starts it anew from its events. */
  void restart() {
    cluster.testKit().stop(entity);
    start();
  }

  /** What a ticket says that could not be stored. */
  static LoggingTestKit startsAgain() {
    return LoggingTestKit.warn("starts again from its events");
  }

  void assertStopped() {
    cluster.testKit().createTestProbe().expectTerminated(entity);
  }

  /** It has told its shard nothing, in answer to all that it was told so far. */
  void assertWantsToStayInMemory() {
    shard.expectMessage(markInShard());
  }

  /** What it has told its shard so far is not looked at. */
  void forgetWishesToLeaveMemory() {
    ClusterSharding.ShardCommand mark = markInShard();
    shard.fishForMessage(
        LIMIT,
        message ->
            message.equals(mark)
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
  }

  /** Comes after all that the entity has told its shard in answer to what it was told so far. */
  private ClusterSharding.ShardCommand markInShard() {
    get();
    ClusterSharding.ShardCommand mark =
        new ClusterSharding.Passivate<>(cluster.testKit().createTestProbe().getRef());
    shard.getRef().tell(mark);
    return mark;
  }

  /** Until it has been told that it is idle, whatever was before. */
  void awaitIdle() {
    TicketCommand mark = new TicketCommand.Get(cluster.testKit().<GetReply>createTestProbe().ref());
    entity.tell(mark);
    awaitReceived(mark::equals);
    awaitReceived(new TicketProgress.Idle()::equals);
  }

  private void awaitReceived(Predicate<TicketCommand> wanted) {
    received.fishForMessage(
        LIMIT,
        message ->
            wanted.test(message)
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
  }

  void tell(TicketCommand command) {
    entity.tell(command);
  }

  TestProbe<BuyReply> buy() {
    return buy(Money.won(10_000));
  }

  TestProbe<BuyReply> buy(Money stake) {
    return buy(BUYER, "match-1", "KT", stake);
  }

  TestProbe<BuyReply> buy(String buyerId, String matchId, String team, Money stake) {
    TestProbe<BuyReply> reply = cluster.testKit().createTestProbe();
    entity.tell(
        new TicketCommand.Buy(
            buyerId, matchId, team, stake, "corr-buy", answerBy(), reply.getRef()));
    return reply;
  }

  /** Until when somebody who asks now waits. */
  private Instant answerBy() {
    return clock.instant().plus(WAITS);
  }

  /** A purchase of this asker, to be told more than once. */
  TicketCommand.Buy buyOf(TestProbe<BuyReply> buyer) {
    return buyOf(buyer, WAITS);
  }

  /** As {@link #buyOf(TestProbe)}, of one who waits for so long. */
  TicketCommand.Buy buyOf(TestProbe<BuyReply> buyer, Duration waits) {
    return new TicketCommand.Buy(
        BUYER,
        "match-1",
        "KT",
        Money.won(10_000),
        "corr-buy",
        clock.instant().plus(waits),
        buyer.getRef());
  }

  /** As {@link #buyOf}, of a cancellation. */
  TicketCommand.Cancel cancelOf(TestProbe<CancelReply> canceller) {
    return new TicketCommand.Cancel(BUYER, "corr-cancel", answerBy(), canceller.getRef());
  }

  TestProbe<CancelReply> cancel() {
    return cancel(BUYER);
  }

  TestProbe<CancelReply> cancel(String buyerId) {
    TestProbe<CancelReply> reply = cluster.testKit().createTestProbe();
    entity.tell(new TicketCommand.Cancel(buyerId, "corr-cancel", answerBy(), reply.getRef()));
    return reply;
  }

  TestProbe<CancelReply> cancelInVain(String admin) {
    TestProbe<CancelReply> reply = cluster.testKit().createTestProbe();
    entity.tell(new TicketCommand.CancelInVain(admin, "corr-cancel", reply.getRef()));
    return reply;
  }

  /** All that the journal has of it. */
  List<TicketEvent> events() {
    return PersistenceQuery.get(cluster.system())
        .getReadJournalFor(CurrentEventsByPersistenceIdQuery.class, SliceEvents.READ_JOURNAL)
        .currentEventsByPersistenceId(
            PersistenceId.of(Tickets.KEY.name(), ticketId).id(), 1, Long.MAX_VALUE)
        .map(envelope -> (TicketEvent) envelope.event())
        .runWith(Sink.seq(), cluster.system())
        .toCompletableFuture()
        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  TestProbe<DecideReply> decide(ReversalDecision decision) {
    return decide(decision, "admin-1");
  }

  TestProbe<DecideReply> decide(ReversalDecision decision, String by) {
    TestProbe<DecideReply> reply = cluster.testKit().createTestProbe();
    entity.tell(new TicketCommand.Decide(decision, by, "seen", "corr-decide", reply.getRef()));
    return reply;
  }

  GetReply get() {
    TestProbe<GetReply> reply = cluster.testKit().createTestProbe();
    entity.tell(new TicketCommand.Get(reply.getRef()));
    return reply.receiveMessage();
  }

  Ticket ticket() {
    return ((GetReply.Found) get()).ticket();
  }

  TestProbe<TicketNotice> subscribe(long after) {
    TestProbe<TicketNotice> subscriber = cluster.testKit().createTestProbe();
    entity.tell(new TicketCommand.Subscribe(after, subscriber.getRef()));
    return subscriber;
  }

  // Ways to each state

  TestProbe<BuyReply> toPending() throws InterruptedException {
    TestProbe<BuyReply> buyer = buy();
    parts.answerCheck(new Sales.OnSale(SALES_CLOSE, TicketFixture.RULES));
    awaitStatus(TicketStatus.PENDING);
    return buyer;
  }

  void awaitStatus(TicketStatus status) {
    Awaitility.await()
        .until(() -> get() instanceof GetReply.Found found && found.ticket().status() == status);
  }

  TestProbe<BuyReply> toApprovedNotTallied() throws InterruptedException {
    TestProbe<BuyReply> buyer = toPending();
    parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    parts.answerCount(TallyRequests.Outcome.NOT_ANSWERED);
    buyer.receiveMessage();
    return buyer;
  }

  TestProbe<BuyReply> toApproved() throws InterruptedException {
    TestProbe<BuyReply> buyer = toPending();
    parts.answerCharge(new Payments.Charged(Money.won(95_000)));
    parts.answerCount(TallyRequests.Outcome.CONFIRMED);
    buyer.receiveMessage();
    return buyer;
  }

  void toSettled() throws InterruptedException {
    toApproved();
    TestProbe<SettleReply> settlement = cluster.testKit().createTestProbe();
    entity.tell(
        new TicketCommand.Settle(
            1,
            "match-1",
            "KT",
            Money.won(10_000),
            Award.lost(),
            SALES_CLOSE,
            "corr-settle",
            settlement.getRef()));
    settlement.receiveMessage();
  }

  void toRejected() throws InterruptedException {
    TestProbe<BuyReply> buyer = toPending();
    parts.answerCharge(new Payments.Refused("INSUFFICIENT_FUNDS", Money.won(4_900)));
    buyer.receiveMessage();
  }

  TestProbe<CancelReply> toCancelling() throws InterruptedException {
    toApproved();
    TestProbe<CancelReply> canceller = cancel();
    parts.answerCheck(new Sales.OnSale(SALES_CLOSE, TicketFixture.RULES));
    awaitStatus(TicketStatus.CANCELLING);
    return canceller;
  }

  void toUndecided() throws InterruptedException {
    TestProbe<CancelReply> canceller = toCancelling();
    parts.answerReverse(new Payments.ReverseRefused("forgotten"));
    canceller.receiveMessage();
  }

  /** The refund is asked for and not answered. */
  void toDecided() throws InterruptedException {
    toUndecided();
    decide(ReversalDecision.GIVE_BACK).receiveMessage();
  }

  void toCancelled() throws InterruptedException {
    TestProbe<CancelReply> canceller = toCancelling();
    parts.answerReverse(new Payments.Reversed(Money.won(100_000)));
    canceller.receiveMessage();
    parts.answerUncount(TallyRequests.Outcome.CONFIRMED);
  }
}
