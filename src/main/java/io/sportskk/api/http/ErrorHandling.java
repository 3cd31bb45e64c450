package io.sportskk.api.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.Rejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.server.UnacceptedResponseContentTypeRejection;
import akka.http.scaladsl.model.EntityStreamException;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.http.scaladsl.model.IllegalUriException;
import io.sportskk.kernel.Correlated;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever ends the work on a request into a problem. */
public final class ErrorHandling {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorHandling.class);
  private static final Duration SOON = Duration.ofSeconds(1);

  private ErrorHandling() {}

  public static ExceptionHandler exceptions() {
    return ExceptionHandler.newBuilder()
        .matchAny(
            error ->
                extractRequest(
                    request -> {
                      String correlationId = Correlation.of(request);
                      return complete(problemOf(error, correlationId).response(correlationId));
                    }))
        .build();
  }

  public static RejectionHandler rejections() {
    return RejectionHandler.newBuilder()
        .handleAll(MethodRejection.class, ErrorHandling::methodNotAllowed)
        .handle(
            UnacceptedResponseContentTypeRejection.class,
            rejection -> problem(ProblemType.NOT_ACCEPTABLE.because("See the Accept header.")))
        .handle(Rejection.class, ErrorHandling::unexpected)
        .handleNotFound(
            extractRequest(
                request ->
                    problem(
                        ProblemType.NOT_FOUND.because(
                            "No resource has the path of this request; see /openapi.yaml."))))
        .build();
  }

  static Problem contentTooLarge(long limit) {
    return ProblemType.CONTENT_TOO_LARGE
        .because("A body may have at most " + limit + " bytes.")
        .with("maxBytes", limit);
  }

  /** What the client is told of an error. What nobody foresaw is logged, and nothing of it told. */
  static Problem problemOf(Throwable error, String correlationId) {
    if (error instanceof CompletionException || error instanceof ExecutionException) {
      Throwable cause = error.getCause();
      return problemOf(cause == null ? new IllegalStateException(error) : cause, correlationId);
    }
    if (error instanceof ProblemException known) {
      return known.problem();
    }
    if (error instanceof TimeoutException) {
      return unavailable("A part of the service did not answer in time.");
    }
    if (error instanceof EntityStreamSizeException tooLarge) {
      return contentTooLarge(tooLarge.limit());
    }
    if (error instanceof EntityStreamException) {
      return ProblemType.MALFORMED_REQUEST.because("The body was cut off or is badly framed.");
    }
    if (error instanceof IllegalUriException illegal) {
      return ProblemType.MALFORMED_REQUEST.because(
          "The address is not valid: " + illegal.info().summary() + ".");
    }
    Correlated.inLog(correlationId, () -> LOG.error("request failed", error));
    return ProblemType.INTERNAL_ERROR.because(
        "The request could not be completed. Name the correlation id when you report this.");
  }

  public static Problem unavailable(String detail) {
    return ProblemType.UNAVAILABLE.because(detail).retryableAfter(SOON);
  }

  private static Route methodNotAllowed(List<MethodRejection> rejections) {
    Set<String> allowed = new TreeSet<>();
    allowed.add(HttpMethods.OPTIONS.value());
    for (MethodRejection rejection : rejections) {
      HttpMethod method = rejection.supported();
      allowed.add(method.value());
      if (method.equals(HttpMethods.GET)) {
        allowed.add(HttpMethods.HEAD.value());
      }
    }
    String allow = String.join(", ", allowed);
    return extractRequest(
        request ->
            request.method().equals(HttpMethods.OPTIONS)
                ? complete(
                    HttpResponse.create()
                        .withStatus(204)
                        .addHeader(RawHeader.create("Allow", allow)))
                : problem(
                    ProblemType.METHOD_NOT_ALLOWED
                        .because(
                            request.method().value()
                                + " is not allowed here, but "
                                + allow
                                + " are.")
                        .withHeader("Allow", allow)));
  }

  /** Routes reject nothing but methods and paths; should one do so, it is an error of ours. */
  private static Route unexpected(Rejection rejection) {
    return extractRequest(
        request -> {
          String correlationId = Correlation.of(request);
          Throwable error = new IllegalStateException("unexpected rejection: " + rejection);
          return complete(problemOf(error, correlationId).response(correlationId));
        });
  }

  private static Route problem(Problem problem) {
    return extractRequest(request -> complete(problem.response(Correlation.of(request))));
  }
}
