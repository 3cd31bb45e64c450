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
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port on which HTTP is spoken: Akka HTTP's own layer, with a {@link HeadGuard} before each
 * connection's parser and a {@link Conversation} behind it. That layer can be had with a port of
 * Akka HTTP's only without the guard.
 */
public final class HttpServer {

  /** How long the last bytes of answers may take to the network, once time is over. */
  private static final Duration FLUSH = Duration.ofSeconds(1);

  /**
   * How long a client may take to send the head of a request: longer than an answer may take, as it
   * may have sent the beginning before that, and is not read on meanwhile.
   */
  private static final Duration HEAD_WITHIN = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  private final ActorSystem<?> system;
  private final ServerSettings settings;
  private final Function<HttpRequest, CompletionStage<HttpResponse>> handler;
  private final Duration headWithin;
  private final CompletableFuture<Throwable> lost = new CompletableFuture<>();

  /** One for all connections, as Akka HTTP has it: the parser in it is costly to make. */
  private final BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, CompletionStage<Done>>
      layers;

  private final SharedKillSwitch cutOff = KillSwitches.shared("http-connections");

  /** The connections, with what is completed once they are closed. */
  private final Map<Conversation.Ending, CompletableFuture<Done>> open = new ConcurrentHashMap<>();

  private volatile boolean unbound;
  private volatile boolean ending;
  private volatile Tcp.ServerBinding port;

  private HttpServer(
      ActorSystem<?> system,
      ServerSettings settings,
      Function<HttpRequest, CompletionStage<HttpResponse>> handler,
      Duration headWithin) {
    this.system = system;
    this.settings = settings;
    this.handler = handler;
    this.headWithin = headWithin;
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
    return bind(system, host, port, settings, handler, HEAD_WITHIN);
  }

  static CompletionStage<HttpServer> bind(
      ActorSystem<?> system,
      String host,
      int port,
      ServerSettings settings,
      Function<HttpRequest, CompletionStage<HttpResponse>> handler,
      Duration headWithin) {
    HttpServer server = new HttpServer(system, settings, handler, headWithin);
    return Tcp.get(system)
        .bind(
            host,
            port,
            settings.getBacklog(),
            settings.getSocketOptions(),
            false, // once all is said, the connection is closed in both directions
            Optional.empty())
        .mapAsyncUnordered(settings.getMaxConnections(), server::serve)
        .toMat(Sink.ignore(), server::watch)
        .run(system)
        .thenApply(
            bound -> {
              server.port = bound;
              return server;
            });
  }

  private CompletionStage<Tcp.ServerBinding> watch(
      CompletionStage<Tcp.ServerBinding> bound, CompletionStage<Done> end) {
    return bound.whenComplete(
        (opened, notOpened) -> {
          if (notOpened == null) {
            end.whenComplete((done, failure) -> ended(failure));
          }
        });
  }

  private void ended(Throwable failure) {
    if (!unbound) {
      lost.complete(failure == null ? new IllegalStateException("it ended by itself") : failure);
    }
  }

  /** Completed with the reason if the port closes though nobody has closed it. */
  public CompletionStage<Throwable> lost() {
    return lost;
  }

  public InetSocketAddress localAddress() {
    return port.localAddress();
  }

  /** Closes the port: from here on there are no new connections. */
  public CompletionStage<Done> unbind() {
    unbound = true;
    return closePort();
  }

  CompletionStage<Done> closePort() {
    return port.unbind().thenApply(closed -> Done.getInstance());
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

  /** One connection that can't be served must not end the port. */
  CompletionStage<Done> serve(Tcp.IncomingConnection connection) {
    AtomicReference<Conversation.Ending> started = new AtomicReference<>();
    try {
      return talk(connection, started);
    } catch (RuntimeException e) {
      LOG.error("A connection can't be served", e);
      if (started.get() != null) {
        open.remove(started.get()).complete(Done.getInstance()); // nobody else would
      }
      return CompletableFuture.completedFuture(Done.getInstance());
    }
  }

  private CompletionStage<Done> talk(
      Tcp.IncomingConnection connection, AtomicReference<Conversation.Ending> started) {
    return Flow.fromGraph(
            new Conversation(
                request -> handler.apply(from(connection, request)),
                settings.getTerminationDeadlineExceededResponse()))
        .joinMat(layers, Keep.both())
        // It is known before its first request is.
        .mapMaterializedValue(
            both -> {
              started.set(both.first());
              return opened(both.first(), both.second());
            })
        .join(connection.flow())
        .addAttributes(cancellation())
        .run(system);
  }

  private CompletionStage<Done> opened(Conversation.Ending connection, CompletionStage<Done> end) {
    CompletableFuture<Done> closed = new CompletableFuture<>();
    open.put(connection, closed);
    if (ending) {
      connection.end(); // it was accepted when the others had been told
    }
    return end.thenApply(
        done -> {
          open.remove(connection);
          closed.complete(done);
          return done;
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
            Flow.<ByteString>create().watchTermination(Keep.right()),
            Flow.<ByteString>create()
                .watchTermination(Keep.right())
                .via(cutOff.flow())
                .statefulMapConcat(() -> new HeadGuard(headWithin, System::nanoTime)::pass),
            // A client that has said all may still be waiting for its answer.
            (sent, received) -> ended(sent).thenCombine(ended(received), (out, in) -> out));
    return Http.get(system)
        .serverLayer(settings)
        .atop(session)
        .atop(TLSPlacebo.getInstance())
        .atop(idleTimeout())
        .atop(network, Keep.right());
  }

  /** However it ended: what fails one connection must not end all the others. */
  private static CompletionStage<Done> ended(CompletionStage<Done> direction) {
    return direction.handle((done, failure) -> Done.getInstance());
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
