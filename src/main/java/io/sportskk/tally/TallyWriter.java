package io.sportskk.tally;

import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.tally.TallyRepository.Entry;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Writes to the tallies on threads that may block, and measures it. */
final class TallyWriter {

  private final Executor threads;
  private final TallyRepository repository;
  private final Clock clock;
  private final DistributionSummary batchSize;
  private final Counter transactions;
  private final Counter failures;

  TallyWriter(
      ActorSystem<?> system, TallyRepository repository, MeterRegistry metrics, Clock clock) {
    this.repository = repository;
    this.threads = Bulkhead.TALLY.of(system);
    this.clock = clock;
    this.batchSize = metrics.summary("sportskk.tally.batch.size");
    this.transactions = metrics.counter("sportskk.tally.transactions");
    this.failures = metrics.counter("sportskk.tally.failures");
  }

  /** As {@link TallyRepository#write}; without entries it only reads. */
  CompletionStage<MatchTotals> write(String matchId, List<Entry> entries) {
    return JdbcCalls.untimed(threads, () -> now(matchId, entries));
  }

  private MatchTotals now(String matchId, List<Entry> entries) throws SQLException {
    try {
      if (entries.isEmpty()) {
        return repository.totals(matchId);
      }
      MatchTotals written = repository.write(matchId, entries, clock.instant());
      transactions.increment();
      batchSize.record(entries.size());
      return written;
    } catch (SQLException | RuntimeException e) {
      failures.increment();
      throw e;
    }
  }
}
