package io.sportskk.api.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.headers.TimeoutAccess;
import akka.japi.function.Function;
import akka.stream.javadsl.Sink;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * What is the same for every request: it gets a correlation id, it is counted against its address's
 * limit, its body is read up to the limit, it is measured, and whatever happens to it, its answer
 * is complete.
 */
public final class RequestPipeline implements Function<HttpRequest, CompletionStage<HttpResponse>> {

  private static final long serialVersionUID = 1L;
  private static final long MOST_HEARD_OUT = 8 * 1024 * 1024;

  private final transient Function<HttpRequest, CompletionStage<HttpResponse>> routes;
  private final transient ActorSystem<?> system;
  private final transient HttpMetrics metrics;
  private final transient RateLimits limits;
  private final Duration bodyTimeout;
  private final long contentLimit;

  public RequestPipeline(
      Function<HttpRequest, CompletionStage<HttpResponse>> routes,
      ActorSystem<?> system,
      HttpMetrics metrics,
      RateLimits limits,
      Duration bodyTimeout) {
    this.routes = routes;
    this.system = system;
    this.metrics = metrics;
    this.limits = limits;
    this.bodyTimeout = bodyTimeout;
    this.contentLimit =
        system.settings().config().getBytes("akka.http.server.parsing.max-content-length");
  }

  @Override
  public CompletionStage<HttpResponse> apply(HttpRequest received) {
    long started = System.nanoTime();
    String correlationId = Correlation.choose(received);
    HttpRequest request = limits.mark(Correlation.mark(received, correlationId));
    answerTimeouts(request, correlationId);
    return CompletableFuture.completedFuture(request)
        .thenCompose(this::counted)
        .thenCompose(this::withBody)
        .thenCompose(this::route)
        .exceptionally(
            error -> ErrorHandling.problemOf(error, correlationId).response(correlationId))
        .thenApply(
            response -> {
              metrics.answered(request, response, System.nanoTime() - started);
              return finished(RateLimits.tell(request, response), correlationId);
            });
  }

  private CompletionStage<HttpResponse> route(HttpRequest request) {
    try {
      return routes.apply(request);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Comes first: what is wrong with its body does not make a request free of charge. */
  private CompletionStage<HttpRequest> counted(HttpRequest request) {
    try {
      limits.countOfAddress(request);
      return CompletableFuture.completedFuture(request);
    } catch (ProblemException refused) {
      return hearOut(request, contentLimit, refused);
    }
  }

  private CompletionStage<HttpRequest> withBody(HttpRequest request) {
    if (request.entity() instanceof HttpEntity.Strict) {
      return CompletableFuture.completedFuture(request);
    }
    if (request.entity().getContentLengthOption().orElse(0) > contentLimit) {
      return hearOut(
          request, MOST_HEARD_OUT, ErrorHandling.contentTooLarge(contentLimit).exception());
    }
    return request
        // The entity has its limit from max-content-length already.
        .toStrict(bodyTimeout.toMillis(), Long.MAX_VALUE, system)
        .handle(
            (strict, error) -> {
              if (error == null) {
                return strict;
              }
              Throwable cause = error instanceof CompletionException ? error.getCause() : error;
              if (cause instanceof TimeoutException) {
                throw ProblemType.REQUEST_TIMEOUT
                    .because("The body did not arrive within " + bodyTimeout.toMillis() + " ms.")
                    .exception();
              }
              throw new CompletionException(cause);
            });
  }

  /**
   * Takes the body of a request that is refused, up to a point and for as long as any body may
   * take: a client that is still sending when the connection is closed never sees the answer.
   */
  private CompletionStage<HttpRequest> hearOut(
      HttpRequest request, long most, ProblemException refusal) {
    if (request.getHeader("Expect").isPresent()) {
      return CompletableFuture.failedFuture(refusal); // it asks before it sends
    }
    return request
        .entity()
        .withSizeLimit(most)
        .getDataBytes()
        .completionTimeout(bodyTimeout)
        .runWith(Sink.ignore(), system)
        .handle(
            (done, error) -> {
              throw refusal;
            });
  }

  /** Should no answer be found in Akka HTTP's own time, its answer is a problem, too. */
  private static void answerTimeouts(HttpRequest request, String correlationId) {
    request
        .getHeader(TimeoutAccess.class)
        .ifPresent(
            header ->
                header
                    .timeoutAccess()
                    .updateHandler(
                        late ->
                            finished(
                                ErrorHandling.unavailable("The request took too long.")
                                    .response(correlationId),
                                correlationId)));
  }

  private static HttpResponse finished(HttpResponse response, String correlationId) {
    HttpResponse correlated =
        response.addHeader(RawHeader.create(Correlation.HEADER, correlationId));
    // Answers are of one caller and one moment; what may be kept says so itself.
    return correlated.getHeader("Cache-Control").isPresent()
        ? correlated
        : correlated.addHeader(RawHeader.create("Cache-Control", "no-store"));
  }
}
