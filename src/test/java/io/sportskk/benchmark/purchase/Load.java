package io.sportskk.benchmark.purchase;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Makes purchases over some connections for some time. */
final class Load {

  private Load() {}

  /** Each buys again as soon as it has an answer: as fast as it gets. */
  static Latencies closed(Buyers buyers, int connections, Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    return inParallel(
        buyers,
        connections,
        buyer -> {
          Latencies result = new Latencies();
          while (System.nanoTime() < end) {
            long began = System.nanoTime();
            String outcome = buyer.buy();
            result.add(outcome, System.nanoTime() - began);
          }
          return result;
        });
  }

  /**
   * At a fixed rate, whatever the answers do. A purchase that could not be sent when it was due, as
   * all connections were waiting, has waited since then: its time counts from when it was due.
   */
  static Latencies open(Buyers buyers, int connections, int perSecond, Duration time)
      throws Exception {
    long start = System.nanoTime();
    long all = perSecond * time.toSeconds();
    AtomicLong next = new AtomicLong();
    return inParallel(
        buyers,
        connections,
        buyer -> {
          Latencies result = new Latencies();
          for (long n = next.getAndIncrement(); n < all; n = next.getAndIncrement()) {
            long due = start + n * 1_000_000_000 / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
              LockSupport.parkNanos(left);
            }
            String outcome = buyer.buy();
            result.add(outcome, System.nanoTime() - due);
          }
          return result;
        });
  }

  private interface Work {
    Latencies of(Buyer buyer) throws Exception;
  }

  private static Latencies inParallel(Buyers buyers, int connections, Work work) throws Exception {
    List<Callable<Latencies>> all = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int number = i;
      all.add(
          () -> {
            try (Buyer buyer = buyers.connect(number)) {
              return work.of(buyer);
            }
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      Latencies sum = new Latencies();
      for (Future<Latencies> one : threads.invokeAll(all)) {
        sum.add(one.get());
      }
      return sum;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      threads.shutdown();
    }
  }
}
