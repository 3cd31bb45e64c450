package io.sportskk.api.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error as the client sees it: a problem detail of RFC 9457.
 *
 * @param retryAfter when the same request may succeed; null if it makes no sense to repeat it
 * @param errors what is wrong with each part of the request
 * @param members further members that help a program to go on, for example {@code maxStake}
 */
public record Problem(
    ProblemType type,
    String detail,
    Duration retryAfter,
    List<Part> errors,
    Map<String, Object> members,
    List<HttpHeader> headers) {

  private static final ContentType PROBLEM_JSON =
      ContentTypes.create(
          MediaTypes.applicationWithFixedCharset("problem+json", HttpCharsets.UTF_8));

  /**
   * A part of the request that is not valid; one of the first three names it.
   *
   * @param pointer JSON pointer (RFC 6901) into the body
   * @param parameter name of a query parameter
   * @param header name of a header
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Part(String pointer, String parameter, String header, String detail) {
    public static Part ofBody(String pointer, String detail) {
      return new Part(pointer, null, null, detail);
    }

    public static Part ofParameter(String parameter, String detail) {
      return new Part(null, parameter, null, detail);
    }

    public static Part ofHeader(String header, String detail) {
      return new Part(null, null, header, detail);
    }
  }

  static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, null, List.of(), Map.of(), List.of());
  }

  public Problem withErrors(List<Part> parts) {
    return new Problem(type, detail, retryAfter, List.copyOf(parts), members, headers);
  }

  /** The same request may succeed after this time. */
  public Problem retryableAfter(Duration wait) {
    return new Problem(type, detail, wait, errors, members, headers);
  }

  public Problem with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(type, detail, retryAfter, errors, more, headers);
  }

  public Problem withHeader(String name, String value) {
    List<HttpHeader> more = new ArrayList<>(headers);
    more.add(RawHeader.create(name, value));
    return new Problem(type, detail, retryAfter, errors, members, more);
  }

  public ProblemException exception() {
    return new ProblemException(this);
  }

  public HttpResponse response(String correlationId) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type.uri().toString());
    body.put("title", type.title());
    body.put("status", type.status());
    body.put("detail", detail);
    body.put("code", type.name());
    body.put("retryable", retryAfter != null);
    body.put("correlationId", correlationId);
    body.putAll(members);
    if (!errors.isEmpty()) {
      body.put("errors", errors);
    }
    HttpResponse response =
        HttpResponse.create()
            .withStatus(StatusCodes.get(type.status()))
            .withEntity(HttpEntities.create(PROBLEM_JSON, Json.bytes(body)))
            .addHeaders(headers);
    return retryAfter == null ? response : response.addHeader(Json.retryAfter(retryAfter));
  }
}
