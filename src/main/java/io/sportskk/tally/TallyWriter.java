package io.sportskk.tally;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Batches;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.tally.TallyRepository.Entry;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Writes to the tallies on threads that may block, and measures it. The tallies of all matches of a
 * node share statements: what they bring while one is under way goes into the next one together.
 *
 * <p>A statement fails for all in it, although the data or a locked row of one match may be to
 * blame. So each of them is written alone from then on, until that has succeeded once.
 */
final class TallyWriter {

  /** A second one, as one may wait for the rows of a match that has just moved here. */
  private static final int SIDE_BY_SIDE = 2;

  /** Matches in a statement, at most. Each brings as many tickets as its tally allows. */
  private static final int SIZE = 50;

  /** Matches that wait for a statement, at most: each waits for its own last one. */
  private static final int MAX_WAITING = 10_000;

  private record Write(
      String matchId, List<Entry> entries, CompletableFuture<MatchTotals> written) {

    /** Changes nothing if it is written. */
    void fail(Throwable why) {
      written.completeExceptionally(why);
    }
  }

  private final Executor threads;
  private final TallyRepository repository;
  private final Clock clock;
  private final Batches<Write> batches;

  /** Matches that share no statement for now. */
  private final Set<String> alone = ConcurrentHashMap.newKeySet();

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
            "writes of tallies",
            threads,
            SIDE_BY_SIDE,
            SIZE,
            MAX_WAITING,
            this::write,
            Write::fail);
    this.batchSize = metrics.summary("sportskk.tally.batch.size");
    this.transactions = metrics.counter("sportskk.tally.transactions");
    this.failures = metrics.counter("sportskk.tally.failures");
  }

  /** As {@link TallyRepository#write}, of one match; without entries it only reads. */
  CompletionStage<MatchTotals> write(String matchId, List<Entry> entries) {
    if (entries.isEmpty()) {
      return JdbcCalls.untimed(threads, () -> read(matchId));
    }
    Write write = new Write(matchId, entries, new CompletableFuture<>());
    batches.add(write);
    return write.written;
  }

  /** As {@link TallyRepository#seal}. */
  CompletionStage<MatchTotals> seal(String matchId) {
    return JdbcCalls.untimed(threads, () -> repository.seal(matchId, clock.instant()));
  }

  private MatchTotals read(String matchId) throws SQLException {
    try {
      return repository.totals(matchId);
    } catch (SQLException | RuntimeException e) {
      failures.increment();
      throw e;
    }
  }

  private void write(List<Write> batch) {
    Map<Boolean, List<Write>> byAlone =
        batch.stream().collect(Collectors.partitioningBy(it -> alone.contains(it.matchId)));
    List<List<Write>> statements = new ArrayList<>();
    statements.add(byAlone.get(false));
    byAlone.get(true).forEach(write -> statements.add(List.of(write)));
    try {
      for (List<Write> statement : statements) {
        if (!statement.isEmpty()) {
          store(statement);
        }
      }
    } catch (SQLTransientConnectionException e) {
      batch.forEach(write -> write.fail(e)); // none of them will find a connection now
    } catch (Error e) {
      batch.forEach(write -> write.fail(e)); // whoever waits must hear of it
      throw e;
    }
  }

  private void store(List<Write> writes) throws SQLTransientConnectionException {
    Map<String, List<Entry>> entries =
        writes.stream()
            .collect(
                Collectors.groupingBy(
                    Write::matchId,
                    Collectors.flatMapping(write -> write.entries.stream(), Collectors.toList())));
    try {
      Map<String, MatchTotals> totals = repository.write(entries, clock.instant());
      transactions.increment();
      batchSize.record(writes.stream().mapToInt(write -> write.entries.size()).sum());
      if (entries.size() == 1) {
        alone.removeAll(entries.keySet());
      }
      writes.forEach(write -> write.written.complete(totals.get(write.matchId)));
    } catch (SQLTransientConnectionException e) {
      failures.increment();
      throw e;
    } catch (SQLException | RuntimeException e) {
      failures.increment();
      if (entries.size() > 1) {
        alone.addAll(entries.keySet());
      }
      writes.forEach(write -> write.fail(e));
    }
  }
}
