package io.sportskk.kernel;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Map;
import org.slf4j.MDC;

/** Something that is done on behalf of one request, and says of which. */
public interface Correlated {

  /** The name of the correlation id in the log context (MDC). */
  String MDC_KEY = "correlationId";

  /** The id of the request, as in the reply's {@code X-Correlation-ID}. */
  String correlationId();

  /**
   * Log lines of an actor name what it is, and of each message that is done for a request the
   * request.
   *
   * @param key the name of the actor's id in the log context, for example {@code ticketId}
   */
  static <M> Behavior<M> withLogContext(
      Class<M> messages, String key, String id, Behavior<M> behavior) {
    return Behaviors.withMdc(
        messages,
        Map.of(key, id),
        message ->
            message instanceof Correlated request
                ? Map.of(MDC_KEY, request.correlationId())
                : Map.of(),
        behavior);
  }

  /**
   * Does the work so that its log lines carry the id. For what Akka's own log context does not
   * reach: what follows a persisted event, and what no message has caused.
   */
  static void inLog(String correlationId, Runnable work) {
    MDC.put(MDC_KEY, correlationId);
    try {
      work.run();
    } finally {
      MDC.remove(MDC_KEY);
    }
  }
}
