package io.sportskk.node.journal;

import static scala.jdk.javaapi.FutureConverters.asScala;

import akka.NotUsed;
import akka.actor.Scheduler;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.japi.Pair;
import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.jdbc.config.BaseDaoConfig;
import akka.persistence.jdbc.config.JournalConfig;
import akka.persistence.jdbc.journal.dao.JournalDao;
import akka.serialization.Serialization;
import akka.stream.Materializer;
import akka.stream.scaladsl.Source;
import io.micrometer.core.instrument.Counter;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.node.database.JournalPools;
import io.sportskk.node.journal.EventTable.Stored;
import io.sportskk.node.management.NodeMetrics;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/**
 * How Akka's journal plugin writes events, and loads entities from them: by plain statements, each
 * for many entities at once.
 */
final class EventJournalDao implements JournalDao {

  /**
   * An entity waits for its events for 10 s (journal-breaker.call-timeout). A statement of the
   * journal is over after 4 s, and may wait 1 s for a connection: what is begun later than this is
   * stored when the entity has given up.
   */
  private static final Duration AGAIN_WITHIN = Duration.ofMillis(4_500);

  /** So that some time is left for a second attempt. */
  private static final Duration FIRST_WITHIN = Duration.ofSeconds(3);

  private static final long NO_MORE = -1;

  private static final int NUMBERS_A_QUERY = 100;

  /** Fewer, as each may have hundreds of events. */
  private static final int ENTITIES_A_REPLAY = 25;

  private final DataSource journal;
  private final Executor threads;
  private final JournalNews news;
  private final EventCodec codec;
  private final EventWriter writer;
  private final Lookups<String, Long> highest;
  private final Lookups<EventTable.Part, List<Stored>> replays;

  /** The plugin makes it, see persistence.conf. */
  EventJournalDao(
      JdbcBackend.DatabaseDef db,
      JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext ec,
      Materializer mat) {
    this(
        Adapter.toTyped(mat.system()),
        config.daoConfig(),
        serialization,
        FIRST_WITHIN,
        AGAIN_WITHIN);
  }

  EventJournalDao(
      ActorSystem<?> system,
      BaseDaoConfig config,
      Serialization serialization,
      Duration firstWithin,
      Duration againWithin) {
    journal = JournalPools.get(system).writing();
    threads = JournalPools.get(system).writingThreads();
    news = JournalNews.get(system);
    codec = new EventCodec(serialization);
    writer =
        new EventWriter(
            journal,
            threads,
            config.parallelism(),
            config.batchSize(),
            config.bufferSize(),
            firstWithin,
            againWithin,
            Counter.builder("sportskk.journal.conflicts")
                .description("Events that were refused as another writer had used their number")
                .register(NodeMetrics.get(system).registry()));
    highest =
        new Lookups<>(
            journal, threads, NUMBERS_A_QUERY, config.bufferSize(), EventTable::highest, 0L);
    replays =
        new Lookups<>(
            journal,
            threads,
            ENTITIES_A_REPLAY,
            config.bufferSize(),
            EventTable::replay,
            List.of());
  }

  @Override
  public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> messages) {
    List<Try<BoxedUnit>> results = new ArrayList<>();
    List<EventRow> rows = new ArrayList<>();
    for (AtomicWrite atomic : CollectionConverters.asJava(messages)) {
      // What can't be serialized is refused; the others are written.
      Try<List<EventRow>> own =
          Try.apply(
              () ->
                  CollectionConverters.asJava(atomic.payload()).stream().map(codec::row).toList());
      own.foreach(rows::addAll);
      results.add(own.map(all -> BoxedUnit.UNIT));
    }
    if (rows.isEmpty()) {
      return Future.successful(CollectionConverters.asScala(results).toSeq());
    }
    return asScala(
        writer
            .write(rows)
            .thenApply(
                written -> {
                  news.tell();
                  return CollectionConverters.asScala(results).toSeq();
                }));
  }

  @Override
  public Future<Object> highestSequenceNr(String persistenceId, long fromSequenceNr) {
    return asScala(highest.ask(persistenceId).thenApply(number -> number));
  }

  @Override
  public Future<BoxedUnit> delete(String persistenceId, long toSequenceNr) {
    return asScala(
        onJournal(
            connection -> {
              EventTable.delete(connection, persistenceId, toSequenceNr);
              return BoxedUnit.UNIT;
            }));
  }

  @Override
  public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messages(
      String persistenceId, long fromSequenceNr, long toSequenceNr, long max) {
    return akka.stream.javadsl.Source.completionStage(
            replay(persistenceId, fromSequenceNr, toSequenceNr, max))
        .mapConcat(events -> events)
        .map(this::event)
        .asScala();
  }

  @Override
  public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messagesWithBatch(
      String persistenceId,
      long fromSequenceNr,
      long toSequenceNr,
      int batchSize,
      Option<Tuple2<FiniteDuration, Scheduler>> refreshInterval) {
    if (refreshInterval.isDefined()) {
      throw new UnsupportedOperationException("whoever loads an entity does not wait for more");
    }
    return akka.stream.javadsl.Source.unfoldAsync(
            Math.max(1, fromSequenceNr),
            from ->
                from == NO_MORE || from > toSequenceNr
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : replay(persistenceId, from, toSequenceNr, batchSize)
                        .thenApply(
                            events -> Optional.of(Pair.create(after(events, batchSize), events))))
        .mapConcat(events -> events)
        .map(this::event)
        .asScala();
  }

  /** From which number on there may be more events. */
  private static long after(List<Stored> events, int batchSize) {
    return events.size() < batchSize
        ? NO_MORE
        : events.get(events.size() - 1).row().sequenceNumber() + 1;
  }

  private CompletionStage<List<Stored>> replay(String persistenceId, long from, long to, long max) {
    return replays.ask(new EventTable.Part(persistenceId, from, to, max));
  }

  private Try<Tuple2<PersistentRepr, Object>> event(Stored stored) {
    return Try.apply(() -> new Tuple2<>(codec.event(stored.row()), stored.ordering()));
  }

  private <T> CompletionStage<T> onJournal(JdbcCalls.Call<T> call) {
    return JdbcCalls.untimed(
        threads,
        () -> {
          try (Connection connection = journal.getConnection()) {
            return call.on(connection);
          }
        });
  }
}
