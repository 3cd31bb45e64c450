package io.sportskk.kernel;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Values as PostgreSQL can store them. An event is a fact, whatever it holds: it must not stop a
 * projection because a table can't.
 */
public final class Postgres {

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private Postgres() {}

  /**
   * For a {@code TIMESTAMPTZ}: in whole microseconds, cut off here as the driver would round; and
   * of the years 0 to 9999, as the database's years end sooner than those of {@link Instant}.
   */
  public static OffsetDateTime timestamp(Instant time) {
    Instant atLeast = time.isBefore(EARLIEST) ? EARLIEST : time;
    Instant stored = atLeast.isAfter(LATEST) ? LATEST : atLeast;
    return stored.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  /** For a {@code TEXT}: it can hold any character but NUL, which is replaced. Null stays null. */
  public static String text(String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }
}
