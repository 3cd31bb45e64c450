package io.sportskk.tally;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Batches;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.tally.TallyRepository.Entry;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/**
 * Writes to the tallies on threads that may block, and measures it. The tallies of all matches of a
 * node share statements: what they bring while one is under way goes into the next one together.
 */
final class TallyWriter {

  /** A second one, as one may wait for the rows of a match that has just moved here. */
  private static final int SIDE_BY_SIDE = 2;

  /** Matches in a statement, at most. Each brings as many tickets as its tally allows. */
  private static final int SIZE = 50;

  /** Matches that wait for a statement, at most: each waits for its own last one. */
  private static final int MAX_WAITING = 10_000;

  /** SQLSTATE classes of what one match alone may be to blame for: its data. */
  private static final List<String> OF_DATA = List.of("21", "22", "23");

  private record Write(
      String matchId, List<Entry> entries, CompletableFuture<MatchTotals> written) {}

  private final Executor threads;
  private final TallyRepository repository;
  private final Clock clock;
  private final Batches<Write> batches;
  private final DistributionSummary batchSize;
  private final Counter transactions;
  private final Counter failures;

  /**
   * @param threads of a {@link io.sportskk.kernel.Bulkhead}
   */
  TallyWriter(Executor threads, TallyRepository repository, MeterRegistry metrics, Clock clock) {
    this.repository = repository;
    this.threads = threads;
    this.clock = clock;
    this.batches =
        new Batches<>(
            "writes of tallies", threads, SIDE_BY_SIDE, SIZE, MAX_WAITING, this::together);
    this.batchSize = metrics.summary("sportskk.tally.batch.size");
    this.transactions = metrics.counter("sportskk.tally.transactions");
    this.failures = metrics.counter("sportskk.tally.failures");
  }

  /**
   * As {@link TallyRepository#write}, of one match, which has no other write under way; without
   * entries it only reads.
   */
  CompletionStage<MatchTotals> write(String matchId, List<Entry> entries) {
    if (entries.isEmpty()) {
      return JdbcCalls.untimed(threads, () -> read(matchId));
    }
    Write write = new Write(matchId, entries, new CompletableFuture<>());
    try {
      batches.add(write);
    } catch (RejectedExecutionException e) {
      write.written.completeExceptionally(e);
    }
    return write.written;
  }

  private MatchTotals read(String matchId) throws SQLException {
    try {
      return repository.totals(matchId);
    } catch (SQLException | RuntimeException e) {
      failures.increment();
      throw e;
    }
  }

  private void together(List<Write> writes) {
    try {
      Map<String, MatchTotals> written =
          repository.write(
              writes.stream().collect(Collectors.toMap(Write::matchId, Write::entries)),
              clock.instant());
      transactions.increment();
      batchSize.record(writes.stream().mapToInt(write -> write.entries.size()).sum());
      writes.forEach(write -> write.written.complete(written.get(write.matchId)));
    } catch (SQLException | RuntimeException e) {
      failures.increment();
      if (writes.size() > 1 && isOfData(e)) {
        writes.forEach(write -> together(List.of(write)));
      } else {
        writes.forEach(write -> write.written.completeExceptionally(e));
      }
    } catch (Error e) {
      writes.forEach(write -> write.written.completeExceptionally(e)); // whoever waits must hear
      throw e;
    }
  }

  /** The others must not suffer for it. */
  private static boolean isOfData(Exception failure) {
    return failure instanceof SQLException sql
        && sql.getSQLState() != null
        && OF_DATA.stream().anyMatch(sql.getSQLState()::startsWith);
  }
}
