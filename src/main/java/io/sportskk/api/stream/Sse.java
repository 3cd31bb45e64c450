package io.sportskk.api.stream;

import akka.NotUsed;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.sportskk.api.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How Server-Sent Events are written (WHATWG HTML, section 9.2). Akka HTTP has a model of them, but
 * its heartbeat is an event, and its media type goes without the charset.
 */
public final class Sse {

  static final ContentType CONTENT_TYPE =
      MediaTypes.customWithOpenCharset("text", "event-stream", Map.of(), true)
          .toContentType(HttpCharsets.UTF_8);

  /** A comment: it keeps the connection alive, and no client sees an event. */
  static final ByteString HEARTBEAT = ByteString.fromString(": heartbeat\n\n");

  private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|\\n|\\r");

  private Sse() {}

  /**
   * An event.
   *
   * @param event its type, without a line break
   * @param id what a client sends as {@code Last-Event-ID} from here on, without a line break
   * @param data may have several lines
   */
  static ByteString event(String event, String id, String data) {
    StringBuilder text = new StringBuilder();
    text.append("event: ").append(oneLine(event)).append('\n');
    text.append("id: ").append(oneLine(id)).append('\n');
    for (String line : LINE_BREAK.split(data, -1)) {
      text.append("data: ").append(line).append('\n');
    }
    return ByteString.fromString(text.append('\n').toString());
  }

  /** An event whose data is JSON. */
  public static ByteString json(String event, String id, Object data) {
    return event(event, id, new String(Json.bytes(data), StandardCharsets.UTF_8));
  }

  /** Sets what a client sends as {@code Last-Event-ID}, without an event. */
  static ByteString position(String id) {
    return ByteString.fromString("id: " + oneLine(id) + "\n\n");
  }

  /**
   * What a client is told when changes were missed that can't be sent again.
   *
   * @param id where the client stands after it
   * @param lastEventId as the client sent it
   */
  public static ByteString gap(String id, String lastEventId) {
    return json("gap", id, new FeedGapJson(lastEventId));
  }

  static ByteString retry(Duration wait) {
    return ByteString.fromString("retry: " + wait.toMillis() + "\n\n");
  }

  static HttpResponse response(Source<ByteString, NotUsed> events) {
    return HttpResponse.create()
        .withEntity(HttpEntities.createCloseDelimited(CONTENT_TYPE, events))
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .addHeader(RawHeader.create("X-Accel-Buffering", "no"));
  }

  /** Tells a client not to connect again (section 9.2.3). */
  public static HttpResponse noMore() {
    return HttpResponse.create().withStatus(204);
  }

  private static String oneLine(String text) {
    if (text.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
      throw new IllegalArgumentException("this field of an event is one line");
    }
    return text;
  }
}
