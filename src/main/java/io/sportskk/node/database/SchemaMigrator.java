package io.sportskk.node.database;

import io.sportskk.node.startup.StartFailure;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schemas of the databases that a node uses up to date.
 *
 * <p>Migrations of a database that is down are tried again until they are done. Without the journal
 * a node can't do anything, so it waits for it. It does not wait for the databases of the tally,
 * the view and the ledger: tickets are sold without them, and what needs them fails and is tried
 * again, as it is whenever those databases are down.
 */
public final class SchemaMigrator implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaMigrator.class);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
  private static final Duration FINISH_WITHIN = Duration.ofSeconds(5);

  private final DatabaseSettings settings;
  private final Lock migrating = new ReentrantLock();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CompletableFuture<StartFailure> lateFailure = new CompletableFuture<>();
  private volatile String waitsFor;
  private final ExecutorService later =
      Executors.newCachedThreadPool(task -> thread(task, "migrations"));

  public SchemaMigrator(DatabaseSettings settings) {
    this.settings = settings;
  }

  /**
   * Migrates all at the same time, and waits for the journal for as long as it does not answer.
   *
   * @throws StartFailure if a schema is newer than this version, a migration is broken, or the node
   *     is stopped meanwhile
   */
  public void migrate(Set<Migrations.Part> parts) {
    migrating.lock();
    try {
      migrateTogether(parts);
    } finally {
      migrating.unlock();
    }
  }

  /**
   * What a database turns out to be with which this version can't work, and which was down when the
   * node started. It is never complete on a node that can go on.
   */
  public CompletableFuture<StartFailure> lateFailure() {
    return lateFailure;
  }

  /** What the migrations wait for, if they wait. */
  public Optional<String> waitsFor() {
    return Optional.ofNullable(waitsFor);
  }

  /** Lets migrations that are under way come to an end, but not for long. */
  @Override
  public void close() {
    closed.countDown();
    later.shutdownNow();
    try {
      if (migrating.tryLock(FINISH_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        migrating.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void migrateTogether(Set<Migrations.Part> parts) {
    Map<Migrations.Part, CompletableFuture<Void>> running = new EnumMap<>(Migrations.Part.class);
    for (Migrations.Part part : parts) {
      running.put(
          part,
          CompletableFuture.runAsync(
              () -> migrate(part),
              task -> thread(task, "migration-" + DatabaseSettings.label(part)).start()));
    }
    running.forEach(
        (part, migration) -> {
          waitsFor = place(part) + " to be migrated";
          try {
            migration.join();
          } catch (CompletionException e) {
            failed(part, e.getCause());
          }
        });
    waitsFor = null;
  }

  private String place(Migrations.Part part) {
    return "the " + DatabaseSettings.label(part) + " database at " + settings.of(part);
  }

  private void failed(Migrations.Part part, Throwable failure) {
    MigrationFailure.forGood(place(part), failure)
        .ifPresent(
            forGood -> {
              throw forGood;
            });
    if (part == Migrations.Part.JOURNAL) {
      waitFor(part, failure);
      return;
    }
    LOG.warn(
        "The {} database at {} can't be used ({}); it is tried again every {} s",
        DatabaseSettings.label(part),
        settings.of(part),
        StartFailure.reason(failure),
        TRY_AGAIN.toSeconds());
    later.execute(() -> migrateUntilDone(part));
  }

  private void waitFor(Migrations.Part part, Throwable failure) {
    DatabaseSettings.Database database = settings.of(part);
    Throwable last = failure;
    while (true) {
      waitsFor =
          place(part)
              + " can't be used ("
              + StartFailure.reason(last)
              + "): look at "
              + database.setting()
              + " and the settings next to it";
      LOG.warn("Waiting, as {}; it is tried again every {} s", waitsFor, TRY_AGAIN.toSeconds());
      try {
        if (closed.await(TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new StartFailure("The node was stopped while it started.");
        }
        migrate(part);
        waitsFor = null;
        LOG.info("The {} database is there", DatabaseSettings.label(part));
        return;
      } catch (FlywayException e) {
        Optional<StartFailure> forGood = MigrationFailure.forGood(place(part), e);
        if (forGood.isPresent()) {
          throw forGood.get();
        }
        last = e;
      } catch (InterruptedException e) {
        throw StartFailure.stopped(e);
      }
    }
  }

  private void migrateUntilDone(Migrations.Part part) {
    String name = DatabaseSettings.label(part);
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(TRY_AGAIN.toMillis());
        try {
          migrate(part);
          LOG.info("The {} database is there", name);
          return;
        } catch (FlywayException e) {
          Optional<StartFailure> forGood = MigrationFailure.forGood(place(part), e);
          if (forGood.isPresent()) {
            lateFailure.complete(forGood.get());
            return;
          }
          LOG.debug("The {} database still can't be used", name, e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the node stops
    }
  }

  private void migrate(Migrations.Part part) {
    Migrations.migrate(
        part, settings.of(part), TimeLimits.ofMigrations(settings.migrationTimeout()));
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
