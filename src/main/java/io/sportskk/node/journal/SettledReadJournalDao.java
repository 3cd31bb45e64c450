package io.sportskk.node.journal;

import static scala.jdk.javaapi.FutureConverters.asJava;
import static scala.jdk.javaapi.FutureConverters.asScala;

import akka.NotUsed;
import akka.actor.ActorSystem;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.javadsl.Adapter;
import akka.pattern.Patterns;
import akka.persistence.PersistentRepr;
import akka.persistence.jdbc.config.ReadJournalConfig;
import akka.persistence.jdbc.query.dao.DefaultReadJournalDao;
import akka.serialization.Serialization;
import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import akka.stream.scaladsl.Source;
import io.micrometer.core.instrument.Gauge;
import io.sportskk.node.management.NodeMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple3;
import scala.collection.immutable.Vector;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.util.Try;
import slick.dbio.DBIOAction;
import slick.jdbc.GetResult;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;
import slick.jdbc.SQLActionBuilder;
import slick.jdbc.SetParameter;

/**
 * What projections read the journal with. They never pass a number that is missing and may still
 * come: a transaction takes the numbers of its events when it inserts them, and shows them when it
 * commits, which may be long after.
 *
 * <p>The plugin would give a missing number up after some time. It never sees one: it is told of
 * numbers only once they are settled, and of those that were never used as if they were there.
 * Decision 16 has the proof.
 */
final class SettledReadJournalDao extends DefaultReadJournalDao implements JournalEnd.Rows {

  private static final Logger LOG = LoggerFactory.getLogger(SettledReadJournalDao.class);

  /** What is missing for longer is worth a line in the log. In seconds. */
  private static final double LONG = 5;

  /**
   * Who may still bring numbers. A transaction holds this lock on the table from before it draws
   * the first until after all can see what it has committed.
   */
  private static final String WRITERS =
      """
      SELECT concat_ws(' of process ', virtualtransaction, pid) FROM pg_locks
      WHERE locktype = 'relation' AND relation = 'event_journal'::regclass
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND mode = 'RowExclusiveLock' AND granted""";

  private static final scala.collection.immutable.Set<String> NO_TAGS =
      scala.collection.immutable.Set$.MODULE$.empty();

  /** How many events are kept, for whoever is a little behind. */
  private static final int KEPT = 5_000;

  private final SettledNumbers settled = new SettledNumbers();
  private final JournalTail tail = new JournalTail(KEPT);
  private final JournalEnd end = new JournalEnd(this, settled, tail);
  private final EventCodec codec;
  private final ActorSystem system;

  /** The number that was last logged as missing for long; 0 if it has come, or never will. */
  private volatile long logged;

  private volatile boolean failing;

  /** The plugin makes it, see persistence.conf. */
  SettledReadJournalDao(
      JdbcBackend.DatabaseDef db,
      JdbcProfile profile,
      ReadJournalConfig config,
      Serialization serialization,
      ExecutionContext ec,
      Materializer mat) {
    super(db, profile, config, serialization, ec, mat);
    system = mat.system();
    codec = new EventCodec(serialization);
    Gauge.builder("sportskk.journal.gap", settled, SettledNumbers::waited)
        .description("How long projections have waited for a number that is missing in the journal")
        .baseUnit("seconds")
        .register(NodeMetrics.get(Adapter.toTyped(system)).registry());
  }

  /**
   * @return the settled numbers after the offset, without a gap
   */
  @Override
  public Source<Object, NotUsed> journalSequence(long offset, long limit) {
    CompletionStage<List<Object>> numbers =
        end.after(offset, limit).whenComplete((all, failure) -> logChange(failure));
    return akka.stream.javadsl.Source.completionStage(numbers).mapConcat(all -> all).asScala();
  }

  /** From the newest events, if those that are asked for are among them. */
  @Override
  public Source<
          Try<Tuple3<PersistentRepr, scala.collection.immutable.Set<String>, Object>>, NotUsed>
      eventsByTag(String tag, long offset, long maxOffset, long max) {
    return tail.of(tag, offset, maxOffset, max)
        .map(
            events ->
                akka.stream.javadsl.Source.from(events)
                    .map(
                        event ->
                            event
                                .event()
                                .map(
                                    decoded ->
                                        new Tuple3<>(decoded, NO_TAGS, (Object) event.ordering())))
                    .asScala())
        .orElseGet(() -> super.eventsByTag(tag, offset, maxOffset, max));
  }

  /**
   * @return the highest number of the journal, once all below are settled
   */
  @Override
  public Future<Object> maxJournalSequence() {
    return asScala(
        asJava(super.maxJournalSequence())
            .thenCompose(
                max ->
                    writers()
                        .thenCompose(this::ended)
                        .thenApply(
                            ended -> {
                              settled.settle((Long) max);
                              return max;
                            })));
  }

  private CompletionStage<Void> ended(Set<String> writers) {
    return writers.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : Patterns.after(
            Duration.ofMillis(
                readJournalConfig()
                    .journalSequenceRetrievalConfiguration()
                    .queryDelay()
                    .toMillis()),
            system,
            () -> writers().thenCompose(now -> ended(SettledNumbers.stillThere(writers, now))));
  }

  @Override
  public CompletionStage<List<Long>> numbers(long after, long limit) {
    return super.journalSequence(after, limit)
        .asJava()
        .map(Long.class::cast)
        .runWith(Sink.seq(), mat());
  }

  @Override
  public CompletionStage<List<TailEvent>> events(long after, long upTo, int limit) {
    return query(EventTable.between(after, upTo, limit), EventTable::stored)
        .thenApply(all -> all.stream().map(stored -> new TailEvent(stored, codec)).toList());
  }

  @Override
  public CompletionStage<Set<String>> writers() {
    return query(WRITERS, GetResult.GetString$.MODULE$).thenApply(Set::copyOf);
  }

  /** The type of what Slick runs can't be said in Java. */
  @SuppressWarnings({"rawtypes", "unchecked"})
  private <T> CompletionStage<List<T>> query(String sql, GetResult<T> row) {
    DBIOAction query =
        new SQLActionBuilder(
                CollectionConverters.asScala(List.<Object>of(sql)).toSeq(),
                SetParameter.SetUnit$.MODULE$)
            .as(row);
    Future<Vector<T>> rows = db().run(query);
    return asJava(rows).thenApply(CollectionConverters::asJava);
  }

  private boolean isStopping() {
    return CoordinatedShutdown.get(system).getShutdownReason().isPresent();
  }

  /** Once each time that a number is missing for long, and that the journal can't be read. */
  private void logChange(Throwable failure) {
    if (failure != null && !failing && !isStopping()) {
      LOG.warn("The journal can't be read ({}); projections stand still", failure.toString());
    } else if (failure == null && failing) {
      LOG.info("The journal can be read again");
    }
    failing = failure != null;
    long missing = settled.missing();
    if (missing != logged && settled.waited() > LONG) {
      LOG.warn(
          "Projections wait for number {} of the journal: these transactions of its database may"
              + " still bring it: {}",
          missing,
          settled.writers());
      logged = missing;
    } else if (missing != logged && logged != 0) {
      LOG.info("Projections go on after number {} of the journal", logged);
      logged = 0;
    }
  }
}
