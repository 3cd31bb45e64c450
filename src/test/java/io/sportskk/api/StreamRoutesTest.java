package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.pubsub.Topic;
import com.nimbusds.jwt.JWTClaimsSet;
import io.sportskk.kernel.Money;
import io.sportskk.tally.MatchTotals;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.EventReader;
import io.sportskk.testing.EventReader.Event;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The streams of totals and of all changes, over HTTP. */
class StreamRoutesTest {

  private static final String ALL = "/admin/tickets/events";
  private static final String TALLIES = "/matches/events";
  private static final int MOST = 4;

  private static StreamsFixture node;

  @BeforeAll
  static void start() throws Exception {
    node =
        new StreamsFixture(
            """
            sportskk {
              sse { replay = 20, max-streams = %d }
              auth.clock-skew = 0 s
            }
            """
                .formatted(MOST));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void anAdministratorSeesEveryChangeOfEveryTicket() throws Exception {
    try (EventReader stream = node.admin().events(ALL)) {
      String first = node.buy();
      String second = node.buy();
      node.cancel(first);
      Set<String> seen = new HashSet<>();
      while (!seen.contains(first + " Cancelled") || !seen.contains(second + " Approved")) {
        Event event = stream.next();
        assertThat(event.event()).isEqualTo("ticket");
        var ticket = StreamsFixture.json(event.data());
        seen.add(ticket.path("ticketId").textValue() + " " + ticket.path("status").textValue());
      }
      assertThat(seen)
          .contains(
              first + " Pending",
              first + " Approved",
              first + " Cancelling",
              first + " Cancelled",
              second + " Pending",
              second + " Approved");
    }
  }

  @Test
  void anAdministratorWhoComesBackMissesNothing() throws Exception {
    String last;
    String ticketId;
    try (EventReader stream = node.admin().events(ALL)) {
      Awaitility.await().until(() -> !stream.lastEventId().isEmpty());
      ticketId = node.buy();
      last = stream.next(event -> event.data().contains(ticketId)).id();
    }
    node.cancel(ticketId);
    List<String> missed = new ArrayList<>();
    try (EventReader stream = node.admin().withHeader("Last-Event-ID", last).events(ALL)) {
      while (!missed.contains("Cancelled")) {
        Event event = stream.next();
        assertThat(event.event()).isEqualTo("ticket");
        var ticket = StreamsFixture.json(event.data());
        if (ticket.path("ticketId").textValue().equals(ticketId)) {
          missed.add(ticket.path("status").textValue());
        }
      }
    }
    assertThat(missed).containsExactly("Approved", "Cancelling", "Cancelled");
  }

  @Test
  void aReaderOfAnotherIncarnationIsToldOfTheGap() {
    try (EventReader stream = node.admin().events(ALL + "?lastEventId=0abc-17")) {
      Event gap = stream.next();
      assertThat(gap.event()).isEqualTo("gap");
      assertThat(gap.data()).isEqualTo("{\"lastEventId\":\"0abc-17\"}");
      String ticketId = node.buy();
      assertThat(stream.next(event -> event.data().contains(ticketId)).event()).isEqualTo("ticket");
    }
    assertThat(code(400, node.admin().withHeader("Last-Event-ID", "17").get(ALL)))
        .isEqualTo("INVALID_REQUEST");
  }

  @Test
  void onlyAdministratorsSeeAllTickets() {
    assertThat(code(401, node.anyone().get(ALL))).isEqualTo("UNAUTHENTICATED");
    assertThat(code(403, node.buyer().get(ALL))).isEqualTo("FORBIDDEN");
  }

  @Test
  void anyoneSeesTotalsAsTheyChange() {
    try (EventReader stream = node.anyone().events(TALLIES)) {
      publish("m-1", 1);
      Event first = stream.next(event -> event.data().contains("\"m-1\""));
      assertThat(first.event()).isEqualTo("tally");
      assertThat(StreamsFixture.json(first.data()).path("stake").longValue()).isEqualTo(1000);
      publish("m-1", 2);
      Event second = stream.next(event -> event.data().contains("\"m-1\""));
      assertThat(StreamsFixture.json(second.data()).path("version").longValue()).isEqualTo(2);
      assertThat(Long.parseLong(second.id())).isGreaterThan(Long.parseLong(first.id()));
    }
    try (EventReader stream = node.anyone().events(TALLIES)) {
      Event current = stream.next(event -> event.data().contains("\"m-1\""));
      assertThat(StreamsFixture.json(current.data()).path("version").longValue()).isEqualTo(2);
    }
    assertThat(code(400, node.anyone().get(TALLIES + "?matchId=m-1"))).isEqualTo("INVALID_REQUEST");
  }

  @Test
  void aNodeHasSoManyStreamsAndNoMore() {
    Awaitility.await().until(() -> node.openStreams("tally") + node.openStreams("admin") == 0);
    List<EventReader> streams = new ArrayList<>();
    try {
      for (int i = 0; i < MOST; i++) {
        streams.add(node.anyone().events(TALLIES));
        double open = i + 1;
        Awaitility.await().until(() -> node.openStreams("tally") == open);
      }
      HttpResponse<String> refused = node.anyone().get(TALLIES);
      assertThat(code(503, refused)).isEqualTo("UNAVAILABLE");
    } finally {
      streams.forEach(EventReader::close);
    }
    Awaitility.await().until(() -> node.openStreams("tally") == 0);
    try (EventReader stream = node.anyone().events(TALLIES)) {
      Awaitility.await().until(() -> stream.comments() > 0);
    }
  }

  @Test
  void aStreamEndsWithTheTokenThatOpenedIt() {
    ApiClient shortly =
        node.anyone()
            .withToken(
                Client.sign(
                    new JWTClaimsSet.Builder()
                        .subject("admin-1")
                        .claim("roles", List.of("admin"))
                        .expirationTime(Date.from(node.clock.instant().plusSeconds(2)))
                        .build()));
    try (EventReader stream = shortly.events(ALL)) {
      Awaitility.await().until(stream::hasEnded);
      assertThat(stream.failure()).isNull();
    }
    node.clock.advance(Duration.ofSeconds(3));
    assertThat(code(401, shortly.get(ALL))).isEqualTo("INVALID_TOKEN");
  }

  @Test
  void headAsksForTheHeadersOnly() {
    Awaitility.await().until(() -> node.openStreams("tally") == 0);
    HttpResponse<String> answer = node.anyone().send("HEAD", TALLIES, null, null);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type"))
        .contains("text/event-stream; charset=UTF-8");
    Awaitility.await().until(() -> node.openStreams("tally") == 0);
  }

  private static void publish(String matchId, long version) {
    node.tallyChanges.tell(
        Topic.publish(
            new MatchTotals(
                matchId,
                List.of(new MatchTotals.TeamTotal("LG", Money.won(1000 * version), version, 0)),
                version,
                Instant.parse("2026-11-22T09:00:00Z").plus(Duration.ofSeconds(version)),
                null)));
  }

  private static String code(int status, HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return StreamsFixture.json(response.body()).path("code").textValue();
  }
}
