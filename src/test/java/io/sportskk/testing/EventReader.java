package io.sportskk.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Reads a stream of Server-Sent Events as WHATWG's HTML standard (9.2.6) says that a client does,
 * and holds each event against {@code openapi.yaml}.
 */
public final class EventReader implements AutoCloseable {

  private final String target;
  private final HttpResponse<InputStream> response;
  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final AtomicLong comments = new AtomicLong();
  private volatile String lastEventId = "";
  private volatile Duration retry;
  private volatile Throwable failure;
  private volatile boolean ended;

  private sealed interface Item {}

  private record End() implements Item {}

  /**
   * @param id the last event id when the event was dispatched
   * @param receivedAt {@link System#nanoTime()}
   */
  public record Event(String id, String event, String data, long receivedAt) implements Item {}

  EventReader(String target, HttpResponse<InputStream> response) {
    this.target = target;
    this.response = response;
    Thread thread = new Thread(this::read, "events of " + target);
    thread.setDaemon(true);
    thread.start();
  }

  /** The headers and the status of the stream. */
  public HttpResponse<?> response() {
    return response;
  }

  /** The next event. */
  public Event next() {
    return poll(Patience.LIMIT)
        .orElseThrow(() -> new AssertionError("no event of " + target + ended(), failure));
  }

  /** The next event that is as wished; those before it are dropped. */
  public Event next(Predicate<Event> wished) {
    while (true) {
      Event event = next();
      if (wished.test(event)) {
        return event;
      }
    }
  }

  /** The next so many events. */
  public List<Event> next(int count) {
    List<Event> events = new ArrayList<>();
    while (events.size() < count) {
      events.add(next());
    }
    return events;
  }

  /** The next event if it comes in time. */
  public Optional<Event> poll(Duration patience) {
    try {
      Item item = items.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (item instanceof End) {
        items.add(item);
      }
      return item instanceof Event event ? Optional.of(event) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What a client would send as {@code Last-Event-ID} now. */
  public String lastEventId() {
    return lastEventId;
  }

  /** How long the server wants a client to wait before it connects again, null if not said. */
  public Duration retry() {
    return retry;
  }

  /** How many comment lines have come. */
  public long comments() {
    return comments.get();
  }

  /** Whether the server has ended the stream, in good order or not. */
  public boolean hasEnded() {
    return ended;
  }

  /** Why the stream broke, null if it did not. */
  public Throwable failure() {
    return failure;
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String ended() {
    return ended ? ": the stream has ended" : " in time";
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String event = "";
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (data.length() > 0) {
            dispatch(event.isEmpty() ? "message" : event, data.substring(0, data.length() - 1));
          }
          event = "";
          data.setLength(0);
        } else if (line.startsWith(":")) {
          comments.incrementAndGet();
        } else {
          int colon = line.indexOf(':');
          String field = colon < 0 ? line : line.substring(0, colon);
          String value = colon < 0 ? "" : line.substring(colon + 1);
          value = value.startsWith(" ") ? value.substring(1) : value;
          switch (field) {
            case "event" -> event = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> lastEventId = value;
            case "retry" -> retry = Duration.ofMillis(Long.parseLong(value));
            default -> throw new AssertionError("an unknown field: " + line);
          }
        }
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      failure = e;
    } finally {
      ended = true;
      items.add(new End());
    }
  }

  private void dispatch(String event, String data) {
    long receivedAt = System.nanoTime();
    OpenApi.shipped().checkEvent(target, event, data);
    items.add(new Event(lastEventId, event, data, receivedAt));
  }
}
