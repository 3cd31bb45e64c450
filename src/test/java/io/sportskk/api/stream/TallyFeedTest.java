package io.sportskk.api.stream;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.pubsub.Topic;
import akka.actor.typed.receptionist.Receptionist;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.util.ByteString;
import com.fasterxml.jackson.annotation.JsonValue;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream of totals, whatever the tally does. */
class TallyFeedTest {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Duration ASK = Duration.ofMinutes(1);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
  private static final Duration REFRESH = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration MORE_AGAIN = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration MATCHES_KEPT = Duration.ofMinutes(5);
  private static final String COMPLETE = "data: {}\n\n";

  private final BlockingQueue<TallyQuery.ListTotals> questions = new LinkedBlockingQueue<>();
  private final Map<String, CompletableFuture<Done>> awaited = new ConcurrentHashMap<>();
  private final Set<String> ruled = ConcurrentHashMap.newKeySet();
  private final AtomicReference<CompletableFuture<OutcomeView.Shown>> end = new AtomicReference<>();
  private final AtomicInteger looks = new AtomicInteger();
  private long moment;
  private ActorTestKit kit;
  private ManualTime time;
  private ActorRef<TallyQuery> tally;
  private ActorRef<FeedCommand> feed;

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(ManualTime.config()));
    time = ManualTime.get(kit.system());
    tally =
        kit.spawn(
            Behaviors.receiveMessage(
                question -> {
                  questions.add((TallyQuery.ListTotals) question);
                  return Behaviors.same();
                }));
    TestProbe<Topic.Command<MatchTotals>> topic = kit.createTestProbe();
    feed = kit.spawn(TallyFeed.create(topic.getRef(), this::show, ends(), ASK, REFRESH));
    topic.receiveMessage(); // it subscribes
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void aReaderBeginsWithAllTotals() throws InterruptedException {
    tallyStarts(totals("m-1", 3), totals("m-2", 7));
    assertThat(next(read(), 2)).containsExactlyInAnyOrder("m-1 v3", "m-2 v7");
  }

  @Test
  void aReaderThatComesWhileTheTallyIsStoppedCatchesUp() throws InterruptedException {
    TestSubscriber.Probe<ByteString> reader = read();
    reader.request(1);
    reader.expectNoMessage(Duration.ofMillis(300));
    tallyStarts(totals("m-1", 3));
    assertThat(next(reader, 1)).containsExactly("m-1 v3");
  }

  /** Of a match that was not told until then nothing is counted: a reader must not guess that. */
  @Test
  void aReaderIsToldOnceThatItHasAllTotals() throws InterruptedException {
    TestSubscriber.Probe<ByteString> early = read();
    change("m-1", 1);
    assertThat(text(early)).contains("m-1").doesNotContain(COMPLETE);
    kit.system().receptionist().tell(Receptionist.register(TallyQuery.SERVICE, tally));
    asked().replyTo().tell(page("page 2", totals("m-2", 1)));
    TallyQuery.ListTotals second = asked();
    assertThat(text(early)).contains("m-2").doesNotContain(COMPLETE);

    second.replyTo().tell(page(null, totals("m-3", 1)));

    assertThat(text(early)).contains("m-3").endsWith(COMPLETE);
    change("m-2", 2);
    assertThat(text(early)).contains("m-2").doesNotContain(COMPLETE);
    assertThat(all().utf8String()).contains("m-1", "m-2", "m-3").endsWith(COMPLETE);
  }

  @Test
  void whereNoTicketIsCountedAReaderIsToldSo() throws InterruptedException {
    TestSubscriber.Probe<ByteString> early = read();
    tallyStarts();
    assertThat(text(early)).endsWith(COMPLETE);
    assertThat(all().utf8String()).endsWith(COMPLETE);
  }

  @Test
  void whoGetsTotalsInPiecesIsToldWithTheLastOne() throws InterruptedException {
    tallyStarts();
    Awaitility.await().until(() -> all().utf8String().endsWith(COMPLETE));
    for (int match = 1; match <= 150; match++) {
      change("m-" + match, 1);
    }
    passes(PAUSE);
    TestSubscriber.Probe<ByteString> reader = read();
    assertThat(text(reader)).doesNotContain(COMPLETE);
    assertThat(text(reader)).contains("m-150").endsWith(COMPLETE);
  }

  @Test
  void aTallyThatDoesNotAnswerIsAskedAgain() throws InterruptedException {
    kit.system().receptionist().tell(Receptionist.register(TallyQuery.SERVICE, tally));
    asked(); // not answered
    time.timePasses(ASK);
    askedAgain().replyTo().tell(new TallyQuery.Unavailable("its database is down"));
    askedAgain().replyTo().tell(page(null, totals("m-1", 3)));
    assertThat(next(read(), 1)).containsExactly("m-1 v3");
  }

  @Test
  void aChangeThatWasLostOnItsWayComesWithTheNextRefresh() throws InterruptedException {
    tallyStarts(totals("m-1", 3));
    TestSubscriber.Probe<ByteString> reader = read();
    assertThat(next(reader, 1)).containsExactly("m-1 v3");
    passes(REFRESH);
    asked().replyTo().tell(page(null, totals("m-1", 4)));
    assertThat(next(reader, 1)).containsExactly("m-1 v4");
  }

  @Test
  void onlyWhatHasChangedSinceTheFirstPageOfTheLastRefreshIsAskedFor() throws InterruptedException {
    kit.system().receptionist().tell(Receptionist.register(TallyQuery.SERVICE, tally));
    TallyQuery.ListTotals first = asked();
    assertThat(first.cursor()).isNull();
    assertThat(first.since()).isNull();
    TallyQuery.Page firstPage = page("page 2", totals("m-1", 1));
    first.replyTo().tell(firstPage);
    TallyQuery.ListTotals second = asked();
    assertThat(second.cursor()).isEqualTo("page 2");
    assertThat(second.since()).isNull();
    second.replyTo().tell(page(null, totals("m-2", 1)));
    assertThat(next(read(), 2)).containsExactly("m-1 v1", "m-2 v1");

    passes(REFRESH);
    TallyQuery.ListTotals refresh = asked();
    assertThat(refresh.cursor()).isNull();
    assertThat(refresh.since()).isEqualTo(firstPage.position());
  }

  @Test
  void aPageThatDoesNotComeIsAskedForAgain() throws InterruptedException {
    kit.system().receptionist().tell(Receptionist.register(TallyQuery.SERVICE, tally));
    asked().replyTo().tell(page("page 2", totals("m-1", 1)));
    asked().replyTo().tell(new TallyQuery.Unavailable("its database is down"));
    TallyQuery.ListTotals again = askedAgain();
    assertThat(again.cursor()).isEqualTo("page 2");
    again.replyTo().tell(new TallyQuery.InvalidCursor());
    assertThat(askedAgain().cursor()).isNull();
  }

  @Test
  void manyTotalsComeInPieces() {
    List<String> expected = new ArrayList<>();
    for (int match = 1; match <= 1_050; match++) {
      change("m-" + match, 1);
      expected.add("m-" + match + " v1");
    }
    passes(PAUSE);
    TestSubscriber.Probe<ByteString> reader = read();
    List<String> got = new ArrayList<>();
    // Time stands still: what is there already needs no pauses.
    while (got.size() < expected.size()) {
      reader.request(1);
      List<String> piece = events(reader.expectNext());
      assertThat(piece).hasSizeLessThanOrEqualTo(100);
      got.addAll(piece);
    }
    assertThat(got).isEqualTo(expected);
    change("m-7", 2);
    assertThat(next(reader, 1)).containsExactly("m-7 v2");
  }

  @Test
  void whatIsNotNewerIsLeftOut() {
    TestSubscriber.Probe<ByteString> reader = read();
    change("m-1", 5);
    assertThat(next(reader, 1)).containsExactly("m-1 v5");
    for (long old : List.of(4L, 5L)) {
      change("m-1", old);
      change("m-2", old);
      // Were it told of both, they would come together.
      assertThat(next(reader, 1)).containsExactly("m-2 v" + old);
    }
  }

  @Test
  void totalsComeFiveTimesASecondAtMostAndTheLatestAlwaysComes() {
    TestSubscriber.Probe<ByteString> reader = read();
    reader.request(1_000);
    change("m-1", 1); // it may be what the reader begins with
    assertThat(events(reader.expectNext())).containsExactly("m-1 v1");
    passes(PAUSE);
    change("m-1", 2);
    // The first after a pause comes at once.
    assertThat(events(reader.expectNext())).containsExactly("m-1 v2");
    for (int version = 3; version < 13; version += 2) {
      change("m-1", version);
      change("m-2", version);
      passes(PAUSE.minusMillis(1));
      change("m-1", version + 1); // had the one before come already, both would come
      passes(Duration.ofMillis(1));
      assertThat(events(reader.expectNext()))
          .containsExactlyInAnyOrder("m-1 v" + (version + 1), "m-2 v" + version);
    }
  }

  @Test
  void aSlowReaderGetsTheLatestOnly() {
    TestSubscriber.Probe<ByteString> reader = read();
    change("m-1", 1);
    assertThat(next(reader, 1)).containsExactly("m-1 v1");
    for (int version = 2; version <= 1000; version++) {
      change("m-1", version);
      change("m-2", version);
      if (version % 100 == 0) {
        passes(PAUSE);
      }
    }
    // Two may be on their way already: the one that came at once, and the one after the pause.
    List<String> got = new ArrayList<>();
    while (!got.contains("m-1 v1000") || !got.contains("m-2 v1000")) {
      got.addAll(next(reader, 1));
    }
    assertThat(got).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void totalsThatCannotBeToldWholeAreToldAtOnceAndAgain() {
    CompletableFuture<Done> rules = new CompletableFuture<>();
    awaited.put("m-1", rules);
    TestSubscriber.Probe<ByteString> reader = read();
    change("m-1", 1);
    assertThat(next(reader, 1)).containsExactly("m-1 v1 in part");
    change("m-2", 1); // others don't wait for it
    assertThat(next(reader, 1)).containsExactly("m-2 v1");

    rules.complete(Done.getInstance());

    assertThat(next(reader, 1)).containsExactly("m-1 v1");
  }

  @Test
  void whatBecomesKnownOfThemIsToldThoughMoreIsToCome() {
    CompletableFuture<Done> rules = new CompletableFuture<>();
    CompletableFuture<Done> carry = new CompletableFuture<>();
    awaited.put("m-1", rules);
    TestSubscriber.Probe<ByteString> reader = read();
    change("m-1", 1);
    assertThat(next(reader, 1)).containsExactly("m-1 v1 in part");

    awaited.put("m-1", carry);
    ruled.add("m-1");
    rules.complete(Done.getInstance());
    assertThat(next(reader, 1)).containsExactly("m-1 v1 ruled in part");

    carry.complete(Done.getInstance());
    assertThat(next(reader, 1)).containsExactly("m-1 v1 ruled");
  }

  @Test
  void newerTotalsAreNotFollowedByOlderOnes() {
    CompletableFuture<Done> rules = new CompletableFuture<>();
    awaited.put("m-1", rules);
    TestSubscriber.Probe<ByteString> reader = read();
    change("m-1", 1);
    change("m-1", 2);
    assertThat(next(reader, 1)).endsWith("m-1 v2 in part");

    rules.complete(Done.getInstance());

    assertThat(next(reader, 1)).containsExactly("m-1 v2");
    change("m-2", 1);
    assertThat(next(reader, 1)).containsExactly("m-2 v1");
  }

  @Test
  void whatCannotBeFoundOutIsAskedAgainAndNothingIsToldTwiceMeanwhile() {
    CompletableFuture<Done> second = new CompletableFuture<>();
    awaited.put("m-1", CompletableFuture.failedFuture(new TimeoutException("no answer")));
    TestSubscriber.Probe<ByteString> reader = read();
    change("m-1", 1);
    assertThat(next(reader, 1)).containsExactly("m-1 v1 in part");
    for (int times = 0; times < 3; times++) {
      passes(MORE_AGAIN);
      change("m-2", times + 1);
      assertThat(next(reader, 1)).containsExactly("m-2 v" + (times + 1));
    }

    second.complete(Done.getInstance());
    awaited.put("m-1", second);

    Awaitility.await()
        .untilAsserted(
            () -> {
              passes(MORE_AGAIN);
              assertThat(events(all())).contains("m-1 v1");
            });
  }

  private void tallyStarts(MatchTotals... totals) throws InterruptedException {
    kit.system().receptionist().tell(Receptionist.register(TallyQuery.SERVICE, tally));
    asked().replyTo().tell(page(null, totals));
  }

  /** Each page is of a moment of its own. */
  private TallyQuery.Page page(String nextCursor, MatchTotals... totals) {
    return new TallyQuery.Page(List.of(totals), nextCursor, new TallyQuery.Position(1, ++moment));
  }

  private TallyQuery.ListTotals asked() throws InterruptedException {
    TallyQuery.ListTotals question = questions.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(question).as("question for totals").isNotNull();
    return question;
  }

  private TallyQuery.ListTotals askedAgain() {
    return Awaitility.await()
        .until(
            () -> {
              time.timePasses(ASK_AGAIN);
              return questions.poll();
            },
            Objects::nonNull);
  }

  /** Time passes once the feed has done what it was told before. */
  private void passes(Duration span) {
    CompletableFuture<FeedBatch> answer = new CompletableFuture<>();
    feed.tell(new FeedCommand.Open(new FeedCommand.Reader(null), null, answer));
    assertThat(answer).succeedsWithin(LIMIT);
    time.timePasses(span);
  }

  /** What a new reader begins with. */
  private ByteString all() {
    CompletableFuture<FeedBatch> answer = new CompletableFuture<>();
    feed.tell(new FeedCommand.Open(new FeedCommand.Reader(null), null, answer));
    return answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join().events();
  }

  private TestSubscriber.Probe<ByteString> read() {
    return FeedReaders.source(feed, null)
        .runWith(TestSink.create(kit.system().classicSystem()), kit.system());
  }

  private String text(TestSubscriber.Probe<ByteString> reader) {
    reader.request(1);
    passes(PAUSE);
    return reader.expectNext().utf8String();
  }

  private List<String> next(TestSubscriber.Probe<ByteString> reader, int least) {
    List<String> events = new ArrayList<>();
    while (events.size() < least) {
      reader.request(1);
      passes(PAUSE);
      events.addAll(events(reader.expectNext()));
    }
    return events;
  }

  private static List<String> events(ByteString batch) {
    List<String> events = new ArrayList<>();
    Matcher data = Pattern.compile("^data: (.*)$", Pattern.MULTILINE).matcher(batch.utf8String());
    while (data.find()) {
      var json = StreamsFixture.json(data.group(1));
      if (json.isEmpty()) {
        continue; // that it is complete
      }
      if (json.has("status")) {
        events.add(json.path("matchId").textValue() + " " + json.path("status").textValue());
        continue;
      }
      events.add(
          json.path("matchId").textValue()
              + " v"
              + json.path("version").longValue()
              + (json.path("ruled").booleanValue() ? " ruled" : "")
              + (json.path("whole").booleanValue() ? "" : " in part"));
    }
    return events;
  }

  private void change(String matchId, long version) {
    feed.tell(new FeedCommand.TotalsChanged(totals(matchId, version)));
  }

  /** {@code R5} */
  @Test
  void howAMatchEndsIsToldOnceItsTotalsAreFinalUntilNothingFollows() {
    ends("Closed", OutcomeView.Next.SOON);
    TestSubscriber.Probe<ByteString> reader = read();
    change("m-1", 1);
    assertThat(next(reader, 1)).containsExactly("m-1 v1");
    passes(LOOK_AGAIN);
    assertThat(looks).hasValue(0);

    MatchTotals totals = totals("m-1", 2);
    feed.tell(new FeedCommand.TotalsChanged(new MatchTotals("m-1", totals.teams(), 2, NOW, NOW)));
    assertThat(next(reader, 2)).containsExactly("m-1 v2", "m-1 Closed");
    passes(LOOK_AGAIN); // it is as it was
    ends("Provisional", OutcomeView.Next.SOON);
    passes(LOOK_AGAIN);
    assertThat(next(reader, 1)).containsExactly("m-1 Provisional");
    end.set(CompletableFuture.failedFuture(new TimeoutException("no answer")));
    passes(LOOK_AGAIN);
    ends("Settled", OutcomeView.Next.SELDOM);
    Awaitility.await()
        .untilAsserted(
            () -> {
              passes(LOOK_AGAIN);
              assertThat(events(all())).containsExactly("m-1 v2", "m-1 Settled");
            });
    assertThat(next(reader, 1)).containsExactly("m-1 Settled");
    passes(LOOK_AGAIN);
    ends("Corrected", OutcomeView.Next.SOON);
    passes(LOOK_AGAIN);
    assertThat(next(reader, 1)).containsExactly("m-1 Corrected");
    ends("Settled again", OutcomeView.Next.NOTHING);
    passes(LOOK_AGAIN);
    assertThat(next(reader, 1)).containsExactly("m-1 Settled again");

    int until = looks.get();
    passes(LOOK_AGAIN);
    passes(LOOK_AGAIN);
    change("m-2", 1);
    assertThat(next(reader, 1)).containsExactly("m-2 v1");
    assertThat(looks).hasValue(until);
  }

  @Test
  void aMatchThatHasChangedIsToldWithTheTotalsAndOnceOnly() {
    TestSubscriber.Probe<ByteString> reader = read();
    change("m-1", 1);
    assertThat(next(reader, 1)).containsExactly("m-1 v1");
    matchIs("m-1", "Open");
    assertThat(next(reader, 1)).containsExactly("m-1 Open");
    matchIs("m-1", "Open"); // it is as it was
    matchIs("m-2", "Open");
    assertThat(next(reader, 1)).containsExactly("m-2 Open");
    passes(PAUSE);
    matchIs("m-1", "Suspended");
    assertThat(next(reader, 1)).containsExactly("m-1 Suspended");
    assertThat(all().utf8String()).contains("event: match\n");
    assertThat(events(all())).containsExactly("m-1 v1", "m-2 Open", "m-1 Suspended");
  }

  record Counted(AtomicInteger written) {
    @JsonValue
    String json() {
      written.incrementAndGet();
      return "m-1";
    }
  }

  @Test
  void changesAreWrittenOnceForAllReaders() {
    AtomicInteger written = new AtomicInteger();
    feed.tell(new FeedCommand.MatchChanged("m-1", new Counted(written)));
    feed.tell(new FeedCommand.MatchChanged("m-2", new Counted(written)));
    List<CompletableFuture<FeedBatch>> readers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      CompletableFuture<FeedBatch> answer = new CompletableFuture<>();
      readers.add(answer);
      feed.tell(new FeedCommand.Open(new FeedCommand.Reader(null), null, answer));
    }
    assertThat(readers.get(0)).succeedsWithin(LIMIT);
    ByteString bytes = readers.get(0).join().events();
    assertThat(bytes.utf8String().split("event: match")).hasSize(3);
    assertThat(readers).allSatisfy(it -> assertThat(it.join().events()).isSameAs(bytes));
    assertThat(written).hasValue(2);
  }

  @Test
  void whoComesIsToldHowTheSalesOfAllMatchesAreNow() {
    feed.tell(new FeedCommand.SalesChanged(Map.of("allSuspended", true)));
    feed.tell(new FeedCommand.SalesChanged(Map.of("allSuspended", false)));
    CompletableFuture<FeedBatch> answer = new CompletableFuture<>();
    feed.tell(new FeedCommand.Open(new FeedCommand.Reader(null), null, answer));
    assertThat(answer)
        .succeedsWithin(LIMIT)
        .satisfies(
            batch ->
                assertThat(batch.events().utf8String())
                    .contains("event: sales", "{\"allSuspended\":false}")
                    .doesNotContain("true"));
  }

  /** A connection does not begin with all matches that there ever were. */
  @Test
  void matchesThatChangedLongAgoAreToldToNobodyWhoComes() {
    change("m-1", 1);
    matchIs("m-1", "Open");
    matchIs("m-2", "Open");
    passes(MATCHES_KEPT);
    assertThat(events(all())).containsExactly("m-1 v1", "m-1 Open", "m-2 Open");
    matchIs("m-2", "Closed");
    passes(MATCHES_KEPT);
    Awaitility.await()
        .untilAsserted(() -> assertThat(events(all())).containsExactly("m-1 v1", "m-2 Closed"));
    matchIs("m-1", "Open"); // which is news again
    assertThat(events(all())).containsExactly("m-1 v1", "m-2 Closed", "m-1 Open");
  }

  @Test
  void soManyMatchesThatHaveChangedAreKept() {
    for (int match = 1; match <= FeedLatest.MATCHES_KEPT + 3; match++) {
      matchIs("m-" + match, "Open");
    }
    List<String> got = new ArrayList<>();
    TestSubscriber.Probe<ByteString> reader = read();
    passes(PAUSE);
    while (!got.contains("m-" + (FeedLatest.MATCHES_KEPT + 3) + " Open")) {
      got.addAll(next(reader, 1));
    }
    assertThat(got)
        .hasSize(FeedLatest.MATCHES_KEPT)
        .doesNotContain("m-3 Open")
        .contains("m-4 Open");
  }

  private void matchIs(String matchId, String status) {
    feed.tell(new FeedCommand.MatchChanged(matchId, Map.of("matchId", matchId, "status", status)));
  }

  private void ends(String status, OutcomeView.Next next) {
    end.set(
        CompletableFuture.completedFuture(
            new OutcomeView.Shown(Map.of("matchId", "m-1", "status", status), next)));
  }

  private OutcomeView ends() {
    return new OutcomeView() {
      @Override
      public boolean isAwaited(MatchTotals totals) {
        return totals.sealedAt() != null;
      }

      @Override
      public CompletionStage<Shown> ask(String matchId) {
        looks.incrementAndGet();
        return end.get();
      }
    };
  }

  private static MatchTotals totals(String matchId, long version) {
    return new MatchTotals(
        matchId,
        List.of(new MatchTotals.TeamTotal("LG", Money.won(1000 * version), version, 0)),
        version,
        NOW,
        null);
  }

  /** Of a match whose rules are awaited here there is more to tell. */
  private TotalsView.Shown show(MatchTotals totals) {
    CompletableFuture<?> rules = awaited.get(totals.matchId());
    boolean known = rules == null || (rules.isDone() && !rules.isCompletedExceptionally());
    return new TotalsView.Shown(
        Map.of(
            "matchId",
            totals.matchId(),
            "version",
            totals.version(),
            "ruled",
            ruled.contains(totals.matchId()),
            "whole",
            known),
        known ? Optional.empty() : Optional.of(rules));
  }
}
