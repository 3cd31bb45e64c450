package io.sportskk.api.http;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.Done;
import akka.NotUsed;
import akka.actor.ActorRef;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.japi.function.Function;
import akka.pattern.Patterns;
import akka.stream.SystemMaterializer;
import akka.stream.impl.ExtendedActorMaterializer;
import akka.stream.impl.StreamSupervisor;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How connections end, and how many there may be. */
class HttpServerTest {

  private static final Config CONFIG =
      ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load());
  private static final ActorTestKit KIT = ActorTestKit.create("http-server", CONFIG);
  private static final ServerSettings SETTINGS =
      ServerSettings.create(CONFIG)
          .withTerminationDeadlineExceededResponse(
              HttpResponse.create().withStatus(503).withEntity("too late"));

  /** Of the connections of another test, which may be slow to end. */
  @BeforeEach
  void nothingIsLeft() {
    awaitStreams(0);
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static HttpServer serve(
      ServerSettings settings, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    return join(HttpServer.bind(KIT.system(), "127.0.0.1", 0, settings, handler));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Sends a request, and leaves its connection open. */
  private static Socket get(HttpServer server) throws IOException {
    Socket socket = connect(server);
    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    return socket;
  }

  private static Socket connect(HttpServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.localAddress().getPort());
    socket.setSoTimeout((int) LIMIT.toMillis());
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String readUntil(InputStream in, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int next = in.read();
      assertThat(next).as("after " + read).isNotNegative();
      read.append((char) next);
    }
    return read.toString();
  }

  private static String readAll(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
  }

  @Test
  void aRequestThatIsUnderWayIsTheLastOneOfItsConnection() throws IOException {
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    HttpServer server = serve(SETTINGS, request -> answer);
    try (Socket socket = get(server)) {
      // An answer that is there at once may be on its way before the end is heard of.
      Awaitility.await().until(() -> answer.getNumberOfDependents() > 0);
      CompletionStage<Done> terminated = server.terminate(LIMIT);
      answer.complete(HttpResponse.create().withEntity("done"));

      assertThat(readAll(socket.getInputStream()))
          .startsWith("HTTP/1.1 200 ")
          .contains("Connection: close\r\n")
          .endsWith("\r\n\r\ndone");
      join(terminated);
    }
    join(server.unbind());
  }

  @Test
  void aClientThatHasSaidAllStillGetsItsAnswer() throws IOException {
    CompletableFuture<HttpRequest> arrived = new CompletableFuture<>();
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    HttpServer server =
        serve(
            SETTINGS,
            request -> {
              arrived.complete(request);
              return answer;
            });
    try (Socket socket = get(server)) {
      socket.shutdownOutput();
      join(arrived);
      CompletableFuture<Done> terminated = server.terminate(LIMIT).toCompletableFuture();
      assertThat(terminated).isNotDone();
      answer.complete(HttpResponse.create().withEntity("done"));

      assertThat(readAll(socket.getInputStream())).endsWith("\r\n\r\ndone");
      join(terminated);
    }
    join(server.unbind());
  }

  @Test
  void anAnswerThatIsBeingSentIsSentToItsEnd() throws IOException {
    CompletableFuture<ByteString> rest = new CompletableFuture<>();
    Source<ByteString, NotUsed> body =
        Source.single(ByteString.fromString("first,")).concat(Source.completionStage(rest));
    HttpServer server =
        serve(
            SETTINGS,
            request ->
                CompletableFuture.completedFuture(
                    HttpResponse.create()
                        .withEntity(
                            HttpEntities.createChunked(
                                ContentTypes.APPLICATION_OCTET_STREAM, body))));
    try (Socket socket = get(server)) {
      readUntil(socket.getInputStream(), "first,");
      CompletionStage<Done> terminated = server.terminate(LIMIT);
      rest.complete(ByteString.fromString("last"));

      assertThat(readAll(socket.getInputStream())).endsWith("4\r\nlast\r\n0\r\n\r\n");
      join(terminated);
    }
    join(server.unbind());
  }

  @Test
  void aConnectionWithoutARequestEndsAtOnce() throws IOException {
    HttpServer server = serve(SETTINGS, request -> done());
    try (Socket socket = get(server)) {
      readUntil(socket.getInputStream(), "done");
      CompletionStage<Done> terminated = server.terminate(Duration.ofDays(1));

      assertThat(readAll(socket.getInputStream())).isEmpty();
      join(terminated);
    }
    join(server.unbind());
  }

  @Test
  void whatTakesTooLongIsCutOff() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    Source<ByteString, NotUsed> endless =
        Source.single(ByteString.fromString("first,")).concat(Source.maybe());
    HttpServer server =
        serve(
            SETTINGS,
            request ->
                requests.incrementAndGet() == 1
                    ? CompletableFuture.completedFuture(
                        HttpResponse.create()
                            .withEntity(
                                HttpEntities.createChunked(
                                    ContentTypes.APPLICATION_OCTET_STREAM, endless)))
                    : new CompletableFuture<>());
    try (Socket stream = get(server)) {
      readUntil(stream.getInputStream(), "first,");
      try (Socket waiting = get(server)) {
        Awaitility.await().until(() -> requests.get() == 2);
        CompletionStage<Done> terminated = server.terminate(Duration.ofMillis(50));

        assertThat(readAll(waiting.getInputStream()))
            .startsWith("HTTP/1.1 503 ")
            .endsWith("too late");
        join(terminated);
      }
    }
    join(server.unbind());
  }

  /** An answer that says by the end of the connection where it ends. */
  private static HttpResponse lasting(Source<ByteString, ?> body) {
    return HttpResponse.create()
        .withEntity(HttpEntities.createCloseDelimited(ContentTypes.APPLICATION_OCTET_STREAM, body));
  }

  @Test
  void anAnswerThatLastsIsSentToItsEndAndIsTheLastOneOfItsConnection() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    CompletableFuture<ByteString> rest = new CompletableFuture<>();
    Source<ByteString, ?> body =
        Source.single(ByteString.fromString("first,")).concat(Source.completionStage(rest));
    HttpServer server =
        serve(
            SETTINGS,
            request -> {
              requests.incrementAndGet();
              return CompletableFuture.completedFuture(lasting(body));
            });
    try (Socket socket = connect(server)) {
      send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2));
      assertThat(readUntil(socket.getInputStream(), "first,"))
          .contains("Connection: close\r\n")
          .doesNotContain("Transfer-Encoding", "Content-Length");
      rest.complete(ByteString.fromString("last"));
      assertThat(readAll(socket.getInputStream())).isEqualTo("last");
      assertThat(requests).hasValue(1);
    }
    join(server.unbind());
    join(server.terminate(LIMIT));
  }

  @Test
  void whoAsksForTheHeadOfAnAnswerThatLastsGetsNoBody() throws IOException {
    HttpServer server =
        serve(
            SETTINGS,
            request ->
                CompletableFuture.completedFuture(
                    lasting(Source.single(ByteString.fromString("body")))));
    try (Socket socket = connect(server)) {
      send(socket, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(readAll(socket.getInputStream())).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
    }
    join(server.unbind());
  }

  @Test
  void onceAnAnswerThatLastsHasBegunNothingIsLeftOfItsRequest() throws IOException {
    AtomicReference<WeakReference<HttpRequest>> received = new AtomicReference<>();
    HttpServer server =
        serve(
            SETTINGS,
            request -> {
              received.set(new WeakReference<>(request));
              return CompletableFuture.completedFuture(
                  lasting(Source.single(ByteString.fromString("first,")).concat(Source.maybe())));
            });
    try (Socket socket = get(server)) {
      readUntil(socket.getInputStream(), "first,");
      Awaitility.await()
          .until(
              () -> {
                System.gc();
                return received.get().refersTo(null);
              });
    }
    join(server.unbind());
    join(
        server.terminate(Duration.ZERO)); // or it would be noticed when its heartbeat can't be sent
  }

  @Test
  void anAnswerThatLastsTooLongIsCutOff() throws IOException {
    HttpServer server =
        serve(
            SETTINGS,
            request ->
                CompletableFuture.completedFuture(
                    lasting(
                        Source.single(ByteString.fromString("first,")).concat(Source.maybe()))));
    try (Socket socket = get(server)) {
      readUntil(socket.getInputStream(), "first,");
      join(server.terminate(Duration.ZERO));
    }
    join(server.unbind());
  }

  @Test
  void nothingIsLeftOfAConnectionWhoseAnswerFails() throws IOException {
    CompletableFuture<ByteString> rest = new CompletableFuture<>();
    Source<ByteString, NotUsed> body =
        Source.single(ByteString.fromString("first,")).concat(Source.completionStage(rest));
    HttpServer server =
        serve(
            SETTINGS,
            request ->
                CompletableFuture.completedFuture(
                    HttpResponse.create()
                        .withEntity(
                            HttpEntities.createChunked(
                                ContentTypes.APPLICATION_OCTET_STREAM, body))));
    try (Socket socket = getSeveral(server)) {
      readUntil(socket.getInputStream(), "first,");
      rest.completeExceptionally(new IOException("on purpose"));
      awaitStreams(1); // the port's
    }
    join(server.unbind());
  }

  @Test
  void nothingIsLeftOfAConnectionThatIsResetWhileItsRequestIsUnderWay() throws IOException {
    CompletableFuture<HttpRequest> arrived = new CompletableFuture<>();
    CompletableFuture<HttpResponse> never = new CompletableFuture<>();
    HttpServer server =
        serve(
            SETTINGS,
            request -> {
              arrived.complete(request);
              return never;
            });
    Socket socket = getSeveral(server);
    join(arrived);
    socket.setSoLinger(true, 0); // it is reset
    socket.close();
    awaitStreams(1); // the port's
    join(server.unbind());
  }

  @Test
  void nothingIsLeftOfAClientThatIsGoneInTheMiddleOfAnAnswer() throws IOException {
    ByteString part = ByteString.fromArray(new byte[64 * 1024]);
    HttpServer server =
        serve(
            SETTINGS,
            request ->
                CompletableFuture.completedFuture(
                    HttpResponse.create()
                        .withEntity(
                            HttpEntities.createChunked(
                                ContentTypes.APPLICATION_OCTET_STREAM, Source.repeat(part)))));
    try (Socket socket = getSeveral(server)) {
      readUntil(socket.getInputStream(), "200 OK");
    } // with more that it has not read
    awaitStreams(1); // the port's
    join(server.unbind());
  }

  /** The last bytes are on their way for as long as the client does not read. */
  @Test
  void aClientThatDoesNotReadTheEndIsClosedWhenNothingMoves() throws IOException {
    ByteString much = ByteString.fromArray(new byte[32 * 1024 * 1024]);
    HttpServer server =
        serve(
            SETTINGS.withTimeouts(
                SETTINGS
                    .getTimeouts()
                    .withIdleTimeout(
                        scala.concurrent.duration.Duration.create(1, TimeUnit.SECONDS))),
            request -> CompletableFuture.completedFuture(lasting(Source.single(much))));
    try (Socket socket = get(server)) {
      readUntil(socket.getInputStream(), "200 OK");
      awaitStreams(1); // the port's
      assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
          .isInstanceOf(SocketException.class); // it is reset
    }
    join(server.unbind());
  }

  /** Sends requests that wait behind the first one: nobody asks for what comes after them. */
  private static Socket getSeveral(HttpServer server) throws IOException {
    Socket socket = connect(server);
    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(10));
    return socket;
  }

  private static void awaitStreams(int expected) {
    Awaitility.await().until(() -> streams() == expected);
  }

  /** How many streams run now. */
  private static int streams() {
    ActorRef supervisor =
        ((ExtendedActorMaterializer) SystemMaterializer.get(KIT.system()).materializer())
            .supervisor();
    return ((StreamSupervisor.Children)
            join(Patterns.ask(supervisor, StreamSupervisor.GetChildren$.MODULE$, LIMIT)))
        .children()
        .size();
  }

  @Test
  void aConnectionOnWhichNothingMovesIsEnded() throws IOException {
    HttpServer server =
        serve(
            SETTINGS.withTimeouts(
                SETTINGS
                    .getTimeouts()
                    .withIdleTimeout(
                        scala.concurrent.duration.Duration.create(100, TimeUnit.MILLISECONDS))),
            request -> done());
    try (Socket socket = get(server)) {
      readUntil(socket.getInputStream(), "done");
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class); // it is reset
    }
    join(server.unbind());
  }

  @Test
  void thereAreNoMoreConnectionsThanThereMayBe() throws IOException {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    HttpServer server =
        serve(
            SETTINGS.withMaxConnections(2),
            request -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              return Patterns.after(
                  Duration.ofMillis(50),
                  KIT.system().classicSystem(),
                  () -> {
                    now.decrementAndGet();
                    return done();
                  });
            });
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      clients.add(get(server));
    }
    for (Socket client : clients) {
      readUntil(client.getInputStream(), "done");
      client.close(); // whose turn it is now is among those that wait
    }
    assertThat(most).hasValueLessThanOrEqualTo(2);
    join(server.unbind());
  }

  @Test
  void whereAClientIsCanBeAskedFor() throws IOException {
    HttpServer server =
        serve(
            SETTINGS.withRemoteAddressAttribute(true),
            request ->
                CompletableFuture.completedFuture(
                    HttpResponse.create()
                        .withEntity(
                            request
                                .getAttribute(AttributeKeys.remoteAddress)
                                .flatMap(address -> address.getAddress())
                                .orElseThrow()
                                .getHostAddress())));
    try (Socket socket = get(server)) {
      assertThat(readUntil(socket.getInputStream(), "127.0.0.1")).startsWith("HTTP/1.1 200 ");
    }
    join(server.unbind());
  }

  @Test
  void aHeadThatDoesNotEndIsRefusedThoughSomethingComesAgainAndAgain() throws IOException {
    HttpServer server =
        join(
            HttpServer.bind(
                KIT.system(), "127.0.0.1", 0, SETTINGS, request -> done(), Duration.ofMillis(50)));
    try (Socket socket = get(server)) {
      readUntil(socket.getInputStream(), "done");
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
      Awaitility.await()
          .until(
              () -> {
                socket.getOutputStream().write('a');
                return socket.getInputStream().available() > 0;
              });
      assertThat(readUntil(socket.getInputStream(), "\r\n")).startsWith("HTTP/1.1 400 ");
    }
    join(server.unbind());
  }

  @Test
  void aConnectionThatCantBeServedIsNotTheEndOfTheOthers() {
    HttpServer server = serve(SETTINGS, request -> done());
    InetSocketAddress anywhere = server.localAddress();
    Tcp.IncomingConnection broken =
        new Tcp.IncomingConnection(
            new akka.stream.scaladsl.Tcp.IncomingConnection(
                anywhere,
                anywhere,
                Flow.<ByteString>create()
                    .<NotUsed>mapMaterializedValue(
                        value -> {
                          throw new IllegalStateException("can't be made");
                        })
                    .asScala()));
    LoggingTestKit.error("A connection can't be served")
        .expect(KIT.system(), () -> join(server.serve(broken)));
    join(server.unbind());
    join(server.terminate(LIMIT));
  }

  @Test
  void aPortThatClosesByItselfIsMissed() {
    HttpServer server = serve(SETTINGS, request -> done());
    join(server.closePort());
    assertThat(join(server.lost())).hasMessage("it ended by itself");

    HttpServer other = serve(SETTINGS, request -> done());
    join(other.unbind());
    assertThat(other.lost().toCompletableFuture()).isNotDone();
  }

  private static CompletionStage<HttpResponse> done() {
    return CompletableFuture.completedFuture(HttpResponse.create().withEntity("done"));
  }
}
