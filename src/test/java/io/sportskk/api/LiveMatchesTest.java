package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import com.typesafe.config.ConfigFactory;
import io.sportskk.api.stream.FeedCommand;
import io.sportskk.match.CatalogueQuery;
import io.sportskk.match.CatalogueQuery.Changes;
import io.sportskk.match.CatalogueQuery.ListChanges;
import io.sportskk.match.Match;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.SalesSuspended;
import io.sportskk.pool.PoolRules;
import io.sportskk.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the stream of totals learns what changes of matches. */
class LiveMatchesTest {

  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final Duration ASK = Duration.ofSeconds(3);
  private static final Duration SOON = Duration.ofMillis(10);

  private final BlockingQueue<CatalogueQuery> questions = new LinkedBlockingQueue<>();
  private ActorTestKit kit;
  private ManualTime time;
  private TestProbe<FeedCommand> feed;

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(ManualTime.config()));
    time = ManualTime.get(kit.system());
    ActorRef<CatalogueQuery> catalogue =
        kit.spawn(
            Behaviors.receiveMessage(
                question -> {
                  questions.add(question);
                  return Behaviors.same();
                }));
    feed = kit.createTestProbe();
    TestProbe<Receptionist.Registered> registered = kit.createTestProbe();
    kit.system()
        .receptionist()
        .tell(
            Receptionist.register(CatalogueQuery.SERVICE, catalogue, registered.getRef().narrow()));
    registered.receiveMessage();
    ServiceClient services = new ServiceClient(kit.system(), ASK, new Random(1));
    kit.spawn(LiveMatches.create(services, feed.getRef(), new ManualClock(NOW)));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void whatHasChangedSinceTheLastTimeIsTold() {
    ListChanges first = asked();
    assertThat(first.since()).isNull();
    first.replyTo().tell(new Changes(List.of(), 7, false, false));
    assertThat(sales()).isEqualTo(new LiveMatches.SalesNews(true, false));

    ListChanges second = askedLater();
    assertThat(second.since()).isEqualTo(7);
    second.replyTo().tell(new Changes(List.of(match("m-1"), suspended("m-2")), 9, true, false));
    assertThat(sales()).isEqualTo(new LiveMatches.SalesNews(true, false));
    assertThat(told()).isEqualTo("m-1 OnSale");
    assertThat(told()).isEqualTo("m-2 Suspended");

    ListChanges third = asked(); // at once, as there is more
    assertThat(third.since()).isEqualTo(9);
    third.replyTo().tell(new Changes(List.of(match("m-2")), 10, false, false));
    assertThat(sales()).isEqualTo(new LiveMatches.SalesNews(true, false));
    assertThat(told()).isEqualTo("m-2 OnSale");
    assertThat(askedLater().since()).isEqualTo(10);
  }

  @Test
  void whetherAllSalesAreSuspendedIsTold() {
    asked().replyTo().tell(new Changes(List.of(), 7, false, false));
    assertThat(sales()).isEqualTo(new LiveMatches.SalesNews(true, false));
    askedLater().replyTo().tell(new Changes(List.of(), 7, false, true));
    assertThat(sales()).isEqualTo(new LiveMatches.SalesNews(true, true));
    askedLater().replyTo().tell(new Changes(List.of(match("m-1")), 8, false, true));
    assertThat(sales()).isEqualTo(new LiveMatches.SalesNews(true, true)); // once more
    assertThat(told()).isEqualTo("m-1 Suspended");
    askedLater().replyTo().tell(new Changes(List.of(), 8, false, false));
    assertThat(sales()).isEqualTo(new LiveMatches.SalesNews(true, false));
  }

  /** Who reads asks for matches more often then. */
  @Test
  void thatMatchesCannotBeToldIsToldUntilTheyCan() {
    asked().replyTo().tell(new Changes(List.of(), 7, false, true));
    assertThat(sales()).isEqualTo(new LiveMatches.SalesNews(true, true));
    for (int times = 0; times <= LiveMatches.PATIENCE; times++) {
      askedLater().replyTo().tell(new CatalogueQuery.Unavailable("it is down"));
    }
    askedLater().replyTo().tell(new Changes(List.of(), 7, false, true));
    assertThat(sales()).isEqualTo(new LiveMatches.SalesNews(false, true)); // once
    assertThat(sales()).isEqualTo(new LiveMatches.SalesNews(true, true));
  }

  /** So is a node of the release before, which does not know the question. */
  @Test
  void aCatalogueThatDoesNotAnswerIsAskedMoreAndMoreSeldom() {
    asked().replyTo().tell(new Changes(List.of(), 7, false, false));
    Duration wait = LiveMatches.LOOK_AGAIN;
    askedLater();
    for (int times = 0; times < 6; times++) {
      wait = wait.multipliedBy(2);
      wait = wait.compareTo(LiveMatches.LONGEST) < 0 ? wait : LiveMatches.LONGEST;
      AtomicInteger waited = new AtomicInteger();
      CatalogueQuery again =
          Awaitility.await()
              .pollInterval(SOON)
              .until(
                  () -> {
                    waited.incrementAndGet();
                    time.timePasses(Duration.ofSeconds(1));
                    return questions.poll();
                  },
                  Objects::nonNull);
      assertThat(Duration.ofSeconds(waited.get())).isGreaterThanOrEqualTo(ASK.plus(wait));
      assertThat(((ListChanges) again).since()).isEqualTo(7);
    }
  }

  @Test
  void aCatalogueWhoseDatabaseDoesNotAnswerIsAskedAgainSoon() {
    asked().replyTo().tell(new CatalogueQuery.Unavailable("it is down"));
    askedLater().replyTo().tell(new Changes(List.of(), 7, false, false));
    assertThat(askedLater().since()).isEqualTo(7);
  }

  private <Q extends CatalogueQuery> Q asked(Class<Q> kind) {
    return kind.cast(
        Awaitility.await().pollInterval(SOON).until(questions::poll, Objects::nonNull));
  }

  private ListChanges asked() {
    return asked(ListChanges.class);
  }

  private ListChanges askedLater() {
    CatalogueQuery question =
        Awaitility.await()
            .pollInterval(SOON)
            .until(
                () -> {
                  time.timePasses(LiveMatches.LOOK_AGAIN);
                  return questions.poll();
                },
                Objects::nonNull);
    return (ListChanges) question;
  }

  private Object sales() {
    return feed.expectMessageClass(FeedCommand.SalesChanged.class).json();
  }

  private String told() {
    FeedCommand.MatchChanged changed = feed.expectMessageClass(FeedCommand.MatchChanged.class);
    MatchJson json = (MatchJson) changed.json();
    assertThat(json.matchId()).isEqualTo(changed.matchId());
    return json.matchId() + " " + json.salesStatus();
  }

  private static Match match(String matchId) {
    return new MatchOpened(
            matchId,
            "KT - LG",
            List.of(new Match.Team("KT", "KT Wiz"), new Match.Team("LG", "LG Twins")),
            NOW.minusSeconds(60),
            NOW.plusSeconds(3600),
            "a",
            PoolRules.EARLIER,
            null,
            "c",
            NOW.minusSeconds(60))
        .after(null);
  }

  private static Match suspended(String matchId) {
    return new SalesSuspended(matchId, "a", null, "c", NOW).after(match(matchId));
  }
}
