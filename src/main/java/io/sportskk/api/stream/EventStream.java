package io.sportskk.api.stream;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one stream on their way to the client: before them it is told when to connect
 * again, they never fall silent, and there is an end to them.
 *
 * <p>One stage with one timer, as a node has thousands of them: what waits for a client that does
 * not read is still in the stage before.
 */
final class EventStream extends GraphStage<FlowShape<ByteString, ByteString>> {

  /** One that is being sent. */
  interface Running {

    /** Ends it, whatever is still to come. May be called by any thread, at any time. */
    void end();
  }

  /** Who counts those that are being sent. */
  interface Register {

    void began(Running stream);

    void ended(Running stream);
  }

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final String DUE = "due";

  private final Inlet<ByteString> events = Inlet.create("EventStream.events");
  private final Outlet<ByteString> client = Outlet.create("EventStream.client");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(events, client);
  private final ByteString first;
  private final Duration heartbeat;
  private final Duration lasts;
  private final Register register;

  /**
   * @param first comes before all events
   * @param heartbeat how long it is silent at most
   * @param lasts how long it may last, however much is still to come
   * @param register is told when it really begins and ends: an answer may never be sent
   */
  EventStream(ByteString first, Duration heartbeat, Duration lasts, Register register) {
    this.first = first;
    this.heartbeat = heartbeat;
    this.lasts = lasts;
    this.register = register;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic implements Running {

    private final AsyncCallback<Running> told = createAsyncCallback(self -> completeStage());
    private final long began = System.nanoTime();
    private long sentAt = began;
    private boolean begun;

    Logic() {
      super(shape);
      setHandlers(
          events,
          client,
          new AbstractInOutHandler() {
            @Override
            public void onPush() {
              if (isAvailable(client)) {
                send(grab(events));
              } // else a heartbeat has come before it
            }

            @Override
            public void onPull() {
              next();
            }

            @Override
            public void onUpstreamFinish() {
              if (isOver()) {
                completeStage();
              }
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
              LOG.warn("An event stream has failed: its client connects again", failure);
              failStage(failure);
            }
          });
    }

    @Override
    public void preStart() {
      register.began(this);
      onTimer(DUE);
    }

    @Override
    public void postStop() {
      register.ended(this);
    }

    private void next() {
      if (!begun) {
        begun = true;
        send(first);
      } else if (isAvailable(events)) {
        send(grab(events));
      } else if (!hasBeenPulled(events)) {
        tryPull(events);
      }
      if (isOver()) {
        completeStage();
      }
    }

    private void send(ByteString bytes) {
      push(client, bytes);
      sentAt = System.nanoTime();
    }

    private boolean isOver() {
      return begun && isClosed(events) && !isAvailable(events);
    }

    @Override
    public void end() {
      told.invoke(this);
    }

    @Override
    public void onTimer(Object timer) {
      long now = System.nanoTime();
      Duration left = lasts.minusNanos(now - began);
      if (left.isZero() || left.isNegative()) {
        completeStage();
        return;
      }
      Duration toHeartbeat = heartbeat.minusNanos(now - sentAt);
      if (toHeartbeat.isZero() || toHeartbeat.isNegative()) {
        if (isAvailable(client)) { // else something is still on its way
          send(Sse.HEARTBEAT);
        }
        toHeartbeat = heartbeat;
      }
      scheduleOnce(DUE, toHeartbeat.compareTo(left) < 0 ? toHeartbeat : left);
    }
  }
}
