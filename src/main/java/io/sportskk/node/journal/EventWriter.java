package io.sportskk.node.journal;

import io.micrometer.core.instrument.Counter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;

/**
 * Writes events to the journal: those of many entities by one statement, which is a transaction of
 * its own, so that none is ever open between two round trips.
 *
 * <p>If one of them has a number that is there already, none of the batch is written, and each is
 * written once more alone: only who is in conflict fails.
 */
final class EventWriter {

  private static final String UNIQUE_VIOLATION = "23505";

  /**
   * What is written at once, or not.
   *
   * @param deadline after which it is not begun once more, as {@link System#nanoTime} has it
   */
  private record Write(List<EventRow> rows, long deadline, CompletableFuture<Void> written) {}

  private final DataSource journal;
  private final Batches<Write> batches;
  private final Duration againWithin;
  private final Counter conflicts;

  /**
   * @param sideBySide how many batches are written at the same time, at most
   * @param size of a batch
   * @param againWithin after which no write is begun once more: who waits for it has given up, or
   *     will have when it is stored
   * @param conflicts counts writes whose number had been used
   */
  EventWriter(
      DataSource journal,
      Executor threads,
      int sideBySide,
      int size,
      int maxWaiting,
      Duration againWithin,
      Counter conflicts) {
    this.journal = journal;
    this.batches =
        new Batches<>(
            "writes of events", threads, sideBySide, size, maxWaiting, this::writeTogether);
    this.againWithin = againWithin;
    this.conflicts = conflicts;
  }

  /**
   * @param rows are written all or none
   * @return fails with what the database says, or with a {@link RejectedExecutionException} if too
   *     much waits already
   */
  CompletionStage<Void> write(List<EventRow> rows) {
    Write write =
        new Write(rows, System.nanoTime() + againWithin.toNanos(), new CompletableFuture<>());
    try {
      batches.add(write);
    } catch (RejectedExecutionException e) {
      write.written.completeExceptionally(e);
    }
    return write.written;
  }

  private void writeTogether(List<Write> batch) {
    Throwable failure = insert(batch);
    if (failure == null) {
      batch.forEach(write -> write.written.complete(null));
    } else if (batch.size() > 1 && isConflict(failure)) {
      batch.forEach(write -> writeAlone(write, failure));
    } else {
      fail(batch, failure);
    }
  }

  private void writeAlone(Write write, Throwable conflict) {
    if (System.nanoTime() - write.deadline >= 0) {
      write.written.completeExceptionally(
          new IllegalStateException(
              "no time is left to write events alone, after a conflict in their batch", conflict));
    } else {
      writeTogether(List.of(write));
    }
  }

  private void fail(List<Write> batch, Throwable failure) {
    if (isConflict(failure)) {
      conflicts.increment();
    }
    batch.forEach(write -> write.written.completeExceptionally(failure));
  }

  /** With what it failed, null if it did not. */
  private Throwable insert(List<Write> batch) {
    try (Connection connection = journal.getConnection()) {
      EventTable.insert(connection, batch.stream().flatMap(write -> write.rows.stream()).toList());
      return null;
    } catch (SQLException | RuntimeException e) {
      return e;
    } catch (Error e) {
      fail(batch, e); // whoever waits must hear of it
      throw e;
    }
  }

  /** Nothing of such a statement is left, so that it can be repeated. */
  private static boolean isConflict(Throwable failure) {
    return failure instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState());
  }
}
