package io.sportskk.node.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether this node's clock is right: whether it tells the same time as the journal's
 * database, up to a bound. What is written by a wrong clock closes matches and ends deadlines for
 * good.
 *
 * <p>Now and then the database is asked for its time. In between it goes on by {@link
 * System#nanoTime}, which no jump of the clock changes: so a jump is seen at once. For as long as
 * the database does not answer, its last answer holds: that the system makes its ticks shorter or
 * longer at most by 0.05 %, as NTP does, is 1.8 s in an hour. A machine that was suspended may
 * count as wrong until the database has been asked again; a process that was frozen does not.
 *
 * <p>All moments in nanoseconds are those of {@link System#nanoTime}.
 */
public final class ClockGuard {

  private static final Logger LOG = LoggerFactory.getLogger(ClockGuard.class);

  /**
   * For so long after a clock has come right nothing is written, either: what was decided by the
   * wrong time, and waited to be written, has failed by then.
   */
  static final Duration RIGHT_FOR = Duration.ofSeconds(1);

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Duration maxSkew;
  private volatile Answer last;
  private volatile boolean faulty;
  private boolean skewed;
  private long lastWrong;

  /**
   * @param at when the database told this time
   * @param uncertainty by how much that moment may be another one, either way
   */
  private record Answer(Instant time, long at, Duration uncertainty) {
    Instant timeAt(long nanos) {
      return time.plusNanos(nanos - at);
    }
  }

  /**
   * @param maxSkew by how much the clock may differ from the database's
   */
  public ClockGuard(Clock clock, LongSupplier nanoTime, Duration maxSkew, MeterRegistry metrics) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.maxSkew = maxSkew;
    Gauge.builder("sportskk.clock.skew", this, guard -> guard.skewSeconds())
        .description("How far this node's clock is ahead of that of the journal's database")
        .baseUnit("seconds")
        .register(metrics);
  }

  /**
   * The database has answered what time it is. An answer that was long under way says too little to
   * count.
   *
   * @param asked when it was asked
   * @param answered when the answer was there
   */
  public void databaseTime(Instant time, long asked, long answered) {
    Duration uncertainty = Duration.ofNanos((answered - asked) / 2);
    if (uncertainty.compareTo(maxSkew.dividedBy(4)) > 0) {
      LOG.debug("The database took {} to tell its time", uncertainty.multipliedBy(2));
      return;
    }
    last = new Answer(time, asked + (answered - asked) / 2, uncertainty);
    warn();
  }

  /** Why the clock can't be trusted, if it can't: in a clause. */
  public Optional<String> fault() {
    Answer answer = last;
    if (answer == null) {
      return Optional.of(
          "this node's clock has not been compared with that of the journal's database yet");
    }
    Duration skew = skew(answer).certain();
    return skew.abs().compareTo(maxSkew) > 0 ? wrong(skew) : right();
  }

  private synchronized Optional<String> wrong(Duration skew) {
    lastWrong = nanoTime.getAsLong();
    String fault =
        String.format(
            "this node's clock is %.1f s %s that of the journal's database",
            skew.abs().toMillis() / 1000.0, skew.isNegative() ? "behind" : "ahead of");
    if (!faulty) {
      faulty = true;
      LOG.error("Nothing is written any more, as {}: set the clock right", fault);
    }
    return Optional.of(fault);
  }

  private Optional<String> right() {
    return faulty ? rightAgain() : Optional.empty();
  }

  private synchronized Optional<String> rightAgain() {
    if (faulty && nanoTime.getAsLong() - lastWrong < RIGHT_FOR.toNanos()) {
      return Optional.of("this node's clock was wrong a moment ago");
    }
    if (faulty) {
      faulty = false;
      LOG.info("This node's clock is right again");
    }
    return Optional.empty();
  }

  /** The process may be frozen between any two of these lines. */
  private Skew skew(Answer answer) {
    long before = nanoTime.getAsLong();
    Instant here = clock.instant();
    long after = nanoTime.getAsLong();
    return new Skew(
        Duration.between(answer.timeAt(after), here).minus(answer.uncertainty()),
        Duration.between(answer.timeAt(before), here).plus(answer.uncertainty()));
  }

  private double skewSeconds() {
    Answer answer = last;
    return answer == null ? Double.NaN : skew(answer).middleSeconds();
  }

  /** Well before nothing is written any more. */
  private synchronized void warn() {
    Duration skew = skew(last).certain();
    boolean large = skew.abs().compareTo(maxSkew.dividedBy(2)) > 0;
    if (large && !skewed) {
      LOG.warn(
          "This node's clock differs by {} s from that of the journal's database: matches close and"
              + " deadlines end by it",
          skew.toMillis() / 1000.0);
    }
    skewed = large;
  }
}
