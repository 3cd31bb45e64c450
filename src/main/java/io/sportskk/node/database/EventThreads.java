package io.sportskk.node.database;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that call the journal. */
final class EventThreads {

  /** How many calls may wait for one; more are refused. */
  private static final int QUEUE = 10_000;

  private EventThreads() {}

  /**
   * @param name what their names begin with
   * @param size how many, and how many connections they may have: who has a thread does not wait
   *     for a connection
   */
  static ExecutorService start(String name, int size) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        size,
        size,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(QUEUE),
        work -> {
          Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
