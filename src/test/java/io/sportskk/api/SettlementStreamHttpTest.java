package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.testing.ApiClient;
import io.sportskk.testing.EventReader;
import io.sportskk.testing.EventReader.Event;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a settlement goes on, as a stream over HTTP. */
class SettlementStreamHttpTest {

  private final Client client = TestApi.shared().client();

  private static String stream(String matchId) {
    return settlement(matchId) + "/stream";
  }

  private static String settlement(String matchId) {
    return "/admin/matches/" + matchId + "/settlement";
  }

  private static ApiClient admin() {
    return ApiClient.on(TestApi.shared().port()).withToken(Client.ADMIN);
  }

  private static double open() {
    return TestApi.shared()
        .metrics()
        .get("sportskk.streams.open")
        .tag("stream", "settlement")
        .gauge()
        .value();
  }

  /** The third time that it is asked it does not answer, and the second time nothing is new. */
  @Test
  void anAdministratorSeesEachChangeUntilAllIsPaid() {
    String matchId = ScriptedPools.PAYS + "-all";
    try (EventReader stream = admin().events(stream(matchId))) {
      List<Event> events = stream.next(3);
      assertThat(events).extracting(Event::event).containsOnly("settlement");
      assertThat(events)
          .extracting(Event::id)
          .containsExactly("1-0-paying", "1-2-paying", "1-3-completed");
      assertThat(StreamsFixture.json(events.get(1).data()).at("/settled/tickets").longValue())
          .isEqualTo(2);
      Awaitility.await().until(stream::hasEnded);
      assertThat(stream.failure()).isNull();
      assertThat(StreamsFixture.json(events.get(2).data()))
          .isEqualTo(client.get(settlement(matchId)).as(Client.ADMIN).answer().json());
    }
    Awaitility.await().until(() -> open() == 0);
  }

  @Test
  void whoHasSeenTheLastChangeIsToldNotToComeBack() {
    String matchId = ScriptedPools.PAYS + "-again";
    try (EventReader stream = admin().events(stream(matchId))) {
      assertThat(stream.next(event -> event.data().contains("COMPLETED")).id())
          .isEqualTo("1-3-completed");
    }
    ApiClient back = admin().withHeader("Last-Event-ID", "1-3-completed");
    assertThat(back.get(stream(matchId)).statusCode()).isEqualTo(204);
    assertThat(admin().get(stream(matchId) + "?lastEventId=1-3-completed").statusCode())
        .isEqualTo(204);
    try (EventReader stream =
        admin().withHeader("Last-Event-ID", "1-2-paying").events(stream(matchId))) {
      assertThat(stream.next().id()).isEqualTo("1-3-completed");
      Awaitility.await().until(stream::hasEnded);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "1-2", "1-2-PAYING", "-1-2-paying", "1-2-paying-3"})
  void anIdThatIsNoneIsRefused(String bad) {
    assertThat(
            StreamsFixture.json(
                    admin()
                        .withHeader("Last-Event-ID", bad)
                        .get(stream(ScriptedPools.SETTLED))
                        .body())
                .path("code")
                .textValue())
        .isEqualTo("INVALID_REQUEST");
  }

  @Test
  void itIsForAdministratorsAndOfMatchesThatAreThere() {
    String target = stream(ScriptedPools.SETTLED);
    client.get(target).as(Client.BUYER).answer().problem(403, "FORBIDDEN");
    client.get(target).answer().problem(401, "UNAUTHENTICATED");
    client.get(stream("none")).as(Client.ADMIN).answer().problem(404, "MATCH_NOT_FOUND");
  }
}
