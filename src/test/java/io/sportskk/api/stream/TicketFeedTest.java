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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The administrator's stream of all changes. */
class TicketFeedTest {

  private static final int REPLAY = 250;
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final ActorTestKit KIT =
      ActorTestKit.create(ConfigFactory.parseString("akka.actor.provider = local"));

  private final AtomicInteger incarnations = new AtomicInteger();
  private ActorRef<FeedCommand> feed;
  private int published;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void start() {
    TestProbe<Topic.Command<Ticket>> topic = KIT.createTestProbe();
    feed =
        KIT.spawn(
            TicketFeed.create(
                topic.getRef(),
                TicketFeedTest::json,
                () -> "i" + incarnations.incrementAndGet(),
                REPLAY));
    topic.receiveMessage(); // it subscribes
  }

  @AfterEach
  void end() {
    KIT.stop(feed);
  }

  @Test
  void aNewReaderGetsItsPositionAndThenWhatHappens() {
    publish(3);
    TestSubscriber.Probe<ByteString> reader = reader(null);
    reader.request(10);
    assertThat(reader.expectNext().utf8String()).isEqualTo("id: i1-3\n\n");
    publish(1);
    assertThat(reader.expectNext().utf8String())
        .startsWith("event: ticket\nid: i1-4\ndata: {\"ticketId\":\"t-4\"");
    reader.cancel();
  }

  @Test
  void aReaderThatComesBackGetsWhatItMissedAndNothingTwice() {
    publish(REPLAY);
    assertThat(ids(reader("i1-100"), REPLAY - 100)).startsWith("i1-101").endsWith("i1-" + REPLAY);
    assertThat(ids(reader("i1-0"), REPLAY)).hasSize(REPLAY).doesNotHaveDuplicates();
    TestSubscriber.Probe<ByteString> upToDate = reader("i1-" + REPLAY);
    upToDate.request(1);
    upToDate.expectNoMessage(Duration.ofMillis(200));
    upToDate.cancel();
  }

  @Test
  void whatCantBeReplayedIsAGap() {
    publish(REPLAY + 1);
    for (String lost : List.of("i1-0", "i0-5", "i1-9999", "other-1")) {
      TestSubscriber.Probe<ByteString> reader = reader(lost);
      reader.request(10);
      assertThat(reader.expectNext().utf8String())
          .isEqualTo(
              "event: gap\nid: i1-" + published + "\ndata: {\"lastEventId\":\"" + lost + "\"}\n\n");
      publish(1);
      assertThat(reader.expectNext().utf8String()).contains("id: i1-" + published + "\n");
      reader.cancel();
    }
  }

  @Test
  void aReaderThatFallsTooFarBehindIsClosed() {
    TestSubscriber.Probe<ByteString> reader = reader(null);
    reader.request(1);
    reader.expectNext();
    publish(REPLAY * 2);
    reader.request(10);
    // What was on its way when it stopped reading is all that it gets.
    int got = 0;
    TestSubscriber.SubscriberEvent event = reader.expectEvent();
    while (event instanceof TestSubscriber.OnNext<?>) {
      got++;
      event = reader.expectEvent();
    }
    assertThat(event).isEqualTo(TestSubscriber.OnComplete$.MODULE$);
    assertThat(got).isLessThanOrEqualTo(1);
  }

  @Test
  void aSlowReaderHoldsNobodyUp() {
    TestSubscriber.Probe<ByteString> slow = reader(null);
    slow.request(1);
    slow.expectNext();
    TestSubscriber.Probe<ByteString> fast = reader("i1-0");
    publish(REPLAY / 2);
    assertThat(ids(fast, REPLAY / 2)).hasSize(REPLAY / 2);
    publish(REPLAY / 2);
    slow.cancel();
  }

  @Test
  void theStreamsEndWhenTheFeedStops() {
    TestSubscriber.Probe<ByteString> reader = reader(null);
    reader.request(10);
    reader.expectNext();
    // It waits for what comes next by the time the feed has answered somebody else.
    TestSubscriber.Probe<ByteString> other = reader(null);
    other.request(1);
    other.expectNext();
    KIT.stop(feed);
    reader.expectComplete();
    other.cancel();
  }

  private TestSubscriber.Probe<ByteString> reader(String lastEventId) {
    return FeedReaders.source(feed, lastEventId)
        .runWith(TestSink.create(KIT.system().classicSystem()), KIT.system());
  }

  private static List<String> ids(TestSubscriber.Probe<ByteString> reader, int count) {
    List<String> ids = new ArrayList<>();
    while (ids.size() < count) {
      reader.request(1);
      Matcher id = Pattern.compile("^id: (.*)$", Pattern.MULTILINE).matcher(text(reader));
      while (id.find()) {
        ids.add(id.group(1));
      }
    }
    reader.cancel();
    return ids;
  }

  private static String text(TestSubscriber.Probe<ByteString> reader) {
    return reader.expectNext().utf8String();
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      published++;
      Purchase purchase =
          new Purchase("t-" + published, "buyer-1", "kt-lg", "LG", Money.won(1000), NOW, "corr-1");
      feed.tell(
          new FeedCommand.TicketChanged(
              new Ticket(
                  purchase, TicketStatus.PENDING, false, null, null, NOW, 1, null, null, null)));
    }
  }

  private static Map<String, Object> json(Ticket ticket) {
    return Map.of("ticketId", ticket.purchase().ticketId());
  }
}
