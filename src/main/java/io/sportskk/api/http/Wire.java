package io.sportskk.api.http;

import akka.Done;
import akka.japi.Pair;
import akka.stream.Attributes;
import akka.stream.BidiShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.StreamIdleTimeoutException;
import akka.stream.TLSProtocol.SendBytes;
import akka.stream.TLSProtocol.SessionBytes;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.stage.AbstractGraphStageWithMaterializedValue;
import akka.stream.stage.AbstractInOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/**
 * Between the network and the layer of Akka HTTP, which speaks to it as if there were TLS: what
 * comes passes a {@link HeadGuard}, and a connection on which nothing moves is ended.
 *
 * <p>All that in one stage, and one timer that is set again only when it has run out: Akka has a
 * stage for each of it, but a connection may do nothing but be there, ten thousand times.
 */
final class Wire
    extends AbstractGraphStageWithMaterializedValue<
        BidiShape<SslTlsOutbound, ByteString, ByteString, SslTlsInbound>, Wire.Connection> {

  /** A connection, for whoever ends it. */
  interface Connection {

    /** Completed once both directions are closed, however they ended. */
    CompletionStage<Done> closed();

    /** Ends it at once. May be called by any thread, at any time. */
    void cutOff();
  }

  private static final String IDLE = "idle";
  private static final SSLSession NO_TLS = noTls();

  private final Inlet<SslTlsOutbound> answers = Inlet.create("Wire.answers");
  private final Outlet<ByteString> sent = Outlet.create("Wire.sent");
  private final Inlet<ByteString> received = Inlet.create("Wire.received");
  private final Outlet<SslTlsInbound> guarded = Outlet.create("Wire.guarded");
  private final BidiShape<SslTlsOutbound, ByteString, ByteString, SslTlsInbound> shape =
      BidiShape.of(answers, sent, received, guarded);
  private final Duration idleTimeout;
  private final Supplier<HeadGuard> guards;

  /**
   * @param idleTimeout how long nothing may move on a connection, null for ever
   * @param guards makes one for each connection
   */
  Wire(Duration idleTimeout, Supplier<HeadGuard> guards) {
    this.idleTimeout = idleTimeout;
    this.guards = guards;
  }

  /** What a connection has that has not agreed upon anything. */
  private static SSLSession noTls() {
    try {
      return SSLContext.getDefault().createSSLEngine().getSession();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public BidiShape<SslTlsOutbound, ByteString, ByteString, SslTlsInbound> shape() {
    return shape;
  }

  @Override
  public Pair<GraphStageLogic, Connection> createLogicAndMaterializedValuePair(
      Attributes attributes) {
    Logic logic = new Logic();
    return Pair.create(logic, logic);
  }

  private final class Logic extends TimerGraphStageLogic implements Connection {

    private final HeadGuard guard = guards.get();
    private final CompletableFuture<Done> closed = new CompletableFuture<>();
    private final AsyncCallback<CutOff> told = createAsyncCallback(this::failStage);
    private long movedAt = System.nanoTime();

    Logic() {
      super(shape);
      setHandlers(
          answers,
          sent,
          new AbstractInOutHandler() {
            @Override
            public void onPush() {
              send(grab(answers));
            }

            @Override
            public void onPull() {
              pull(answers);
            }

            @Override
            public void onUpstreamFinish() {
              complete(sent);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(answers, cause);
            }
          });
      setHandlers(
          received,
          guarded,
          new AbstractInOutHandler() {
            @Override
            public void onPush() {
              passOn(grab(received));
            }

            @Override
            public void onPull() {
              pull(received);
            }

            /** A client that has said all may still be waiting for its answer. */
            @Override
            public void onUpstreamFinish() {
              complete(guarded);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(received, cause);
            }
          });
    }

    private void send(SslTlsOutbound next) {
      movedAt = System.nanoTime();
      if (next instanceof SendBytes bytes) {
        push(sent, bytes.bytes());
      } else {
        pull(answers); // there is no TLS to negotiate
      }
    }

    private void passOn(ByteString bytes) {
      movedAt = System.nanoTime();
      ByteString passed = guard.pass(bytes);
      if (passed.nonEmpty()) {
        push(guarded, new SessionBytes(NO_TLS, passed));
      } else {
        pull(received);
      }
    }

    @Override
    public void preStart() {
      if (idleTimeout != null) {
        scheduleOnce(IDLE, idleTimeout);
      }
    }

    @Override
    public void onTimer(Object timer) {
      Duration idle = Duration.ofNanos(System.nanoTime() - movedAt);
      if (idle.compareTo(idleTimeout) >= 0) {
        failStage(new StreamIdleTimeoutException("Nothing has moved for " + idle));
      } else {
        scheduleOnce(IDLE, idleTimeout.minus(idle));
      }
    }

    @Override
    public void postStop() {
      closed.complete(Done.getInstance());
    }

    @Override
    public CompletionStage<Done> closed() {
      return closed;
    }

    @Override
    public void cutOff() {
      told.invoke(new CutOff());
    }
  }

  /** Ends connections that take too long to end. */
  private static final class CutOff extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CutOff() {
      super("the server has ended", null, false, false);
    }
  }
}
