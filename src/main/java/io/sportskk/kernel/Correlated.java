package io.sportskk.kernel;

/** Something that is done on behalf of one request, and says of which. */
public interface Correlated {

  /** The name of the correlation id in the log context (MDC). */
  String MDC_KEY = "correlationId";

  /** The id of the request, as in the reply's {@code X-Correlation-ID}. */
  String correlationId();
}
