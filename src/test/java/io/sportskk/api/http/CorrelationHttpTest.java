package io.sportskk.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.api.Client;
import io.sportskk.api.TestApi;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationHttpTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final Client client = TestApi.shared().client();

  private static void isNew(Client.Answer answer) {
    assertThat(UUID.fromString(answer.header("X-Correlation-ID"))).isNotNull();
    assertThat(answer.http().headers().allValues("X-Correlation-ID")).hasSize(1);
  }

  @Test
  void withoutAnyIdANewOneIsMade() {
    isNew(client.get("/matches").answer());
    assertThat(client.get("/matches").answer().header("X-Correlation-ID"))
        .isNotEqualTo(client.get("/matches").answer().header("X-Correlation-ID"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "order-17.retry_2", "A.b_c-9"})
  void theClientsOwnIdIsUsed(String id) {
    assertThat(
            client
                .get("/matches")
                .with("X-Correlation-ID", id)
                .with("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .answer()
                .header("X-Correlation-ID"))
        .isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "<script>", "a,b", "\"a\""})
  void anInvalidIdIsReplaced(String id) {
    isNew(client.get("/matches").with("X-Correlation-ID", id).answer());
  }

  @Test
  void anIdHasAtMost128Characters() {
    String most = "x".repeat(128);
    assertThat(
            client
                .get("/nowhere")
                .with("X-Correlation-ID", most)
                .answer()
                .header("X-Correlation-ID"))
        .isEqualTo(most);
    isNew(client.get("/nowhere").with("X-Correlation-ID", most + "x").answer());
  }

  @Test
  void theTraceOfTheClientIsUsed() {
    assertThat(
            client
                .get("/nowhere")
                .with("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .answer()
                .problem(404, "NOT_FOUND")
                .get("correlationId")
                .textValue())
        .isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "rubbish"
      })
  void aMalformedTraceIsIgnored(String traceParent) {
    isNew(client.get("/matches").with("traceparent", traceParent).answer());
  }

  @Test
  void anInvalidIdIsReplacedByAValidTrace() {
    assertThat(
            client
                .get("/matches")
                .with("X-Correlation-ID", "a b")
                .with("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00")
                .answer()
                .header("X-Correlation-ID"))
        .isEqualTo(TRACE);
  }
}
