package io.sportskk.api.http;

import static akka.http.javadsl.server.Directives.extractRequest;

import akka.http.javadsl.model.AttributeKey;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.server.Route;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id under which everything that is done for one request can be found. */
public final class Correlation {

  public static final String HEADER = "X-Correlation-ID";

  private static final AttributeKey<String> ATTRIBUTE =
      AttributeKey.create("correlationId", String.class);
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final Pattern TRACE_PARENT =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");
  private static final Pattern ZEROS = Pattern.compile("0+");

  private Correlation() {}

  /** The client's id if it sent a valid one, else the trace it is in, else a new id. */
  static String choose(HttpRequest request) {
    return request
        .getHeader(HEADER)
        .map(header -> header.value())
        .filter(id -> VALID.matcher(id).matches())
        .or(() -> request.getHeader("traceparent").flatMap(header -> traceId(header.value())))
        .orElseGet(Correlation::fresh);
  }

  public static String fresh() {
    return UUID.randomUUID().toString();
  }

  static HttpRequest mark(HttpRequest request, String correlationId) {
    return request.addAttribute(ATTRIBUTE, correlationId);
  }

  /** The id that the request was marked with. */
  public static String of(HttpRequest request) {
    return request.getAttribute(ATTRIBUTE).orElseThrow();
  }

  /** Hands the request's id to a route. */
  public static Route correlated(Function<String, Route> inner) {
    return extractRequest(request -> inner.apply(of(request)));
  }

  private static Optional<String> traceId(String traceParent) {
    Matcher matcher = TRACE_PARENT.matcher(traceParent);
    if (!matcher.matches()
        || ZEROS.matcher(matcher.group(1)).matches()
        || ZEROS.matcher(matcher.group(2)).matches()) {
      return Optional.empty();
    }
    return Optional.of(matcher.group(1));
  }
}
