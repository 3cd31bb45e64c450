package io.sportskk.api.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Times as RFC 3339 writes them. */
final class Times {

  /** Completes a sentence that begins with "must be". */
  static final String WANTED =
      "a time as in RFC 3339, for example 2026-05-01T18:30:00Z, in the years 1970 to 9999";

  private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

  private Times() {}

  /** Null if the text is not such a time. */
  static Instant parse(String text) {
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return instant.isBefore(Instant.EPOCH) || instant.isAfter(END) ? null : instant;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
