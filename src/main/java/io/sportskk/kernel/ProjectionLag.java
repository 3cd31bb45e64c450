package io.sportskk.kernel;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gauge {@code sportskk.projection.lag}, in seconds: the age of the oldest event that a
 * projection has not handled yet, over all its slices; 0 if there is none.
 *
 * <p>It is measured from outside, as the difference between the journal and the offsets that the
 * projection has stored. So it grows when the projection hangs, is not running at all, or can't
 * reach its database: then the offsets that were read last stand. It is not a number (NaN) until
 * the offsets have been read once.
 */
public final class ProjectionLag {

  private static final Logger LOG = LoggerFactory.getLogger(ProjectionLag.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  sealed interface Message {}

  private enum Tick implements Message {
    TICK
  }

  /**
   * @param offsets null if they could not be read
   */
  private record OffsetsRead(SliceOffsets offsets, Throwable failure) implements Message {}

  /**
   * @param look null if the journal could not be read
   */
  private record Looked(JournalScan.Found look, Throwable failure) implements Message {}

  private final String projection;
  private final JournalScan scan;
  private final DataSource offsets;
  private final Bulkhead offsetsThreads;
  private final DataSource journal;
  private final Clock clock;

  // What follows is touched by the actor only, but for the last, which the gauge reads.

  /** The offsets that were read last; null until they have been read once. */
  private SliceOffsets known;

  private JournalScan.Found last = new JournalScan.Found(0, OptionalLong.empty());

  private boolean measuring;
  private boolean failing;
  private volatile double seconds = Double.NaN;

  /**
   * @param projection its name in the store of offsets
   * @param offsets the database in which the projection stores its offsets
   * @param offsetsThreads the threads of that database
   * @param journal the database of the journal
   * @param clock the same time as that of the nodes that write events
   */
  public ProjectionLag(
      String projection,
      Slices slices,
      DataSource offsets,
      Bulkhead offsetsThreads,
      DataSource journal,
      MeterRegistry metrics,
      Clock clock) {
    this.projection = projection;
    this.scan = new JournalScan(slices.entityType(), TIMEOUT);
    this.offsets = offsets;
    this.offsetsThreads = offsetsThreads;
    this.journal = journal;
    this.clock = clock;
    Gauge.builder("sportskk.projection.lag", this, lag -> lag.seconds)
        .description("Age of the oldest event that the projection has not handled yet")
        .baseUnit("seconds")
        .tag("projection", projection)
        .register(metrics);
  }

  /** Measures every second from now on, as long as the system runs. */
  public void start(ActorSystem<?> system) {
    system.systemActorOf(
        behavior(Duration.ofSeconds(1)), "projection-lag-" + projection, Props.empty());
  }

  Behavior<Message> behavior(Duration interval) {
    return Behaviors.setup(
        ctx ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Tick.TICK, Duration.ZERO, interval);
                  return Behaviors.receive(Message.class)
                      .onMessage(Tick.class, tick -> onTick(ctx))
                      .onMessage(OffsetsRead.class, read -> onOffsetsRead(ctx, read))
                      .onMessage(Looked.class, this::onLooked)
                      .build();
                }));
  }

  private Behavior<Message> onTick(ActorContext<Message> ctx) {
    if (!measuring) {
      measuring = true;
      ctx.pipeToSelf(calls(ctx, offsetsThreads, offsets).run(this::readOffsets), OffsetsRead::new);
    }
    return Behaviors.same();
  }

  private Behavior<Message> onOffsetsRead(ActorContext<Message> ctx, OffsetsRead read) {
    logChange(read.failure());
    if (read.failure() == null) {
      if (known != null && read.offsets().isLessThan(known)) {
        last = new JournalScan.Found(0, last.writtenAt());
      }
      known = read.offsets();
    }
    if (known == null) {
      measuring = false;
      return Behaviors.same();
    }
    SliceOffsets handled = known;
    long from = Math.max(last.handledUpTo(), handled.of(Slices.ALL));
    ctx.pipeToSelf(
        calls(ctx, Bulkhead.JOURNAL_QUERIES, journal)
            .run(connection -> scan.look(connection, handled, from)),
        Looked::new);
    return Behaviors.same();
  }

  private Behavior<Message> onLooked(Looked read) {
    measuring = false;
    if (read.failure() == null) {
      last = read.look();
    } else {
      // Nothing new can be in a journal that is down; what was waiting in it grows older.
      LOG.debug("The lag of {} is measured without the journal", projection, read.failure());
    }
    long now = clock.millis();
    OptionalLong oldest = last.writtenAt();
    seconds = oldest.isEmpty() ? 0 : Math.max(0, now - oldest.getAsLong()) / 1000.0;
    return Behaviors.same();
  }

  private static JdbcCalls calls(ActorContext<?> ctx, Bulkhead threads, DataSource database) {
    return new JdbcCalls(threads.of(ctx.getSystem()), database, TIMEOUT);
  }

  private void logChange(Throwable failure) {
    if (failure != null && !failing) {
      LOG.warn("The offsets of projection {} can't be read: {}", projection, failure.toString());
    } else if (failure == null && failing) {
      LOG.info("The offsets of projection {} can be read again", projection);
    }
    failing = failure != null;
  }

  private SliceOffsets readOffsets(Connection connection) throws SQLException {
    return SliceOffsets.read(connection, projection, TIMEOUT);
  }
}
