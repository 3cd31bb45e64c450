package io.sportskk.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import akka.util.ByteString;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets the bytes of one connection through to the parser of Akka HTTP, but no head of a request
 * that the parser would read otherwise than others do. It takes a byte of 80 hex and more for the
 * first byte of a character in UTF-8, and never looks whether what it takes for the rest of the
 * character is a line break: the next header is gone, or the end of the head.
 *
 * <p>Only heads must be free of such bytes, bodies need not be. So the guard follows where bodies
 * begin and end. Where a head leaves room for doubt about that, it is refused as well.
 *
 * <p>To refuse is to let the parser find bytes that it refuses itself, and nothing after them. So
 * the answer comes in its turn, is a problem, and is the last one of the connection.
 *
 * <p>A head that takes too long is refused in the same manner, at the next byte that comes: no
 * timer is needed, as one of which nothing comes any more ends with the idle timeout.
 */
final class HeadGuard {

  /**
   * The parser takes such a byte neither in a header's name nor in its value, nor in a target or a
   * method. But it looks at a target only when it is over, and at a method only then or when it is
   * longer than 16 characters: whoever is refused gets an answer at once.
   */
  static final String REFUSED = "\u0080".repeat(17) + ' ';

  private static final ByteString REFUSAL = ByteString.fromString(REFUSED, ISO_8859_1);

  /** More than the parser takes for a chunk. */
  private static final long MOST_IN_A_CHUNK = Integer.MAX_VALUE;

  private enum Place {
    HEAD,
    BODY,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK,
    CHUNK_END,
    TRAILER
  }

  private final Duration headWithin;
  private final LongSupplier nanoClock;
  private final HeadLine line = new HeadLine();
  private Place place = Place.HEAD;

  /** Whether the request line is over. */
  private boolean inHeaders;

  private boolean chunked;

  /** Of the body as the head says, then of what is left of it; or of a chunk. */
  private long length;

  /** Whether a head has begun that has not ended; and when. */
  private boolean headBegun;

  private long headSince;

  /** Whether one has ended in what has come last. */
  private boolean headEnded;

  private boolean refused;

  /**
   * @param headWithin how long a client may take to send a head, from its first byte on
   * @param nanoClock as {@link System#nanoTime}
   */
  HeadGuard(Duration headWithin, LongSupplier nanoClock) {
    this.headWithin = headWithin;
    this.nanoClock = nanoClock;
  }

  /** What the parser is to see of what has come; maybe nothing. */
  ByteString pass(ByteString received) {
    if (refused) {
      return ByteString.emptyByteString();
    }
    long now = nanoClock.getAsLong();
    if (headBegun && now - headSince > headWithin.toNanos()) {
      refused = true;
      return REFUSAL;
    }
    headEnded = false;
    ByteString passed = free(received);
    boolean inHead = place == Place.HEAD && (inHeaders || !line.isEmpty());
    if (inHead && (!headBegun || headEnded)) {
      headSince = now;
    }
    headBegun = inHead;
    return passed;
  }

  private ByteString free(ByteString received) {
    int end = firstRefused(received.toArrayUnsafe());
    if (end < 0) {
      return received;
    }
    refused = true;
    return received.take(end).concat(REFUSAL);
  }

  /** -1 if there is none. */
  private int firstRefused(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      if (place == Place.BODY || place == Place.CHUNK) {
        int skipped = (int) Math.min(length, bytes.length - at);
        at += skipped;
        length -= skipped;
        if (length == 0) {
          endOfContent();
        }
      } else if (accepts(bytes[at])) {
        at++;
      } else {
        return at;
      }
    }
    return -1;
  }

  private boolean accepts(byte next) {
    switch (place) {
      case HEAD, TRAILER -> {
        if (next < 0) {
          return false;
        }
        if (next == '\n') {
          return endOfLine();
        }
        line.add(next);
      }
      case CHUNK_SIZE -> chunkSize(next);
      case CHUNK_EXTENSION -> {
        if (next == '\n') {
          beginChunk();
        }
      }
      default -> {
        if (next == '\n') {
          beginChunkSize();
        }
      }
    }
    return true;
  }

  private boolean endOfLine() {
    if (line.isEmpty()) {
      line.clear();
      if (place == Place.TRAILER) {
        beginHead();
      } else {
        beginBody();
      }
      return true;
    }
    boolean understood = place == Place.TRAILER || !inHeaders || header();
    inHeaders = true;
    line.clear();
    return understood;
  }

  /** False if it leaves doubt about the length of the body. */
  private boolean header() {
    if (line.isNamed("transfer-encoding")) {
      chunked = true;
      return line.value().equalsIgnoreCase("chunked");
    }
    if (line.isNamed("content-length")) {
      String value = line.value();
      if (!HeadLine.isNumber(value)) {
        return false;
      }
      length = Long.parseLong(value);
    }
    return true;
  }

  private void beginHead() {
    place = Place.HEAD;
    inHeaders = false;
    chunked = false;
    length = 0;
  }

  private void beginBody() {
    headEnded = true;
    if (chunked) {
      beginChunkSize(); // the parser refuses a length beside it
    } else if (length > 0) {
      place = Place.BODY;
    } else {
      beginHead();
    }
  }

  private void endOfContent() {
    if (place == Place.BODY) {
      beginHead();
    } else {
      place = Place.CHUNK_END;
    }
  }

  private void beginChunkSize() {
    place = Place.CHUNK_SIZE;
    length = 0;
  }

  private void chunkSize(byte next) {
    int digit = Character.digit(next, 16);
    if (digit >= 0) {
      length = Math.min(length * 16 + digit, MOST_IN_A_CHUNK);
    } else if (next == ';') {
      place = Place.CHUNK_EXTENSION;
    } else if (next == '\n') {
      beginChunk();
    }
    // Spaces are skipped; whatever else there may be, the parser refuses.
  }

  private void beginChunk() {
    place = length > 0 ? Place.CHUNK : Place.TRAILER;
  }
}
