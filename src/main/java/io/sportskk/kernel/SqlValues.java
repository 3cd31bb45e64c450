package io.sportskk.kernel;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Values as the databases can store them. An event is a fact, whatever it holds: it must not stop a
 * projection because a table can't.
 */
public final class SqlValues {

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private SqlValues() {}

  /**
   * For a {@code TIMESTAMPTZ} of PostgreSQL or, without its offset, a {@code DATETIME(6)} of
   * MariaDB: in whole microseconds, cut off here as a driver would round; and of the years 0 to
   * 9999, as the databases' years end sooner than those of {@link Instant}.
   */
  public static OffsetDateTime timestamp(Instant time) {
    Instant atLeast = time.isBefore(EARLIEST) ? EARLIEST : time;
    Instant stored = atLeast.isAfter(LATEST) ? LATEST : atLeast;
    return stored.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  /**
   * As {@link #timestamp}, in microseconds since 1970: for an array of PostgreSQL, as what it is
   * sent is text, in which the year 0 is one that PostgreSQL does not read.
   */
  public static long micros(Instant time) {
    OffsetDateTime stored = timestamp(time);
    return stored.toEpochSecond() * 1_000_000 + stored.getNano() / 1_000;
  }

  /**
   * The {@code TIMESTAMPTZ} of {@link #micros}, in the SQL of PostgreSQL: by hours and what is left
   * of them, as it multiplies by doubles, which are exact for 285 years only.
   */
  public static String timeOfMicros(String column) {
    return "timestamptz 'epoch' + %1$s / 3600000000 * interval '1 hour' + %1$s %% 3600000000 * interval '1 microsecond'"
        .formatted(column);
  }

  /**
   * For a text: it can hold any character but NUL (which MariaDB could store, but PostgreSQL
   * can't), which is replaced. Null stays null.
   */
  public static String text(String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }
}
