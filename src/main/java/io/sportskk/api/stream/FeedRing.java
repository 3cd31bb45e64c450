package io.sportskk.api.stream;

import akka.util.ByteString;
import io.sportskk.api.http.TextRule;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last so many events of a feed, numbered from 1.
 *
 * <p>An event's id is {@code <incarnation>-<number>}: a number alone would mean another event on
 * another node, or on this one after a restart.
 */
public final class FeedRing {

  public static final TextRule EVENT_ID =
      new TextRule(Pattern.compile("([0-9a-z]{1,32})-([0-9]{1,18})"), "the id of an earlier event");

  /** So that a reader that is far behind doesn't get all at once. */
  private static final int MOST_AT_ONCE = 100;

  private final String incarnation;
  private final Event[] events;
  private long newest;

  FeedRing(String incarnation, int size) {
    this.incarnation = incarnation;
    this.events = new Event[size];
  }

  /**
   * @param data what it says; asked for when the first reader comes to it, if one does
   */
  void append(String event, Supplier<Object> data) {
    newest++;
    String id = id(newest);
    events[slot(newest)] = new Event(() -> Sse.json(event, id, data.get()));
  }

  /**
   * Where a reader begins: after its last event, or, if what came after that is not here, with an
   * event that says so.
   *
   * @param lastEventId null for a new reader
   */
  FeedBatch open(String lastEventId) {
    if (lastEventId == null) {
      return FeedBatch.of(Sse.position(id(newest)), newest);
    }
    Matcher id = EVENT_ID.pattern().matcher(lastEventId);
    if (id.matches() && id.group(1).equals(incarnation)) {
      long number = Long.parseLong(id.group(2));
      if (number <= newest && holdsAllAfter(number)) {
        return FeedBatch.of(ByteString.emptyByteString(), number);
      }
    }
    return FeedBatch.of(Sse.gap(id(newest), lastEventId), newest);
  }

  /** Empty if there is nothing yet; the end if the reader is too far behind. */
  Optional<FeedBatch> after(long number) {
    if (number == newest) {
      return Optional.empty();
    }
    if (!holdsAllAfter(number)) {
      return Optional.of(FeedBatch.end());
    }
    long until = Math.min(newest, number + MOST_AT_ONCE);
    ByteString batch = ByteString.emptyByteString();
    for (long n = number + 1; n <= until; n++) {
      batch = batch.concat(events[slot(n)].bytes());
    }
    return Optional.of(FeedBatch.of(batch, until));
  }

  private boolean holdsAllAfter(long number) {
    return newest - number <= events.length;
  }

  private int slot(long number) {
    return (int) (number % events.length);
  }

  private String id(long number) {
    return incarnation + "-" + number;
  }

  /** Written once, for all its readers: mostly there are none. */
  private static final class Event {
    /** Null once it is written. */
    private Supplier<ByteString> write;

    private ByteString bytes;

    Event(Supplier<ByteString> write) {
      this.write = write;
    }

    ByteString bytes() {
      if (write != null) {
        bytes = write.get();
        write = null;
      }
      return bytes;
    }
  }
}
