package io.sportskk.kernel;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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

  private static final String AFTER =
      """
      SELECT ordering, persistence_id, write_timestamp FROM event_journal
      WHERE ordering > ? ORDER BY ordering LIMIT ?""";

  private static final int AT_ONCE = 1_000;

  /** How often it looks on at once. */
  private static final int PAGES = 20;

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
  private record Looked(Look look, Throwable failure) implements Message {}

  /**
   * @param handledUpTo up to this number of the journal, all is handled that is for this projection
   * @param writtenAt when the oldest event was written that is not handled, in ms since 1970
   */
  private record Look(long handledUpTo, OptionalLong writtenAt) {}

  private final String projection;
  private final String prefix;
  private final DataSource offsets;
  private final Bulkhead offsetsThreads;
  private final DataSource journal;
  private final Clock clock;

  // What follows is touched by the actor only, but for the last, which the gauge reads.

  /** The offsets that were read last; null until they have been read once. */
  private SliceOffsets known;

  private Look last = new Look(0, OptionalLong.empty());

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
    this.prefix = slices.entityType() + "|";
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
        last = new Look(0, last.writtenAt());
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
            .run(connection -> look(connection, handled, from)),
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

  /**
   * A projection that has nothing to do keeps an old offset, however many events of others follow:
   * what has been looked at is not looked at again.
   */
  private Look look(Connection connection, SliceOffsets handled, long from) throws SQLException {
    long upTo = from;
    try (PreparedStatement statement = connection.prepareStatement(AFTER)) {
      statement.setQueryTimeout((int) TIMEOUT.toSeconds());
      statement.setInt(2, AT_ONCE);
      for (int i = 0; i < PAGES; i++) {
        statement.setLong(1, upTo);
        int found = 0;
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            long ordering = rows.getLong(1);
            String persistenceId = rows.getString(2);
            if (persistenceId.startsWith(prefix)
                && ordering > handled.of(Slices.of(persistenceId))) {
              return new Look(upTo, OptionalLong.of(rows.getLong(3)));
            }
            upTo = ordering;
            found++;
          }
        }
        if (found < AT_ONCE) {
          break;
        }
      }
    }
    return new Look(upTo, OptionalLong.empty());
  }
}
