package io.sportskk.tally;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The histories that were asked for lately. However many open the page of a match, the threads that
 * tickets are counted by read its points once in a while. For one thread at a time.
 */
final class RecentHistories {

  /** Each may be as large as a message. */
  static final int MOST = 50;

  private record Asked(CompletableFuture<TotalsHistory> history, long at) {}

  private final Function<String, CompletableFuture<TotalsHistory>> read;
  private final Duration keptFor;
  private final LongSupplier nanoTime;

  /** The one that was read longest ago is the first. */
  private final Map<String, Asked> recent = new LinkedHashMap<>();

  /**
   * @param read reads that of a match
   */
  RecentHistories(
      Function<String, CompletableFuture<TotalsHistory>> read,
      Duration keptFor,
      LongSupplier nanoTime) {
    this.read = read;
    this.keptFor = keptFor;
    this.nanoTime = nanoTime;
  }

  /** Whoever asks while it is being read waits for the same; what has failed is tried again. */
  CompletableFuture<TotalsHistory> of(String matchId) {
    long now = nanoTime.getAsLong();
    Asked last = recent.get(matchId);
    if (last != null
        && now - last.at < keptFor.toNanos()
        && !last.history.isCompletedExceptionally()) {
      return last.history;
    }
    Asked anew = new Asked(read.apply(matchId), now);
    recent.remove(matchId);
    recent.put(matchId, anew);
    if (recent.size() > MOST) {
      recent.remove(recent.keySet().iterator().next());
    }
    return anew.history;
  }
}
