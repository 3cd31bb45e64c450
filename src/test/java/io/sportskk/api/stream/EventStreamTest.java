package io.sportskk.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.japi.Pair;
import akka.stream.javadsl.Keep;
import akka.stream.testkit.TestPublisher;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.stream.testkit.javadsl.TestSource;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How a stream of events begins, keeps from falling silent, and ends. */
class EventStreamTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final ByteString FIRST = ByteString.fromString("first");
  private static final ByteString ONE = ByteString.fromString("one");
  private static final ByteString TWO = ByteString.fromString("two");
  private static final ActorTestKit KIT =
      ActorTestKit.create(ConfigFactory.parseString("akka.actor.provider = local"));

  private final Set<EventStream.Running> running = ConcurrentHashMap.newKeySet();
  private TestPublisher.Probe<ByteString> events;
  private TestSubscriber.Probe<ByteString> client;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private void open(Duration heartbeat, Duration lasts) {
    EventStream.Register register =
        new EventStream.Register() {
          @Override
          public void began(EventStream.Running stream) {
            running.add(stream);
          }

          @Override
          public void ended(EventStream.Running stream) {
            running.remove(stream);
          }
        };
    Pair<TestPublisher.Probe<ByteString>, TestSubscriber.Probe<ByteString>> probes =
        TestSource.<ByteString>create(KIT.system())
            .via(new EventStream(FIRST, heartbeat, lasts, register))
            .toMat(TestSink.create(KIT.system()), Keep.both())
            .run(KIT.system());
    events = probes.first();
    client = probes.second();
    client.ensureSubscription();
  }

  private void assertNoneIsRunning() {
    Awaitility.await().untilAsserted(() -> assertThat(running).isEmpty());
  }

  @Test
  void theFirstBytesComeBeforeAllEventsAndItEndsAfterTheLastOne() {
    open(LONG, LONG);
    client.request(3);
    client.expectNext(FIRST);
    assertThat(running).hasSize(1);
    events.sendNext(ONE);
    events.sendNext(TWO);
    events.sendComplete();
    client.expectNext(ONE);
    client.expectNext(TWO);
    client.expectComplete();
    assertNoneIsRunning();
  }

  @Test
  void oneWithoutAnyEventStillBegins() {
    open(LONG, LONG);
    events.sendComplete();
    client.request(1);
    client.expectNext(FIRST);
    client.expectComplete();
  }

  @Test
  void itIsNotSilentForLong() {
    open(SHORT, LONG);
    client.request(4);
    client.expectNext(FIRST);
    client.expectNext(Sse.HEARTBEAT);
    client.expectNext(Sse.HEARTBEAT);
    events.sendNext(ONE);
    client.expectNext(ONE);
  }

  @Test
  void anEventThatComesRightAfterAHeartbeatWaitsForTheClient() {
    open(SHORT, LONG);
    client.request(2);
    client.expectNext(FIRST);
    client.expectNext(Sse.HEARTBEAT);
    events.sendNext(ONE);
    events.sendComplete();
    client.request(1);
    client.expectNext(ONE);
    client.expectComplete();
  }

  @Test
  void aClientThatDoesNotReadIsSentNothingMore() {
    open(SHORT, SHORT.multipliedBy(3));
    client.request(1);
    client.expectNext(FIRST);
    client.expectComplete(); // nothing came though two heartbeats were due
  }

  @Test
  void itEndsWhenItsTimeIsOverThoughThereIsMoreToCome() {
    open(LONG, SHORT);
    client.request(2);
    client.expectNext(FIRST);
    client.expectComplete();
    events.expectCancellation();
    assertNoneIsRunning();
  }

  @Test
  void itEndsWhenItIsTold() {
    open(LONG, LONG);
    client.request(2);
    client.expectNext(FIRST);
    running.forEach(EventStream.Running::end);
    client.expectComplete();
    events.expectCancellation();
    assertNoneIsRunning();
  }

  @Test
  void itEndsWhenTheClientGoes() {
    open(LONG, LONG);
    client.request(1);
    client.expectNext(FIRST);
    client.cancel();
    events.expectCancellation();
    assertNoneIsRunning();
  }
}
