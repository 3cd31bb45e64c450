package io.sportskk.node.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import scala.concurrent.ExecutionContext;
import slick.util.AsyncExecutor;

/** The threads of Akka's journal plugin. */
class JournalThreadsTest {

  private static final int ROUNDS = 500;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /**
   * One call keeps its connection and has given its thread back; two more come while the second
   * thread is started. Which of the two threads is quicker is up to the system: hence the rounds.
   */
  @Test
  void noCallIsLostHoweverManyComeWhileTheThreadsStart() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (AsyncExecutor threads = JournalThreads.start("round-" + round, 2)) {
        ExecutionContext context = threads.executionContext();
        CompletableFuture<Void> connected = new CompletableFuture<>();
        context.execute(first(() -> connected.complete(null)));
        assertThat(connected).succeedsWithin(LIMIT);

        CompletableFuture<Void> one = new CompletableFuture<>();
        CompletableFuture<Void> other = new CompletableFuture<>();
        context.execute(first(() -> context.execute(last(() -> one.complete(null)))));
        context.execute(first(() -> context.execute(last(() -> other.complete(null)))));
        assertThat(one).as("round " + round).succeedsWithin(LIMIT);
        assertThat(other).as("round " + round).succeedsWithin(LIMIT);
      }
    }
  }

  /** The step of a call that takes a connection. */
  private static Step first(Runnable work) {
    return new Step(AsyncExecutor.Fresh$.MODULE$, work, false);
  }

  /** The step of a call that gives its connection back. */
  private static Step last(Runnable work) {
    return new Step(AsyncExecutor.WithConnection$.MODULE$, work, true);
  }

  /** What Slick asks of a step. */
  private static final class Step implements AsyncExecutor.PrioritizedRunnable {

    private final AsyncExecutor.Priority priority;
    private final Runnable work;
    private boolean connectionReleased;
    private boolean counted;

    Step(AsyncExecutor.Priority priority, Runnable work, boolean releases) {
      this.priority = priority;
      this.work = work;
      this.connectionReleased = releases;
    }

    @Override
    public void run() {
      work.run();
    }

    @Override
    public AsyncExecutor.Priority priority() {
      return priority;
    }

    @Override
    public boolean connectionReleased() {
      return connectionReleased;
    }

    @Override
    public void connectionReleased_$eq(boolean released) {
      connectionReleased = released;
    }

    @Override
    public boolean inUseCounterSet() {
      return counted;
    }

    @Override
    public void inUseCounterSet_$eq(boolean set) {
      counted = set;
    }
  }
}
