package io.sportskk.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Source;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import com.typesafe.config.ConfigFactory;
import io.sportskk.kernel.Money;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.Ticket;
import io.sportskk.ticket.TicketCommand;
import io.sportskk.ticket.TicketCommand.Subscribe;
import io.sportskk.ticket.TicketNotice;
import io.sportskk.ticket.TicketStatus;
import io.sportskk.ticket.Tickets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stream does about an entity that is slow, silent, gone or repeats itself. */
class TicketStreamTest {

  private static final int BUFFER = 2;
  private static final Duration RENEWAL = Duration.ofSeconds(15);
  private static final Duration FIRST_WAIT = Duration.ofMillis(250);
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("akka.actor.provider = local")
              .withFallback(ManualTime.config()));

  private final ManualTime time = ManualTime.get(KIT.system());
  private TestProbe<TicketCommand> shards;
  private TestProbe<TicketCommand> entity;
  private TestSubscriber.Probe<Ticket> client;
  private ActorRef<TicketStream.Message> stream;
  private Turnstile turnstile;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void open() {
    turnstile = new Turnstile(1);
    shards = KIT.createTestProbe();
    entity = KIT.createTestProbe();
    Pair<BoundedSourceQueue<Ticket>, TestSubscriber.Probe<Ticket>> source =
        Source.<Ticket>queue(BUFFER)
            .toMat(TestSink.create(KIT.system().classicSystem()), Keep.both())
            .run(KIT.system());
    client = source.second();
    stream =
        KIT.spawn(
            TicketStream.create(
                TestEntityRef.of(Tickets.KEY, "t-1", shards.getRef()),
                0,
                source.first(),
                turnstile,
                RENEWAL,
                "corr-1"));
  }

  @AfterEach
  void close() {
    KIT.stop(stream);
  }

  @Test
  void itAsksAgainUntilTheEntityAnswers() {
    Subscribe asked = subscribe();
    Duration wait = FIRST_WAIT;
    for (int i = 1; i <= 4; i++) {
      passOn(asked, i);
      time.timePasses(wait);
      asked = subscribe();
      assertThat(asked.after()).isEqualTo(i);
      wait = wait.multipliedBy(2);
    }
  }

  @Test
  void itGoesOnWhereItWasWhenTheEntityStops() {
    Subscribe first = subscribe();
    first.subscriber().tell(new TicketNotice.Subscribed(entity.getRef()));
    passOn(first, 1);
    passOn(first, 2);
    entity.stop();
    assertThat(subscribe().after()).isEqualTo(2);
  }

  @Test
  void itRenewsItsSubscriptionInCaseTheEntityHasLostIt() {
    Subscribe first = subscribe();
    first.subscriber().tell(new TicketNotice.Subscribed(entity.getRef()));
    passOn(first, 1);
    time.timePasses(RENEWAL.minusMillis(1));
    passOn(first, 2); // had it asked before this, it would have asked for what comes after 1
    time.timePasses(Duration.ofMillis(1));
    assertThat(subscribe().after()).isEqualTo(2);
  }

  @Test
  void nothingIsPassedOnTwice() {
    Subscribe first = subscribe();
    passOn(first, 1);
    change(first, 1);
    passOn(first, 2);
    change(first, 1);
    change(first, 2);
    passOn(first, 3);
  }

  @Test
  void whatWasLostOnItsWayIsAskedForAgain() {
    Subscribe first = subscribe();
    first.subscriber().tell(new TicketNotice.Subscribed(entity.getRef()));
    passOn(first, 1);
    change(first, 3);
    Subscribe again = subscribe();
    assertThat(again.after()).isEqualTo(1);
    passOn(again, 2);
    passOn(again, 3);
  }

  @Test
  void aSlowReaderGetsWhatWaitsForItAndIsClosed() {
    Subscribe first = subscribe();
    for (int i = 1; i <= BUFFER + 2; i++) {
      change(first, i);
    }
    KIT.createTestProbe().expectTerminated(stream);
    client.request(BUFFER + 1);
    assertThat(client.expectNext().sequenceNr()).isEqualTo(1);
    assertThat(client.expectNext().sequenceNr()).isEqualTo(2);
    client.expectComplete();
  }

  @Test
  void itEndsWithTheLastChangeThatThereCanBe() {
    for (TicketStatus status : List.of(TicketStatus.REJECTED, TicketStatus.CANCELLED)) {
      KIT.stop(stream);
      open();
      Subscribe first = subscribe();
      change(first, 1, status);
      KIT.createTestProbe().expectTerminated(stream);
      client.request(1);
      assertThat(client.expectNext().status()).isEqualTo(status);
      client.expectComplete();
    }
  }

  @Test
  void anApprovedTicketMayStillChange() {
    Subscribe first = subscribe();
    change(first, 1, TicketStatus.APPROVED);
    client.request(1);
    client.expectNext();
    passOn(first, 2);
  }

  @Test
  void itWaitsForItsTurnToAskTheEntity() {
    Subscribe first = subscribe(); // and the entity has not answered yet
    TestProbe<String> other = KIT.createTestProbe();
    Turnstile.Place place = turnstile.enter(() -> other.getRef().tell("admitted"));
    first.subscriber().tell(new TicketNotice.Subscribed(entity.getRef()));
    other.expectMessage("admitted");
    entity.stop();
    TestProbe<Void> done = KIT.createTestProbe();
    done.expectTerminated(entity.getRef());
    passOn(first, 1);
    place.leave();
    assertThat(subscribe().after()).isEqualTo(1);
  }

  @Test
  void oneThatEndsLeavesItsPlaceToOthers() {
    subscribe();
    TestProbe<String> other = KIT.createTestProbe();
    Turnstile.Place place = turnstile.enter(() -> other.getRef().tell("admitted"));
    stream.tell(new TicketStream.Ended());
    other.expectMessage("admitted");
    place.leave();
  }

  @Test
  void theEntityLearnsThatTheStreamHasEnded() {
    Subscribe first = subscribe();
    TestProbe<Void> watcher = KIT.createTestProbe();
    stream.tell(new TicketStream.Ended());
    watcher.expectTerminated(first.subscriber());
  }

  private Subscribe subscribe() {
    return shards.expectMessageClass(Subscribe.class);
  }

  /**
   * A change that the reader takes at once: more than {@link #BUFFER} must not wait for it. When it
   * is there, the stream is also done with all that it was told before.
   */
  private void passOn(Subscribe to, long sequenceNr) {
    change(to, sequenceNr);
    client.request(1);
    assertThat(client.expectNext().sequenceNr()).isEqualTo(sequenceNr);
  }

  private static void change(Subscribe to, long sequenceNr) {
    change(to, sequenceNr, TicketStatus.PENDING);
  }

  private static void change(Subscribe to, long sequenceNr, TicketStatus status) {
    Purchase purchase =
        new Purchase("t-1", "buyer-1", "kt-lg", "LG", Money.won(1000), NOW, "corr-1");
    to.subscriber()
        .tell(
            new TicketNotice.Changed(
                new Ticket(
                    purchase, status, false, null, null, NOW, sequenceNr, null, null, null)));
  }
}
