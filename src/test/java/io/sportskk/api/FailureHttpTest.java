package io.sportskk.api;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.reject;
import static akka.http.javadsl.server.Directives.withRequestTimeout;
import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Rejections;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Parts that are not there, do not answer or are broken. */
class FailureHttpTest {

  private static final Duration SOON = Duration.ofMillis(300);
  private static final ApiSettings IMPATIENT = waiting(SOON, LIMIT);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  /**
   * @param ask how long for an answer of another part
   * @param body how long for a request's body
   */
  private static ApiSettings waiting(Duration ask, Duration body) {
    ApiSettings plain = TestApi.settings();
    return new ApiSettings(
        plain.host(),
        0,
        new ApiSettings.Timeouts(ask, ask, ask, body, LIMIT),
        plain.auth(),
        plain.stakes(),
        plain.twoPersons(),
        true,
        plain.demoTokenLifetime(),
        plain.signIn(),
        plain.streams(),
        plain.rateLimits());
  }

  private static Client impatientClient() {
    return new Client(TestApi.shared().start(IMPATIENT).localAddress().getPort());
  }

  @BeforeEach
  void listen() {
    log.start();
    ((Logger) LoggerFactory.getLogger(ErrorHandling.class)).addAppender(log);
  }

  @AfterEach
  void stopListening() {
    ((Logger) LoggerFactory.getLogger(ErrorHandling.class)).detachAppender(log);
  }

  @Test
  void aPurchaseWithoutAnswerCanBeRepeatedWithItsKey() {
    Client.Answer answer =
        impatientClient()
            .post("/tickets", "{\"matchId\":\"silent\",\"team\":\"KT\",\"stake\":100}")
            .as(Client.BUYER)
            .with("Idempotency-Key", "key-1")
            .answer();

    JsonNode problem = answer.problem(503, "UNAVAILABLE");
    assertThat(problem.get("retryable").booleanValue()).isTrue();
    assertThat(problem.get("ticketId").textValue()).isEqualTo(TicketIds.named("buyer-1", "key-1"));
  }

  @Test
  void aPurchaseWithoutAnswerAndKeyMustNotJustBeRepeated() {
    Client.Answer answer =
        impatientClient()
            .post("/tickets", "{\"matchId\":\"silent\",\"team\":\"KT\",\"stake\":100}")
            .as(Client.BUYER)
            .answer();

    JsonNode problem = answer.problem(503, "UNAVAILABLE");
    assertThat(problem.get("retryable").booleanValue()).isFalse();
    assertThat(answer.header("Location"))
        .isEqualTo("/tickets/" + problem.get("ticketId").textValue());
  }

  @Test
  void anEntityThatDoesNotAnswerIsUnavailable() {
    Client.Answer answer = impatientClient().get("/matches/silent").answer();

    assertThat(answer.problem(503, "UNAVAILABLE").get("retryable").booleanValue()).isTrue();
  }

  @Test
  void aServiceThatNoNodeOffersIsUnavailableAtOnce() {
    try (TestApi api = TestApi.withoutServices()) {
      for (String path :
          List.of(
              "/matches",
              "/matches/kt-lg/tally/history",
              "/admin/tickets",
              "/admin/tallies",
              "/admin/ledger/trial-balance")) {
        api.client().get(path).as(Client.ADMIN).answer().problem(503, "UNAVAILABLE");
      }
      api.client().get("/tickets").as(Client.BUYER).answer().problem(503, "UNAVAILABLE");
      assertThat(api.client().get("/admin/payments").as(Client.ADMIN).answer().json().toString())
          .isEqualTo("{\"items\":[],\"nextCursor\":null}");
    }
  }

  @Test
  void aRequestThatIsUnderWayIsAnsweredWhenTheNodeStops() {
    try (TestApi api = TestApi.withoutServices()) {
      CompletableFuture<HttpResponse> slow = new CompletableFuture<>();
      CompletableFuture<Void> arrived = new CompletableFuture<>();
      HttpServer binding =
          TestApi.join(
              HttpApi.serve(
                  api.system(),
                  IMPATIENT,
                  List.of(
                      path(
                          "slow",
                          () -> {
                            return extractRequest(
                                request -> {
                                  arrived.complete(null);
                                  return completeWithFuture(slow);
                                });
                          })),
                  new SimpleMeterRegistry()));
      Client client = Client.ofOtherRoutes(binding.localAddress().getPort());
      CompletableFuture<Client.Answer> answer =
          CompletableFuture.supplyAsync(() -> client.get("/slow").answer());
      TestApi.join(arrived);

      api.system().terminate();
      slow.complete(HttpResponse.create().withEntity("done"));

      assertThat(TestApi.join(answer).http().body()).isEqualTo("done");
      TestApi.join(api.system().getWhenTerminated());
    }
  }

  @Test
  void aBodyThatDoesNotArriveInTimeIsAnsweredWithAProblem() throws IOException {
    int port = TestApi.shared().start(waiting(LIMIT, SOON)).localAddress().getPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket
          .getOutputStream()
          .write(
              "POST /tickets HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"code\":\"REQUEST_TIMEOUT\"");
    }
  }

  @Test
  void whatNobodyForesawIsLoggedAndNothingOfItTold() {
    Client client = broken();
    for (String path : List.of("/thrown", "/failed", "/nested", "/rejected")) {
      String id = "unforeseen-" + UUID.randomUUID();
      Client.Answer answer = client.get(path).with("X-Correlation-ID", id).answer();

      answer.problem(500, "INTERNAL_ERROR");
      assertThat(answer.http().body()).doesNotContain("secret");
      assertThat(log.list)
          .anySatisfy(
              event -> {
                assertThat(event.getMDCPropertyMap()).isEqualTo(Map.of("correlationId", id));
                assertThat(event.getThrowableProxy()).isNotNull();
              });
    }
  }

  @Test
  void anAnswerThatTakesLongerThanTheServerWaitsIsAProblem() {
    Client client = broken();
    Client.Answer answer = client.get("/never").with("X-Correlation-ID", "never-1").answer();

    answer.problem(503, "UNAVAILABLE");
    assertThat(answer.header("X-Correlation-ID")).isEqualTo("never-1");
  }

  /** A server whose routes are broken in all ways. */
  private static Client broken() {
    RuntimeException secret = new IllegalStateException("secret");
    HttpServer binding =
        TestApi.join(
            HttpApi.serve(
                TestApi.shared().system(),
                IMPATIENT,
                List.of(
                    path(
                        "thrown",
                        () ->
                            extractRequest(
                                request -> {
                                  throw secret;
                                })),
                    path(
                        "failed", () -> completeWithFuture(CompletableFuture.failedFuture(secret))),
                    path(
                        "nested",
                        () ->
                            completeWithFuture(
                                CompletableFuture.failedFuture(
                                    new CompletionException(new CompletionException(secret))))),
                    path("rejected", () -> reject(Rejections.validationRejection("secret"))),
                    path(
                        "never",
                        () ->
                            withRequestTimeout(
                                scala.concurrent.duration.Duration.fromNanos(SOON.toNanos()),
                                () -> completeWithFuture(new CompletableFuture<>()))),
                    path("fine", () -> complete("fine"))),
                new SimpleMeterRegistry()));
    return Client.ofOtherRoutes(binding.localAddress().getPort());
  }

  @Test
  void theServerStillWorksAfterThat() {
    Client client = broken();
    client.get("/thrown").answer().problem(500, "INTERNAL_ERROR");
    Awaitility.await()
        .untilAsserted(() -> assertThat(client.get("/fine").answer().status()).isEqualTo(200));
  }
}
