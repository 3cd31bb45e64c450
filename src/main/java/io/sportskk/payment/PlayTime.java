package io.sportskk.payment;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * For how long was played in the day that it is. Part of the stored snapshot.
 *
 * <p>There are no sessions that begin and end: play is what charges show. It begins with a charge
 * and goes on until some time ({@link PlayRules#playEndsAfter}) after the last one; then it was a
 * spell of play. A charge that is given back was play all the same, one that is refused was not.
 * What of a spell is before midnight counts in the day that ends, and the rest in the new one.
 *
 * <p>Only time that has passed counts, so that the last charge of a day comes before its time is
 * used up.
 *
 * @param until when the next day begins
 * @param before the spells of the day that were over when the last one began
 * @param from when the last spell began, or the day if that was later
 * @param to when it ends if no charge follows; not after {@code from} if there is none
 */
record PlayTime(Instant until, Duration before, Instant from, Instant to) {

  /** Before there was any. */
  static final PlayTime NONE =
      new PlayTime(Instant.EPOCH, Duration.ZERO, Instant.EPOCH, Instant.EPOCH);

  /** This day, or the one that has begun since. */
  PlayTime asOf(Instant now, ZoneId zone) {
    if (now.isBefore(until)) {
      return this;
    }
    Instant begin = now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
    Instant end = PlayWindow.Length.DAY.endAfter(now, zone);
    return to.isAfter(begin)
        ? new PlayTime(end, Duration.ZERO, from.isAfter(begin) ? from : begin, to)
        : new PlayTime(end, Duration.ZERO, begin, begin);
  }

  /**
   * @param goesOnFor how long play goes on after a charge
   */
  PlayTime charged(Instant at, Duration goesOnFor) {
    Instant end = at.plus(goesOnFor);
    return at.isBefore(to)
        ? new PlayTime(until, before, from, end.isAfter(to) ? end : to)
        : new PlayTime(until, before.plus(Duration.between(from, to)), at, end);
  }

  /** In full minutes. */
  long used(Instant now) {
    Instant end = now.isBefore(to) ? now : to;
    return before.plus(Duration.between(from, end)).toMinutes();
  }
}
