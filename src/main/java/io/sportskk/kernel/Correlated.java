package io.sportskk.kernel;

import org.slf4j.MDC;

/** Something that is done on behalf of one request, and says of which. */
public interface Correlated {

  /** The name of the correlation id in the log context (MDC). */
  String MDC_KEY = "correlationId";

  /** The id of the request, as in the reply's {@code X-Correlation-ID}. */
  String correlationId();

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
