package io.sportskk.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Cancellable;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.pubsub.Topic;
import akka.actor.typed.receptionist.Receptionist;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import io.sportskk.api.StreamsFixture;
import io.sportskk.kernel.Money;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.TallyQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream of totals, whatever the tally does. */
class TallyFeedTest {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Duration ASK = Duration.ofMillis(200);
  private static final Duration REFRESH = Duration.ofSeconds(2);

  private ActorTestKit kit;
  private TestProbe<TallyQuery> tally;
  private ActorRef<FeedCommand> feed;

  @BeforeEach
  void start() {
    kit = ActorTestKit.create(ConfigFactory.parseString("akka.actor.provider = local"));
    tally = kit.createTestProbe();
    TestProbe<Topic.Command<MatchTotals>> topic = kit.createTestProbe();
    feed = kit.spawn(TallyFeed.create(topic.getRef(), TallyFeedTest::json, ASK, REFRESH));
    topic.receiveMessage(); // it subscribes
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void aReaderBeginsWithAllTotals() {
    tallyStarts(totals("m-1", 3), totals("m-2", 7));
    assertThat(next(read(), 2)).containsExactlyInAnyOrder("m-1 v3", "m-2 v7");
  }

  @Test
  void aReaderThatComesWhileTheTallyIsStoppedCatchesUp() {
    TestSubscriber.Probe<ByteString> reader = read();
    reader.request(1);
    reader.expectNoMessage(Duration.ofMillis(300));
    tallyStarts(totals("m-1", 3));
    assertThat(next(reader, 1)).containsExactly("m-1 v3");
  }

  @Test
  void aTallyThatDoesNotAnswerIsAskedAgain() {
    kit.system().receptionist().tell(Receptionist.register(TallyQuery.SERVICE, tally.getRef()));
    tally.expectMessageClass(TallyQuery.AllTotals.class); // not answered
    TallyQuery.AllTotals second = asked();
    second.replyTo().tell(new TallyQuery.Unavailable("its database is down"));
    asked().replyTo().tell(new TallyQuery.Totals(List.of(totals("m-1", 3))));
    assertThat(next(read(), 1)).containsExactly("m-1 v3");
  }

  @Test
  void aChangeThatWasLostOnItsWayComesWithTheNextRefresh() {
    tallyStarts(totals("m-1", 3));
    TestSubscriber.Probe<ByteString> reader = read();
    assertThat(next(reader, 1)).containsExactly("m-1 v3");
    asked().replyTo().tell(new TallyQuery.Totals(List.of(totals("m-1", 4))));
    assertThat(next(reader, 1)).containsExactly("m-1 v4");
  }

  @Test
  void whatIsNotNewerIsLeftOut() {
    TestSubscriber.Probe<ByteString> reader = read();
    change("m-1", 5);
    assertThat(next(reader, 1)).containsExactly("m-1 v5");
    change("m-1", 4);
    change("m-1", 5);
    reader.request(1);
    reader.expectNoMessage(Duration.ofMillis(500));
  }

  @Test
  void totalsComeFiveTimesASecondAtMostAndTheLatestAlwaysComes() {
    TestSubscriber.Probe<ByteString> reader = read();
    reader.request(1_000);
    AtomicLong version = new AtomicLong();
    long started = System.nanoTime();
    Cancellable changes =
        kit.scheduler()
            .scheduleAtFixedRate(
                Duration.ZERO,
                Duration.ofMillis(5),
                () -> {
                  long next = version.incrementAndGet();
                  change("m-1", next);
                  change("m-2", next);
                },
                kit.system().executionContext());
    List<String> got = new ArrayList<>();
    while (version.get() < 300) {
      got.addAll(events(reader.expectNext()));
    }
    changes.cancel();
    while (!got.contains("m-1 v" + version.get()) || !got.contains("m-2 v" + version.get())) {
      got.addAll(events(reader.expectNext()));
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    // The first comes at once.
    assertThat(got.stream().filter(event -> event.startsWith("m-1")).count())
        .isBetween(3L, (long) (5 * seconds) + 1);
  }

  @Test
  void aSlowReaderGetsTheLatestOnly() {
    TestSubscriber.Probe<ByteString> reader = read();
    change("m-1", 1);
    assertThat(next(reader, 1)).containsExactly("m-1 v1");
    for (int version = 2; version <= 1000; version++) {
      change("m-1", version);
      change("m-2", version);
    }
    // Two may be on their way already: the one that came at once, and the one after the pause.
    List<String> got = new ArrayList<>();
    while (!got.contains("m-1 v1000") || !got.contains("m-2 v1000")) {
      got.addAll(next(reader, 1));
    }
    assertThat(got).hasSizeLessThanOrEqualTo(4);
  }

  private void tallyStarts(MatchTotals... totals) {
    kit.system().receptionist().tell(Receptionist.register(TallyQuery.SERVICE, tally.getRef()));
    asked().replyTo().tell(new TallyQuery.Totals(List.of(totals)));
  }

  private TallyQuery.AllTotals asked() {
    return tally.expectMessageClass(TallyQuery.AllTotals.class, Duration.ofSeconds(10));
  }

  private TestSubscriber.Probe<ByteString> read() {
    return FeedReaders.source(feed, null)
        .runWith(TestSink.create(kit.system().classicSystem()), kit.system());
  }

  private static List<String> next(TestSubscriber.Probe<ByteString> reader, int least) {
    List<String> events = new ArrayList<>();
    while (events.size() < least) {
      reader.request(1);
      events.addAll(events(reader.expectNext()));
    }
    return events;
  }

  private static List<String> events(ByteString batch) {
    List<String> events = new ArrayList<>();
    Matcher data = Pattern.compile("^data: (.*)$", Pattern.MULTILINE).matcher(batch.utf8String());
    while (data.find()) {
      var json = StreamsFixture.json(data.group(1));
      events.add(json.path("matchId").textValue() + " v" + json.path("version").longValue());
    }
    return events;
  }

  private void change(String matchId, long version) {
    feed.tell(new FeedCommand.TotalsChanged(totals(matchId, version)));
  }

  private static MatchTotals totals(String matchId, long version) {
    return new MatchTotals(
        matchId,
        List.of(new MatchTotals.TeamTotal("LG", Money.won(1000 * version), version, 0)),
        version,
        NOW);
  }

  private static Map<String, Object> json(MatchTotals totals) {
    return Map.of("matchId", totals.matchId(), "version", totals.version());
  }
}
