package io.sportskk.node.database;

import scala.concurrent.ExecutionContext;
import slick.util.AsyncExecutor;

/** The threads in which Akka's journal plugin calls its database. */
final class JournalThreads {

  /** How many calls may wait for a thread, as the plugin has it. */
  private static final int QUEUE = 10_000;

  private JournalThreads() {}

  /**
   * Threads that are all there before the first call comes.
   *
   * <p>Slick 3.4.1 gives a thread that it starts a call to begin with, past the queue that counts
   * the connections in use. If another thread takes one from the queue before the new one is up,
   * the count is exceeded: the new thread ends with "count cannot be increased", its call is never
   * made and never fails, and a projection or an entity waits for it for ever. So what the threads
   * are started with are calls that need no connection.
   *
   * @param size how many, and how many connections the pool has: a call keeps its thread while it
   *     has its connection, so Slick works with as many of the one as of the other only
   */
  static AsyncExecutor start(String name, int size) {
    AsyncExecutor threads = AsyncExecutor.apply(name, size, size, QUEUE, size);
    ExecutionContext context = threads.executionContext();
    for (int i = 0; i < size; i++) {
      context.execute(() -> {});
    }
    return threads;
  }
}
