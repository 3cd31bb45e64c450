package io.sportskk.api.http;

import akka.Done;
import akka.japi.Pair;
import akka.stream.Attributes;
import akka.stream.BidiShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.StreamIdleTimeoutException;
import akka.stream.stage.AbstractGraphStageWithMaterializedValue;
import akka.stream.stage.AbstractInOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Between the network and whoever speaks HTTP on it: what comes passes a {@link HeadGuard}, and a
 * connection on which nothing moves is ended.
 *
 * <p>All that in one stage, and one timer that is set again only when it has run out: Akka has a
 * stage for each of it, but a connection may do nothing but be there, ten thousand times.
 */
final class Wire
    extends AbstractGraphStageWithMaterializedValue<
        BidiShape<ByteString, ByteString, ByteString, ByteString>, Wire.Connection> {

  /** A connection, for whoever ends it. */
  interface Connection {

    /** Completed once both directions are closed, however they ended. */
    CompletableFuture<Done> closed();

    /** Ends it at once. May be called by any thread, at any time. */
    void cutOff();
  }

  private static final String IDLE = "idle";

  private final Inlet<ByteString> answers = Inlet.create("Wire.answers");
  private final Outlet<ByteString> sent = Outlet.create("Wire.sent");
  private final Inlet<ByteString> received = Inlet.create("Wire.received");
  private final Outlet<ByteString> guarded = Outlet.create("Wire.guarded");
  private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
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

  @Override
  public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
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

            /**
             * What has been said may still be on its way. The connection is over once the network
             * says so, or nothing moves any more.
             */
            @Override
            public void onUpstreamFinish() {
              complete(sent);
              if (isClosed(guarded)) {
                listenToNobody();
              }
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
              listenToNobody();
            }
          });
    }

    private void send(ByteString bytes) {
      movedAt = System.nanoTime();
      push(sent, bytes);
    }

    private void passOn(ByteString bytes) {
      if (isClosed(guarded)) {
        pull(received); // for nobody, so nothing has moved
        return;
      }
      movedAt = System.nanoTime();
      ByteString passed = guard.pass(bytes);
      if (passed.isEmpty()) {
        pull(received);
      } else {
        push(guarded, passed);
      }
    }

    /** It is still received, as the connection would end with that. */
    private void listenToNobody() {
      if (!hasBeenPulled(received)) {
        tryPull(received);
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
    public CompletableFuture<Done> closed() {
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
