package io.sportskk.api.http;

import akka.NotUsed;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.util.List;

/** How this API writes JSON, and how strictly it reads it. */
public final class Json {

  /** Money is a whole number, times are RFC 3339 in UTC. */
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  public static byte[] bytes(Object body) {
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("can't be written as JSON: " + body.getClass(), e);
    }
  }

  public static HttpResponse response(int status, Object body) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, bytes(body)));
  }

  public static HttpResponse ok(Object body) {
    return response(200, body);
  }

  /** A whole list, which is written out while it is still being read, some items at a time. */
  public static HttpResponse list(Source<? extends List<?>, NotUsed> items) {
    Source<ByteString, NotUsed> body =
        items
            .filter(some -> !some.isEmpty())
            .map(Json::separated)
            .intersperse(
                ByteString.fromString("{\"items\":["),
                ByteString.fromString(","),
                ByteString.fromString("],\"nextCursor\":null}"));
    return HttpResponse.create()
        .withEntity(HttpEntities.createChunked(ContentTypes.APPLICATION_JSON, body));
  }

  /** An array without its brackets. */
  private static ByteString separated(List<?> items) {
    ByteString array = ByteString.fromArray(bytes(items));
    return array.slice(1, array.length() - 1);
  }

  public static HttpHeader location(String path) {
    return RawHeader.create("Location", path);
  }

  /** Says that the request had been worked on before and nothing was done again. */
  public static HttpHeader replayed() {
    return RawHeader.create("Idempotent-Replayed", "true");
  }

  /** In whole seconds, at least one. */
  public static HttpHeader retryAfter(Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return RawHeader.create("Retry-After", Long.toString(seconds));
  }
}
