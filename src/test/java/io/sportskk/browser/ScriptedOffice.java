package io.sportskk.browser;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.NotUsed;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.ResponseEntity;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import io.sportskk.api.page.PageRoutes;
import io.sportskk.api.page.SignIn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server that has the pages, and says otherwise what a test wants: whatever may become of a
 * ticket office, and of the lines to it.
 */
final class ScriptedOffice implements AutoCloseable {

  private static final String EMPTY_PAGE = "{\"items\": [], \"nextCursor\": null}";

  /** To be run before a page is: somebody is signed in then. */
  static final String SIGNED_IN =
      """
      sessionStorage.setItem('sportskk.demo-person', '{"id": "buyer-1", "roles": ["buyer"]}')
      """;

  /** What is answered where. */
  @FunctionalInterface
  interface Answer {
    CompletionStage<HttpResponse> to(HttpRequest request);
  }

  /** A stream that is open. */
  record Line(HttpRequest request, BoundedSourceQueue<ByteString> queue) {

    /** Of the last event that the client has, empty if it has none. */
    String lastEventId() {
      return request.getHeader("Last-Event-ID").map(HttpHeader::value).orElse("");
    }

    /** An event, or a part of one. */
    Line says(String text) {
      queue.offer(ByteString.fromString(text));
      return this;
    }

    Line tells(String event, String id, String data) {
      return says("event: %s\nid: %s\ndata: %s\n\n".formatted(event, id, data));
    }

    /** In good order, as servers do now and then. */
    void ends() {
      queue.complete();
    }

    void breaks() {
      queue.fail(new IllegalStateException("a line that breaks, as the test wants"));
    }
  }

  private final ActorTestKit kit;
  private final ServerBinding binding;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<Line>> lines = new ConcurrentHashMap<>();
  private final List<HttpRequest> asked = new CopyOnWriteArrayList<>();

  private ScriptedOffice() {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString(
                    "akka { actor.provider = local, loglevel = ERROR, stdout-loglevel = ERROR }")
                .withFallback(ConfigFactory.load()));
    Route pages = new PageRoutes(SignIn.demo()).route();
    Route all =
        Directives.concat(
            pages, Directives.extractRequest(it -> Directives.completeWithFuture(answer(it))));
    binding =
        Http.get(kit.system())
            .newServerAt("127.0.0.1", 0)
            .bind(all)
            .toCompletableFuture()
            .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
            .join();
    forgets();
  }

  static ScriptedOffice start() {
    return new ScriptedOffice();
  }

  /** All is well again, and empty. */
  void forgets() {
    answers.clear();
    lines.clear();
    asked.clear();
    answers("/demo/tokens", json(token()));
    for (String list : List.of("/matches", "/tickets", "/wallet/transactions")) {
      answers(list, json(EMPTY_PAGE));
    }
    answers(
        "/wallet", json("{\"buyerId\": \"buyer-1\", \"balance\": 1000000, \"openCharges\": []}"));
    answers("/wallet/limits", json(limits(null)));
    answers(
        "/admin/sales",
        json(
            "{\"state\": \"OnSale\", \"by\": null, \"since\": null, \"reason\": null,"
                + " \"stoppedAt\": null, \"steps\": []}"));
    opensLinesAt("/matches/events");
    opensLinesAt("/tickets/events");
  }

  /** As if he had no limits. */
  static String limits(String excludedUntil) {
    String none =
        "{\"own\": null, \"house\": null, \"inForce\": null, \"used\": 0, \"left\": null,"
            + " \"freeAgainAt\": \"2030-01-01T00:00:00Z\", \"raise\": null}";
    StringBuilder text = new StringBuilder();
    for (String period : List.of("daily", "weekly", "monthly")) {
      for (String kind : List.of("Stake", "Loss", "Deposit")) {
        text.append("\"%s%s\": %s, ".formatted(period, kind, none));
      }
    }
    return "{\"buyerId\": \"buyer-1\", %s\"dailyMinutes\": %s, \"excludedUntil\": %s}"
        .formatted(text, none, excludedUntil == null ? null : '"' + excludedUntil + '"');
  }

  /** As the API tells it. */
  static String match(String status, String salesStatus) {
    Instant now = Instant.now();
    return """
        {"matchId": "kt-lg", "name": "KT Wiz - LG Twins", "opensAt": "%s", "closesAt": "%s",\
         "teams": [{"code": "KT", "name": "KT Wiz"}, {"code": "LG", "name": "LG Twins"}],\
         "status": "%s", "salesStatus": "%s", "rules": "1",\
         "pool": {"takeoutBasisPoints": 3000, "unbacked": "REFUND", "tax": "NONE",\
         "carryFrom": null}, "closedBy": null, "closedAt": null, "stoppedAt": null,\
         "suspended": null, "result": null, "withdrawn": null, "voidProposed": null,\
         "voided": null, "settledAt": null,\
         "corrections": {"made": 0, "reason": null, "proposed": null}}"""
        .formatted(
            now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(3)), status, salesStatus);
  }

  /** Which nobody checks. */
  private static String token() {
    long now = System.currentTimeMillis() / 1000;
    String claims =
        "{\"sub\": \"buyer-1\", \"roles\": [\"buyer\", \"admin\"], \"iat\": %d, \"exp\": %d}"
            .formatted(now, now + 43_200);
    String body =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return "{\"token\": \"e30." + body + ".e30\"}";
  }

  String address() {
    return "http://127.0.0.1:" + binding.localAddress().getPort();
  }

  ScriptedOffice answers(String path, Answer answer) {
    answers.put(path, answer);
    return this;
  }

  static Answer json(String body) {
    return answer(200, body);
  }

  static Answer problem(int status, String kind) {
    return answer(status, "{\"type\": \"https://sportskk.io/problems/%s\"}".formatted(kind));
  }

  private static Answer answer(int status, String body) {
    return body(status, HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
  }

  /** As somebody on the way says who is not the ticket office. */
  static Answer html() {
    return body(200, HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, "<p>Pay for the Wi-Fi</p>"));
  }

  /** It breaks off. */
  static Answer half() {
    return request ->
        CompletableFuture.completedFuture(
            HttpResponse.create()
                .withEntity(
                    HttpEntities.create(
                        ContentTypes.APPLICATION_JSON,
                        Source.from(List.of("{\"items\": [", ""))
                            .map(
                                it -> {
                                  if (it.isEmpty()) {
                                    throw new IllegalStateException("as the test wants");
                                  }
                                  return ByteString.fromString(it);
                                }))));
  }

  private static Answer body(int status, ResponseEntity entity) {
    return request ->
        CompletableFuture.completedFuture(
            HttpResponse.create().withStatus(StatusCodes.get(status)).withEntity(entity));
  }

  /** Nobody ever answers. */
  static Answer silence() {
    return request -> new CompletableFuture<>();
  }

  ScriptedOffice opensLinesAt(String path) {
    BlockingQueue<Line> opened = lines.computeIfAbsent(path, it -> new LinkedBlockingQueue<>());
    return answers(
        path,
        request -> {
          Pair<BoundedSourceQueue<ByteString>, Source<ByteString, NotUsed>> line =
              Source.<ByteString>queue(64).preMaterialize(kit.system());
          opened.add(new Line(request, line.first()).says("retry: 1000\n\n"));
          return CompletableFuture.completedFuture(
              HttpResponse.create()
                  .withEntity(
                      HttpEntities.createCloseDelimited(
                          MediaTypes.TEXT_EVENT_STREAM.toContentType(), line.second())));
        });
  }

  /** The next one that is opened there, if it is in time. */
  Optional<Line> poll(String path) {
    return Optional.ofNullable(lines.get(path).poll());
  }

  /** The next one that is opened there. */
  Line line(String path) {
    try {
      Line line = lines.get(path).poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(line).as("line at " + path).isNotNull();
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How often something there was asked for. */
  long asked(String path) {
    return asked.stream().filter(it -> it.getUri().path().equals(path)).count();
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    request.discardEntityBytes(kit.system());
    Answer answer = answers.getOrDefault(request.getUri().path(), problem(404, "not-found"));
    asked.add(request); // who sees it may change the answer of the next one
    return answer.to(request);
  }

  @Override
  public void close() {
    binding.terminate(LIMIT).toCompletableFuture().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS);
    kit.shutdownTestKit();
  }
}
