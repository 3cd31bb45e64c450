package io.sportskk.api.http;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Connection;
import akka.japi.function.Function;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import java.util.concurrent.CompletionStage;

/**
 * Answers the requests of a connection, one after the other, until it is told to end: then a
 * request that is under way is the last one, and an answer that is being sent is sent to its end.
 *
 * <p>Akka HTTP's own graceful end fails a connection that has no request under way, and so cuts off
 * what is still on its way to the client.
 */
final class Conversation extends GraphStage<FlowShape<HttpRequest, HttpResponse>> {

  /** How a conversation is ended. Both may be called by any thread, at any time. */
  interface Ending {

    /** Answers the request that is under way, if any, and no other one. */
    void end();

    /** As {@link #end}, but the request that is under way is answered at once that it is late. */
    void giveUp();
  }

  /** Who knows those that are going on. */
  interface Register {

    void began(Ending conversation);

    void ended(Ending conversation);
  }

  private final Inlet<HttpRequest> requests = Inlet.create("Conversation.requests");
  private final Outlet<HttpResponse> answers = Outlet.create("Conversation.answers");
  private final FlowShape<HttpRequest, HttpResponse> shape = FlowShape.of(requests, answers);
  private final Function<HttpRequest, CompletionStage<HttpResponse>> handler;
  private final HttpResponse late;
  private final Register register;

  /**
   * @param late the answer to a request that is given up
   */
  Conversation(
      Function<HttpRequest, CompletionStage<HttpResponse>> handler,
      HttpResponse late,
      Register register) {
    this.handler = handler;
    this.late = late;
    this.register = register;
  }

  @Override
  public FlowShape<HttpRequest, HttpResponse> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private record Answer(HttpResponse response, Throwable failure) {}

  private final class Logic extends GraphStageLogic implements Ending {

    private final AsyncCallback<Answer> answered = createAsyncCallback(this::answer);
    private final AsyncCallback<Boolean> told = createAsyncCallback(this::endNow);
    private boolean underWay;
    private boolean ending;

    Logic() {
      super(shape);
      AbstractInOutHandler handlers =
          new AbstractInOutHandler() {
            @Override
            public void onPush() throws Exception {
              ask(grab(requests));
            }

            @Override
            public void onPull() {
              next();
            }

            @Override
            public void onUpstreamFinish() {
              if (!underWay) {
                completeStage();
              }
            }
          };
      setHandlers(requests, answers, handlers);
    }

    @Override
    public void preStart() {
      register.began(this);
    }

    @Override
    public void postStop() {
      register.ended(this);
    }

    @Override
    public void end() {
      told.invoke(false);
    }

    @Override
    public void giveUp() {
      told.invoke(true);
    }

    /** The answer before has been passed on: what ends now cuts off nothing. */
    private void next() {
      if (ending) {
        complete(answers);
      } else if (!hasBeenPulled(requests)) {
        tryPull(requests);
      }
    }

    private void ask(HttpRequest request) throws Exception {
      underWay = true;
      handler
          .apply(request)
          .whenComplete((response, failure) -> answered.invoke(new Answer(response, failure)));
    }

    private void answer(Answer answer) {
      if (!underWay) {
        return; // it was given up
      }
      if (answer.failure() != null) {
        failStage(answer.failure());
        return;
      }
      underWay = false;
      // Its end is that of the connection: whatever was sent after its request is not to be done.
      ending |= answer.response().entity() instanceof HttpEntity.CloseDelimited;
      push(answers, ending ? last(answer.response()) : answer.response());
      if (isClosed(requests)) {
        completeStage();
      }
    }

    private void endNow(boolean atOnce) {
      ending = true;
      if (underWay) {
        if (atOnce) {
          answer(new Answer(late, null));
        }
      } else if (isAvailable(answers)) {
        complete(answers);
      }
    }

    /** With this header the connection is closed once the answer is sent. */
    private HttpResponse last(HttpResponse response) {
      return response.removeHeader("Connection").addHeader(Connection.create("close"));
    }
  }
}
