package io.sportskk.kernel;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.persistence.query.Offset;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.typed.javadsl.EventsBySliceQuery;
import akka.projection.ProjectionId;
import akka.projection.eventsourced.EventEnvelope;
import akka.projection.javadsl.SourceProvider;
import akka.stream.javadsl.Source;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * What one instance of a projection handles: the events of a range of slices, from where they have
 * been handled on, whichever instances did that ({@link SliceOffsets}).
 */
public final class SliceEvents<E> extends SourceProvider<Offset, EventEnvelope<E>> {

  /** The plugin that reads the journal, see persistence.conf. */
  public static final String READ_JOURNAL = "sportskk-read-journal";

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final EventsBySliceQuery journal;
  private final String projection;
  private final String entityType;
  private final SliceRange range;
  private final Executor threads;
  private final DataSource offsets;

  /**
   * Of one instance.
   *
   * @param projection its name in the store of offsets
   * @param instance from 0
   * @param offsets the database in which the projection stores its offsets
   */
  public static <E> SliceEvents<E> of(
      ActorSystem<?> system, String projection, Slices slices, int instance, DataSource offsets) {
    return new SliceEvents<>(
        system, projection, slices.entityType(), slices.ranges().get(instance), offsets);
  }

  private SliceEvents(
      ActorSystem<?> system,
      String projection,
      String entityType,
      SliceRange range,
      DataSource offsets) {
    this.journal =
        PersistenceQuery.get(system).getReadJournalFor(EventsBySliceQuery.class, READ_JOURNAL);
    this.projection = projection;
    this.entityType = entityType;
    this.range = range;
    this.threads =
        system
            .dispatchers()
            .lookup(
                DispatcherSelector.fromConfig(
                    system.settings().config().getString("akka.projection.jdbc.use-dispatcher")));
    this.offsets = offsets;
  }

  /** Under which it stores its offset. */
  public ProjectionId id() {
    return ProjectionId.of(projection, range.key());
  }

  /**
   * @param own is read with those of all other ranges
   */
  @Override
  public CompletionStage<Source<EventEnvelope<E>, NotUsed>> source(
      Supplier<CompletionStage<Optional<Offset>>> own) {
    return JdbcCalls.untimed(threads, this::handled)
        .thenApply(
            handled ->
                journal
                    .<E>eventsBySlices(
                        entityType, range.first(), range.last(), Offset.sequence(handled))
                    .map(
                        read ->
                            EventEnvelope.create(
                                read.offset(),
                                read.persistenceId(),
                                read.sequenceNr(),
                                read.event(),
                                read.timestamp())));
  }

  private long handled() throws Exception {
    try (Connection connection = offsets.getConnection()) {
      return SliceOffsets.read(connection, projection, TIMEOUT).of(range);
    }
  }

  @Override
  public Offset extractOffset(EventEnvelope<E> envelope) {
    return envelope.offset();
  }

  @Override
  public long extractCreationTime(EventEnvelope<E> envelope) {
    return envelope.timestamp();
  }
}
