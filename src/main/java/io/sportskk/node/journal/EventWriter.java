package io.sportskk.node.journal;

import io.micrometer.core.instrument.Counter;
import io.sportskk.kernel.Batches;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
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
 * <p>If one of them has a number that is there already, none of the batch is written, and its
 * halves are written once more, and so on: only who is in conflict fails.
 */
final class EventWriter {

  private static final String UNIQUE_VIOLATION = "23505";

  /**
   * What is written at once, or not.
   *
   * @param since when it came, as {@link System#nanoTime} has it
   */
  private record Write(List<EventRow> rows, long since, CompletableFuture<Void> written) {}

  private final DataSource journal;
  private final Batches<Write> batches;
  private final Duration firstWithin;
  private final Duration againWithin;
  private final Counter conflicts;

  /**
   * @param sideBySide how many batches are written at the same time, at most
   * @param size of a batch
   * @param firstWithin after which no write is begun: who waits for it will have given up when it
   *     is stored
   * @param againWithin after which no write is begun once more
   * @param conflicts counts writes whose number had been used
   */
  EventWriter(
      DataSource journal,
      Executor threads,
      int sideBySide,
      int size,
      int maxWaiting,
      Duration firstWithin,
      Duration againWithin,
      Counter conflicts) {
    this.journal = journal;
    this.batches =
        new Batches<>(
            "writes of events",
            threads,
            sideBySide,
            size,
            maxWaiting,
            this::writeFirst,
            (write, why) -> write.written.completeExceptionally(why));
    this.firstWithin = firstWithin;
    this.againWithin = againWithin;
    this.conflicts = conflicts;
  }

  /**
   * @param rows are written all or none
   * @return fails with what the database says, or with a {@link RejectedExecutionException} if too
   *     much waits already
   */
  CompletionStage<Void> write(List<EventRow> rows) {
    Write write = new Write(rows, System.nanoTime(), new CompletableFuture<>());
    batches.add(write);
    return write.written;
  }

  private void writeFirst(List<Write> batch) {
    writeTogether(inTime(batch, firstWithin, "the journal is too slow for what is to be written"));
  }

  private void writeTogether(List<Write> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      Throwable failure = insert(batch);
      if (failure == null) {
        batch.forEach(write -> write.written.complete(null));
      } else if (batch.size() > 1 && isConflict(failure)) {
        int half = batch.size() / 2;
        writeAgain(batch.subList(0, half));
        writeAgain(batch.subList(half, batch.size()));
      } else {
        fail(batch, failure);
      }
    } catch (RuntimeException | Error e) {
      batch.forEach(write -> write.written.completeExceptionally(e)); // whoever waits must hear
      throw e;
    }
  }

  private void writeAgain(List<Write> half) {
    writeTogether(
        inTime(half, againWithin, "no time is left to write once more, after a conflict"));
  }

  /** The others fail: whoever waits for them has given up, or will have when they are stored. */
  private static List<Write> inTime(List<Write> writes, Duration within, String why) {
    long now = System.nanoTime();
    List<Write> inTime = new ArrayList<>();
    for (Write write : writes) {
      if (now - write.since <= within.toNanos()) {
        inTime.add(write);
      } else {
        write.written.completeExceptionally(new IllegalStateException(why));
      }
    }
    return inTime;
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
    }
  }

  /** Nothing of such a statement is left, so that it can be repeated. */
  private static boolean isConflict(Throwable failure) {
    return failure instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState());
  }
}
