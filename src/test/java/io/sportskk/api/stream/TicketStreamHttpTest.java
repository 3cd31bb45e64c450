package io.sportskk.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.sportskk.api.StreamsFixture;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.EventReader;
import io.sportskk.testing.EventReader.Event;
import io.sportskk.ticket.TicketCommand;
import io.sportskk.ticket.TicketNotice;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The stream of a real ticket, over HTTP. */
class TicketStreamHttpTest {

  private static final int MANY = 50;

  private static StreamsFixture node;

  @BeforeAll
  static void start() throws Exception {
    node = new StreamsFixture("");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void aStreamTellsTheWholeStoryAndGoesOn() throws Exception {
    String ticketId = node.buy();
    try (EventReader stream = node.buyer().events(events(ticketId))) {
      assertThat(states(stream.next(2))).containsExactly("1 Pending false", "2 Approved true");
      assertThat(stream.retry()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
      assertThat(stream.response().headers().map())
          .containsEntry("content-type", List.of("text/event-stream; charset=UTF-8"))
          .containsEntry("cache-control", List.of("no-store"))
          .containsEntry("x-accel-buffering", List.of("no"))
          .containsEntry("connection", List.of("close"));
      node.cancel(ticketId);
      assertThat(states(stream.next(2))).containsExactly("3 Cancelling true", "4 Cancelled false");
      Awaitility.await().until(stream::hasEnded);
      assertThat(stream.failure()).isNull();
    }
  }

  @Test
  void theTicketIsTheSameAsTheOneThatIsLookedUp() {
    String ticketId = node.buy();
    try (EventReader stream = node.buyer().events(events(ticketId))) {
      Event latest = stream.next(event -> event.id().equals("2"));
      assertThat(StreamsFixture.json(latest.data()))
          .isEqualTo(StreamsFixture.json(node.buyer().get("/tickets/" + ticketId).body()));
    }
  }

  @Test
  void aSilentStreamCarriesCommentsThatAreNoEvents() {
    String ticketId = node.buy();
    try (EventReader stream = node.buyer().events(events(ticketId))) {
      stream.next(2);
      assertStaysSilent(stream);
      assertThat(stream.failure()).isNull();
    }
  }

  @Test
  void aReaderThatComesBackMissesNothingAndGetsNothingTwice() throws Exception {
    String ticketId = node.buy();
    List<Event> all = new ArrayList<>();
    String last;
    try (EventReader stream = node.buyer().events(events(ticketId))) {
      all.addAll(stream.next(2));
      last = all.get(1).id();
    }
    node.cancel(ticketId);
    try (EventReader stream =
        node.buyer().withHeader("Last-Event-ID", last).events(events(ticketId))) {
      all.addAll(stream.next(2));
    }
    assertThat(states(all))
        .containsExactly(
            "1 Pending false", "2 Approved true", "3 Cancelling true", "4 Cancelled false");
    // There is nothing more to come, so the client is told not to come back.
    HttpResponse<String> again =
        node.buyer().withHeader("Last-Event-ID", "4").get(events(ticketId));
    assertThat(again.statusCode()).isEqualTo(204);
    assertThat(again.body()).isEmpty();
    assertThat(
            code(404, node.buyer("buyer-2").withHeader("Last-Event-ID", "4").get(events(ticketId))))
        .isEqualTo("TICKET_NOT_FOUND");
  }

  @Test
  void aReaderWhoKnowsMoreThanHasHappenedIsToldSoAndBeginsAgain() throws Exception {
    String ticketId = node.buy();
    node.entity(ticketId); // its changes are there
    try (EventReader stream =
        node.buyer().withHeader("Last-Event-ID", "99").events(events(ticketId))) {
      Event gap = stream.next();
      assertThat(gap.event()).isEqualTo("gap");
      assertThat(gap.id()).isEqualTo("0");
      assertThat(gap.data()).isEqualTo("{\"lastEventId\":\"99\"}");
      assertThat(states(stream.next(2))).containsExactly("1 Pending false", "2 Approved true");
    }
  }

  @Test
  void clientsAreNotToldToComeBackAllAtOnce() {
    String ticketId = node.buy();
    Set<Duration> told = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      try (EventReader stream = node.buyer().events(events(ticketId))) {
        stream.next();
        told.add(stream.retry());
      }
    }
    assertThat(told).hasSizeGreaterThan(10);
  }

  @Test
  void theLastEventIdCanBeInTheAddressAndTheHeaderWins() {
    String ticketId = node.buy();
    try (EventReader stream = node.buyer().events(events(ticketId) + "?lastEventId=1")) {
      assertThat(stream.next().id()).isEqualTo("2");
    }
    ApiClient again = node.buyer().withHeader("Last-Event-ID", "1");
    try (EventReader stream = again.events(events(ticketId) + "?lastEventId=0")) {
      assertThat(stream.next().id()).isEqualTo("2");
    }
  }

  @Test
  void aLastEventIdThatIsNoneIsRefused() {
    String ticketId = node.buy();
    for (String bad : List.of("abc", "-1", "1.5", "9999999999999999999", "1 2")) {
      assertThat(code(400, node.buyer().withHeader("Last-Event-ID", bad).get(events(ticketId))))
          .as(bad)
          .isEqualTo("INVALID_REQUEST");
    }
    assertThat(code(400, node.buyer().get(events(ticketId) + "?lastEventId=abc")))
        .isEqualTo("INVALID_REQUEST");
    assertThat(code(400, node.buyer().get(events(ticketId) + "?after=1")))
        .isEqualTo("INVALID_REQUEST");
  }

  @Test
  void onlyTheBuyerAndAnAdministratorMayWatch() {
    String ticketId = node.buy();
    assertThat(code(401, node.anyone().get(events(ticketId)))).isEqualTo("UNAUTHENTICATED");
    assertThat(code(404, node.buyer("buyer-2").get(events(ticketId))))
        .isEqualTo("TICKET_NOT_FOUND");
    assertThat(code(404, node.buyer().get(events(UUID.randomUUID().toString()))))
        .isEqualTo("TICKET_NOT_FOUND");
    assertThat(code(404, node.buyer().get(events("none")))).isEqualTo("TICKET_NOT_FOUND");
    assertThat(code(405, node.buyer().post(events(ticketId), "{}")))
        .isEqualTo("METHOD_NOT_ALLOWED");
    try (EventReader stream = node.admin().events(events(ticketId))) {
      assertThat(stream.next().id()).isEqualTo("1");
    }
  }

  @Test
  void aStreamOutlivesItsEntity() throws Exception {
    String ticketId = node.buy();
    try (EventReader stream = node.buyer().events(events(ticketId))) {
      stream.next(2);
      TestProbe<Void> watcher = node.cluster().testKit().createTestProbe();
      for (int i = 0; i < 3; i++) {
        ActorRef<TicketCommand> entity = node.entity(ticketId);
        entity.tell(new TicketCommand.Stop());
        watcher.expectTerminated(entity);
      }
      node.entity(ticketId);
      node.cancel(ticketId);
      assertThat(states(stream.next(2))).containsExactly("3 Cancelling true", "4 Cancelled false");
      Awaitility.await().until(stream::hasEnded);
    }
  }

  @Test
  void aReaderThatGoesAwayLeavesNothingBehind() {
    String ticketId = node.buy();
    // The streams of other tests take a moment to be missed.
    Awaitility.await().until(() -> node.openStreams("ticket") == 0);
    EventReader stream = node.buyer().events(events(ticketId));
    stream.next(2);
    assertThat(node.openStreams("ticket")).isEqualTo(1);
    TestProbe<TicketNotice> subscriber = node.cluster().testKit().createTestProbe();
    node.ticket(ticketId).tell(new TicketCommand.Subscribe(3, subscriber.getRef()));
    ActorRef<TicketCommand> entity =
        subscriber.expectMessageClass(TicketNotice.Subscribed.class).entity();
    TestProbe<Void> watcher = node.cluster().testKit().createTestProbe();
    subscriber.stop();
    stream.close();
    Awaitility.await().until(() -> node.openStreams("ticket") == 0);
    // An entity that nobody watches leaves memory.
    watcher.expectTerminated(entity);
  }

  @Test
  void everyOpenStreamIsToldOfAChangeWhenItHappens() throws Exception {
    // The subscription, too, is renewed with each heartbeat, and would bring the change by then.
    try (StreamsFixture withoutHeartbeat =
        new StreamsFixture(
            """
            sportskk.sse.heartbeat = 1 h
            akka.http.server.idle-timeout = 2 h
            """)) {
      withoutHeartbeat.parts.chargesWait = true;
      ApiClient buyer = withoutHeartbeat.buyer();
      List<String> tickets = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        tickets.add(withoutHeartbeat.buySoon());
      }
      Awaitility.await().until(() -> withoutHeartbeat.parts.waiting() == MANY);
      List<EventReader> streams = new ArrayList<>();
      try {
        for (String ticketId : tickets) {
          EventReader stream = buyer.events(events(ticketId));
          assertThat(stream.next().id()).isEqualTo("1");
          streams.add(stream);
        }
        for (int i = 0; i < MANY; i++) {
          withoutHeartbeat.parts.charge(tickets.get(i));
          assertThat(streams.get(i).next().id()).isEqualTo("2");
        }
      } finally {
        streams.forEach(EventReader::close);
      }
    }
  }

  /** For so many heartbeats that the subscription is renewed in between. */
  private static void assertStaysSilent(EventReader stream) {
    long before = stream.comments();
    Awaitility.await().until(() -> stream.comments() >= before + 3);
    assertThat(stream.poll(Duration.ZERO)).isEmpty();
  }

  private static String code(int status, HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return StreamsFixture.json(response.body()).path("code").textValue();
  }

  private static List<String> states(List<Event> events) {
    return events.stream()
        .map(
            event -> {
              assertThat(event.event()).isEqualTo("ticket");
              var ticket = StreamsFixture.json(event.data());
              return event.id()
                  + " "
                  + ticket.path("status").textValue()
                  + " "
                  + ticket.path("tallied").booleanValue();
            })
        .toList();
  }

  private static String events(String ticketId) {
    return "/tickets/" + ticketId + "/events";
  }
}
