package io.sportskk.node.database;

import akka.actor.typed.javadsl.Adapter;
import akka.japi.pf.PFBuilder;
import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotSelectionCriteria;
import akka.persistence.jdbc.snapshot.JdbcSnapshotStore;
import com.typesafe.config.Config;
import io.micrometer.core.instrument.Counter;
import io.sportskk.node.management.NodeMetrics;
import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.concurrent.Future;

/**
 * Akka's snapshot store, for which a snapshot that can't be read is none: its entity is loaded from
 * its events, which are never deleted, and stores a new one in time.
 *
 * <p>Akka's own setting for this (snapshot-is-optional) makes no difference between a snapshot that
 * can't be read and a database that can't be reached, and would have every entity read all its
 * events just then.
 */
final class ForgivingSnapshotStore extends JdbcSnapshotStore {

  private static final Logger LOG = LoggerFactory.getLogger(ForgivingSnapshotStore.class);

  private final Counter unreadable;

  /** Akka makes it: see persistence.conf. */
  ForgivingSnapshotStore(Config plugin) {
    super(plugin);
    this.unreadable =
        Counter.builder("sportskk.snapshots.unreadable")
            .description("snapshots that could not be read; all events were read instead")
            .register(NodeMetrics.get(Adapter.toTyped(context().system())).registry());
  }

  @Override
  public Future<Option<SelectedSnapshot>> loadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    return super.loadAsync(persistenceId, criteria)
        .recover(
            new PFBuilder<Throwable, Option<SelectedSnapshot>>()
                .match(
                    Throwable.class,
                    failure -> !isOfTheDatabase(failure),
                    failure -> none(persistenceId, failure))
                .build(),
            ec());
  }

  private Option<SelectedSnapshot> none(String persistenceId, Throwable failure) {
    unreadable.increment();
    LOG.warn(
        "the snapshot of {} can't be read, all its events are read instead: {}",
        persistenceId,
        failure.toString());
    return Option.empty();
  }

  /** Whoever could not ask for the snapshot may ask again; see {@link JournalDatabaseProvider}. */
  private static boolean isOfTheDatabase(Throwable failure) {
    return failure instanceof SQLException
        || failure instanceof RejectedExecutionException
        // of a pool that has been closed
        || failure instanceof IllegalStateException;
  }
}
