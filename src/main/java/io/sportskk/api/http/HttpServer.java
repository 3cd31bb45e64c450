package io.sportskk.api.http;

import akka.Done;
import akka.NotUsed;
import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.settings.ServerSettings;
import akka.japi.Pair;
import akka.japi.function.Function;
import akka.stream.Attributes;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.TLSProtocol.SessionBytes;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.TLSPlacebo;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port on which HTTP is spoken: Akka HTTP's own layer, with a {@link HeadGuard} before each
 * connection's parser and a {@link Conversation} behind it. That layer can be had with a port of
 * Akka HTTP's only without the guard.
 */
public final class HttpServer {

  /** How long the last bytes of answers may take to the network, once time is over. */
  private static final Duration FLUSH = Duration.ofSeconds(1);

  private final ActorSystem<?> system;
  private final ServerSettings settings;
  private final Function<HttpRequest, CompletionStage<HttpResponse>> handler;

  /** One for all connections, as Akka HTTP has it: the parser in it is costly to make. */
  private final BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, CompletionStage<Done>>
      layers;

  private final SharedKillSwitch cutOff = KillSwitches.shared("http-connections");

  /** The connections, with what is completed once they are closed. */
  private final Map<Conversation.Ending, CompletableFuture<Done>> open = new ConcurrentHashMap<>();

  private volatile boolean ending;
  private volatile Tcp.ServerBinding port;

  private HttpServer(
      ActorSystem<?> system,
      ServerSettings settings,
      Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    this.system = system;
    this.settings = settings;
    this.handler = handler;
    this.layers = layers();
  }

  /**
   * Opens the port.
   *
   * @param handler is asked by each connection one request after the other; it must not fail
   * @return fails with the reason if the port can't be opened
   */
  public static CompletionStage<HttpServer> bind(
      ActorSystem<?> system,
      String host,
      int port,
      ServerSettings settings,
      Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    HttpServer server = new HttpServer(system, settings, handler);
    return Tcp.get(system)
        .bind(
            host,
            port,
            settings.getBacklog(),
            settings.getSocketOptions(),
            false, // once all is said, the connection is closed in both directions
            Optional.empty())
        .mapAsyncUnordered(settings.getMaxConnections(), server::serve)
        .to(Sink.ignore())
        .run(system)
        .thenApply(
            bound -> {
              server.port = bound;
              return server;
            });
  }

  public InetSocketAddress localAddress() {
    return port.localAddress();
  }

  /** Closes the port: from here on there are no new connections. */
  public CompletionStage<Done> unbind() {
    return port.unbind().thenApply(unbound -> Done.getInstance());
  }

  /**
   * Ends all connections: at once where no request is under way, else after its answer.
   *
   * @param limit how long answers may take; then what is not there is answered that it is late, and
   *     what is still being sent is cut off
   * @return completed once all connections are closed
   */
  public CompletionStage<Done> terminate(Duration limit) {
    ending = true;
    open.keySet().forEach(Conversation.Ending::end);
    CompletableFuture<Void> closed =
        CompletableFuture.allOf(open.values().toArray(CompletableFuture[]::new));
    Cancellable late = after(limit, () -> open.keySet().forEach(Conversation.Ending::giveUp));
    Cancellable last = after(limit.plus(FLUSH), () -> cutOff.abort(new CutOff()));
    return closed.thenApply(
        all -> {
          late.cancel();
          last.cancel();
          return Done.getInstance();
        });
  }

  private Cancellable after(Duration time, Runnable action) {
    return system.scheduler().scheduleOnce(time, action, system.executionContext());
  }

  private CompletionStage<Done> serve(Tcp.IncomingConnection connection) {
    Pair<Conversation.Ending, CompletionStage<Done>> started =
        Flow.fromGraph(
                new Conversation(
                    request -> handler.apply(from(connection, request)),
                    settings.getTerminationDeadlineExceededResponse()))
            .joinMat(layers, Keep.both())
            .join(connection.flow())
            .addAttributes(cancellation())
            .run(system);
    CompletableFuture<Done> closed = new CompletableFuture<>();
    open.put(started.first(), closed);
    if (ending) {
      started.first().end(); // it was accepted when the others had been told
    }
    return started
        .second()
        // However it ended: a failure would end all the others.
        .handle(
            (done, failure) -> {
              open.remove(started.first());
              closed.complete(Done.getInstance());
              return Done.getInstance();
            });
  }

  private HttpRequest from(Tcp.IncomingConnection connection, HttpRequest request) {
    return settings.getRemoteAddressAttribute()
        ? request.addAttribute(
            AttributeKeys.remoteAddress, RemoteAddress.create(connection.remoteAddress()))
        : request;
  }

  /** From Akka HTTP's layer down to the network, with the end of the connection. */
  private BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, CompletionStage<Done>>
      layers() {
    BidiFlow<SslTlsOutbound, SslTlsOutbound, SessionBytes, SslTlsInbound, NotUsed> session =
        BidiFlow.fromFlows(
            Flow.<SslTlsOutbound>create(), Flow.<SessionBytes>create().map(bytes -> bytes));
    BidiFlow<ByteString, ByteString, ByteString, ByteString, CompletionStage<Done>> network =
        BidiFlow.fromFlowsMat(
            Flow.<ByteString>create(),
            Flow.<ByteString>create()
                .watchTermination(Keep.right())
                .via(cutOff.flow())
                .statefulMapConcat(() -> new HeadGuard()::pass),
            Keep.right());
    return Http.get(system)
        .serverLayer(settings)
        .atop(session)
        .atop(TLSPlacebo.getInstance())
        .atop(idleTimeout())
        .atop(network, Keep.right());
  }

  private BidiFlow<ByteString, ByteString, ByteString, ByteString, NotUsed> idleTimeout() {
    scala.concurrent.duration.Duration timeout = settings.getTimeouts().idleTimeout();
    return timeout.isFinite()
        ? BidiFlow.bidirectionalIdleTimeout(Duration.ofNanos(timeout.toNanos()))
        : BidiFlow.fromFlows(Flow.create(), Flow.create());
  }

  /** As Akka HTTP sets it for a connection: why it ends comes from the network, if it can. */
  private Attributes cancellation() {
    return Attributes.apply(
        new Attributes.CancellationStrategy(
            Attributes.cancellationStrategyAfterDelay(
                settings.getStreamCancellationDelay(),
                Attributes.cancellationStrategyFailStage())));
  }

  /** Ends connections that take too long to end. */
  private static final class CutOff extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CutOff() {
      super("the server has ended", null, false, false);
    }
  }
}
