package io.sportskk.api.http;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;

/**
 * Answers what is too broken to become a request, so that no route ever sees it. Akka HTTP makes
 * this object by the name in {@code http.conf}.
 */
public final class ProblemParsingErrorHandler extends ParsingErrorHandler {

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    String correlationId = Correlation.fresh();
    return problem(status.intValue(), error)
        .response(correlationId)
        .addHeader(RawHeader.create(Correlation.HEADER, correlationId));
  }

  private static Problem problem(int status, ErrorInfo error) {
    if (status == 413) {
      return ProblemType.CONTENT_TOO_LARGE.because("The body is larger than this API takes.");
    } else if (status == 414) {
      return ProblemType.URI_TOO_LONG.because("The address is longer than this API takes.");
    } else if (status == 431) {
      return ProblemType.HEADERS_TOO_LARGE.because("The headers are larger than this API takes.");
    } else if (status == 501) {
      return ProblemType.NOT_IMPLEMENTED.because("This API does not know the request's method.");
    } else if (status == 505) {
      return ProblemType.HTTP_VERSION_NOT_SUPPORTED.because("Use HTTP/1.1.");
    }
    // The summary names the fault; only the detail, which is left out, quotes the request.
    return ProblemType.MALFORMED_REQUEST.because(
        "The request is not valid HTTP: " + error.summary() + ".");
  }
}
