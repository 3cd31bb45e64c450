package io.sportskk.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.pubsub.Topic;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import io.sportskk.kernel.Money;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.Ticket;
import io.sportskk.ticket.TicketStatus;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A buyer's stream of his own tickets. */
class OwnTicketFeedTest {

  private static final Instant NOW = Instant.parse("2026-11-27T09:00:00Z");
  private static final ActorTestKit KIT =
      ActorTestKit.create(ConfigFactory.parseString("akka.actor.provider = local"));

  private final AtomicInteger incarnations = new AtomicInteger();
  private ActorRef<FeedCommand> feed;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void start() {
    TestProbe<Topic.Command<Ticket>> topic = KIT.createTestProbe();
    feed =
        KIT.spawn(
            OwnTicketFeed.create(
                topic.getRef(),
                ticket -> Map.of("ticketId", ticket.purchase().ticketId()),
                () -> "i" + incarnations.incrementAndGet()));
    topic.receiveMessage(); // it subscribes
  }

  @AfterEach
  void end() {
    KIT.stop(feed);
  }

  @Test
  void aBuyerIsToldOfHisOwnTicketsAlone() {
    TestSubscriber.Probe<ByteString> mine = reader("buyer-1", null);
    begin(mine, "id: i1-0\n\n");
    TestSubscriber.Probe<ByteString> others = reader("buyer-2", null);
    begin(others, "id: i2-0\n\n");
    publish("buyer-2", "t-1");
    publish("buyer-1", "t-2");
    publish("buyer-3", "t-3");
    publish("buyer-1", "t-4");
    assertThat(next(mine)).contains("id: i1-1\n", "\"t-2\"");
    assertThat(next(mine)).contains("id: i1-2\n", "\"t-4\"");
    assertThat(next(others)).contains("id: i2-1\n", "\"t-1\"");
    mine.cancel();
    others.cancel();
  }

  @Test
  void whatIsMissedWhileAnotherStreamOfHisIsOpenIsSentAgain() {
    TestSubscriber.Probe<ByteString> stays = reader("buyer-1", null);
    TestSubscriber.Probe<ByteString> goes = reader("buyer-1", null);
    begin(stays, "id: i1-0\n\n");
    begin(goes, "id: i1-0\n\n");
    goes.cancel();
    publish("buyer-1", "t-1");
    assertThat(next(stays)).contains("\"t-1\"");
    TestSubscriber.Probe<ByteString> back = reader("buyer-1", "i1-0");
    assertThat(next(back)).contains("id: i1-1\n", "\"t-1\"");
    back.cancel();
    stays.cancel();
  }

  /** Nothing is kept for who is not there: however many buyers have ever been. */
  @Test
  void whoComesBackToNothingIsToldOfAGap() {
    TestSubscriber.Probe<ByteString> only = reader("buyer-1", null);
    begin(only, "id: i1-0\n\n");
    only.cancel();
    Awaitility.await()
        .untilAsserted(
            () -> {
              TestSubscriber.Probe<ByteString> back = reader("buyer-1", "i1-0");
              String first = next(back);
              back.cancel();
              assertThat(first).startsWith("event: gap\n").contains("i1-0");
            });
  }

  @Test
  void theStreamsEndWhenTheFeedStops() {
    TestSubscriber.Probe<ByteString> reader = reader("buyer-1", null);
    reader.request(10);
    reader.expectNext();
    // It waits for what comes next by the time the feed has answered somebody else.
    TestSubscriber.Probe<ByteString> other = reader("buyer-2", null);
    begin(other, "id: i2-0\n\n");
    KIT.stop(feed);
    reader.expectComplete();
    other.cancel();
  }

  private TestSubscriber.Probe<ByteString> reader(String buyerId, String lastEventId) {
    return FeedReaders.source(feed, buyerId, lastEventId)
        .runWith(TestSink.create(KIT.system().classicSystem()), KIT.system());
  }

  private static void begin(TestSubscriber.Probe<ByteString> reader, String first) {
    assertThat(next(reader)).isEqualTo(first);
  }

  private static String next(TestSubscriber.Probe<ByteString> reader) {
    reader.request(1);
    return reader.expectNext().utf8String();
  }

  private void publish(String buyerId, String ticketId) {
    Purchase purchase =
        new Purchase(ticketId, buyerId, "kt-lg", "LG", Money.won(1000), NOW, "corr-1");
    feed.tell(
        new FeedCommand.TicketChanged(
            new Ticket(
                purchase, TicketStatus.PENDING, false, null, null, NOW, 1, null, null, null)));
  }
}
