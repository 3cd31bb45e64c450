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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port on which HTTP is spoken: Akka HTTP's own layer, with a {@link Wire} before each
 * connection's parser and a {@link Conversation} behind it. That layer can be had with a port of
 * Akka HTTP's only without the guard that is in the wire.
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
  private final BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layer;

  private final BidiFlow<ByteString, ByteString, ByteString, ByteString, Wire.Connection> wire;
  private final Set<Wire.Connection> open = ConcurrentHashMap.newKeySet();
  private final Conversations conversations = new Conversations();
  private volatile boolean unbound;
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
    this.layer = layer();
    this.wire = wire();
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
    conversations.end();
    CompletableFuture<Void> closed =
        CompletableFuture.allOf(
            open.stream().map(Wire.Connection::closed).toArray(CompletableFuture[]::new));
    Cancellable late = after(limit, conversations::giveUp);
    Cancellable last = after(limit.plus(FLUSH), () -> open.forEach(Wire.Connection::cutOff));
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
    AtomicReference<Wire.Connection> started = new AtomicReference<>();
    try {
      return talk(connection, started);
    } catch (RuntimeException e) {
      LOG.error("A connection can't be served", e);
      if (started.get() != null) {
        started.get().closed().complete(Done.getInstance()); // nobody else would
      }
      return CompletableFuture.completedFuture(Done.getInstance());
    }
  }

  private CompletionStage<Done> talk(
      Tcp.IncomingConnection connection, AtomicReference<Wire.Connection> started) {
    InetSocketAddress client = connection.remoteAddress();
    Succession succession = new Succession();
    Conversation conversation =
        new Conversation(
            request -> handler.apply(from(client, request)).thenApply(succession::takeOver),
            settings.getTerminationDeadlineExceededResponse(),
            conversations);
    return succession
        .flow(Flow.fromGraph(conversation).join(layer))
        .joinMat(wire, Keep.right())
        // It is known before its first request is.
        .mapMaterializedValue(
            opened -> {
              started.set(opened);
              return opened(opened, succession);
            })
        .join(connection.flow())
        .addAttributes(cancellation())
        .run(system);
  }

  private CompletionStage<Done> opened(Wire.Connection connection, Succession succession) {
    open.add(connection);
    return connection
        .closed()
        .thenApply(
            done -> {
              open.remove(connection);
              succession.end();
              return done;
            });
  }

  private HttpRequest from(InetSocketAddress client, HttpRequest request) {
    return settings.getRemoteAddressAttribute()
        ? request.addAttribute(AttributeKeys.remoteAddress, RemoteAddress.create(client))
        : request;
  }

  /** Akka HTTP's layer, without TLS. */
  private BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layer() {
    BidiFlow<SslTlsOutbound, SslTlsOutbound, SessionBytes, SslTlsInbound, NotUsed> session =
        BidiFlow.fromFlows(
            Flow.<SslTlsOutbound>create(), Flow.<SessionBytes>create().map(bytes -> bytes));
    return Http.get(system).serverLayer(settings).atop(session).atop(TLSPlacebo.getInstance());
  }

  private BidiFlow<ByteString, ByteString, ByteString, ByteString, Wire.Connection> wire() {
    scala.concurrent.duration.Duration idle = settings.getTimeouts().idleTimeout();
    return BidiFlow.fromGraph(
        new Wire(
            idle.isFinite() ? Duration.ofNanos(idle.toNanos()) : null,
            () -> new HeadGuard(headWithin, System::nanoTime)));
  }

  /** As Akka HTTP sets it for a connection: why it ends comes from the network, if it can. */
  private Attributes cancellation() {
    return Attributes.apply(
        new Attributes.CancellationStrategy(
            Attributes.cancellationStrategyAfterDelay(
                settings.getStreamCancellationDelay(),
                Attributes.cancellationStrategyFailStage())));
  }

  /** Those of the connections on which Akka HTTP speaks. */
  private static final class Conversations implements Conversation.Register {

    private final Set<Conversation.Ending> goingOn = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    @Override
    public void began(Conversation.Ending conversation) {
      goingOn.add(conversation);
      if (ending) {
        conversation.end(); // it began when the others had been told
      }
    }

    @Override
    public void ended(Conversation.Ending conversation) {
      goingOn.remove(conversation);
    }

    void end() {
      ending = true;
      goingOn.forEach(Conversation.Ending::end);
    }

    void giveUp() {
      goingOn.forEach(Conversation.Ending::giveUp);
    }
  }
}
