package io.sportskk.node.journal;

import akka.Done;
import akka.actor.typed.javadsl.Adapter;
import akka.japi.pf.PFBuilder;
import akka.persistence.jdbc.config.JournalConfig;
import akka.persistence.jdbc.journal.dao.DefaultJournalDao;
import akka.persistence.jdbc.journal.dao.JournalTables.JournalAkkaSerializationRow;
import akka.serialization.Serialization;
import akka.stream.BoundedSourceQueue;
import akka.stream.Materializer;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.micrometer.core.instrument.Counter;
import io.sportskk.node.management.NodeMetrics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.collection.immutable.Set;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/**
 * What entities write to the journal with. The plugin writes the events of many in one transaction;
 * if one of them has a number that another writer has used, all fail. Here each is then written
 * once more in a transaction of its own, so that nobody fails but who is in conflict.
 *
 * <p>But for so late that the entity, which has given up meanwhile, would not hear of it: what is
 * stored after that is a conflict with what the entity does next.
 *
 * <p>The order of an entity's events is kept: it has one write under way at a time.
 */
final class ConflictIsolatingJournalDao extends DefaultJournalDao {

  private static final String UNIQUE_VIOLATION = "23505";

  /**
   * An entity's breaker waits for a connection and for 7 s more, at least (LimitsInOrder); the
   * server ends a transaction of the journal after 5 s. So much is left for what was before it.
   */
  private static final Duration AGAIN_WITHIN = Duration.ofSeconds(2);

  private record Write(
      Seq<Tuple2<JournalAkkaSerializationRow, Set<String>>> rows,
      Throwable conflict,
      long deadline,
      CompletableFuture<BoxedUnit> written) {}

  /** As many side by side as the plugin writes batches. */
  private final BoundedSourceQueue<Write> alone;

  private final Counter conflicts;

  /** After which no write is begun once more. */
  private final Duration againWithin;

  /** The plugin makes it, see persistence.conf. */
  ConflictIsolatingJournalDao(
      JdbcBackend.DatabaseDef db,
      JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext ec,
      Materializer mat) {
    this(db, profile, config, serialization, ec, mat, AGAIN_WITHIN);
  }

  ConflictIsolatingJournalDao(
      JdbcBackend.DatabaseDef db,
      JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext ec,
      Materializer mat,
      Duration againWithin) {
    super(db, profile, config, serialization, ec, mat);
    this.againWithin = againWithin;
    alone =
        Source.<Write>queue(baseDaoConfig().bufferSize())
            .mapAsyncUnordered(baseDaoConfig().parallelism(), this::write)
            .to(Sink.ignore())
            .run(mat);
    conflicts =
        Counter.builder("sportskk.journal.conflicts")
            .description("Events that were refused as another writer had used their number")
            .register(NodeMetrics.get(Adapter.toTyped(mat.system())).registry());
  }

  @Override
  public Future<BoxedUnit> queueWriteJournalRows(
      Seq<Tuple2<JournalAkkaSerializationRow, Set<String>>> rows) {
    long deadline = System.nanoTime() + againWithin.toNanos();
    return super.queueWriteJournalRows(rows)
        .recoverWith(
            new PFBuilder<Throwable, Future<BoxedUnit>>()
                .match(
                    Throwable.class,
                    ConflictIsolatingJournalDao::isConflict,
                    conflict -> queueAlone(rows, conflict, deadline))
                .build(),
            ec());
  }

  private Future<BoxedUnit> queueAlone(
      Seq<Tuple2<JournalAkkaSerializationRow, Set<String>>> rows,
      Throwable conflict,
      long deadline) {
    Write write = new Write(rows, conflict, deadline, new CompletableFuture<>());
    QueueOfferResult offered = alone.offer(write);
    if (!offered.isEnqueued()) {
      write.written.completeExceptionally(
          new IllegalStateException(
              "no room to write events alone, see jdbc-journal.bufferSize: " + offered));
    }
    return FutureConverters.asScala(write.written);
  }

  private CompletionStage<Done> write(Write write) {
    if (System.nanoTime() - write.deadline >= 0) {
      write.written.completeExceptionally(
          new IllegalStateException(
              "no time is left to write events alone, after a conflict in their batch",
              write.conflict));
      return CompletableFuture.completedFuture(Done.getInstance());
    }
    return FutureConverters.asJava(writeJournalRows(write.rows))
        .handle(
            (unit, failure) -> {
              if (failure == null) {
                write.written.complete(unit);
              } else {
                if (isConflict(failure)) {
                  conflicts.increment();
                }
                write.written.completeExceptionally(failure);
              }
              return Done.getInstance();
            });
  }

  /** Nothing of such a transaction is left, so that it can be repeated. */
  private static boolean isConflict(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }
}
