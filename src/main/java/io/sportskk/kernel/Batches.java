package io.sportskk.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Does work in batches: each is what has come while the ones before were under way. So alone it is
 * done at once, and the more there is to do, the less each costs.
 */
public final class Batches<W> {

  private final String name;
  private final Executor threads;
  private final int sideBySide;
  private final int size;
  private final int maxWaiting;
  private final Consumer<List<W>> work;

  private final Deque<W> waiting = new ArrayDeque<>();
  private int running;

  /**
   * @param sideBySide how many batches are under way at the same time, at most
   * @param size of a batch, at most
   * @param work throws no exception: who waits for an answer is told of it
   */
  public Batches(
      String name,
      Executor threads,
      int sideBySide,
      int size,
      int maxWaiting,
      Consumer<List<W>> work) {
    this.name = name;
    this.threads = threads;
    this.sideBySide = sideBySide;
    this.size = size;
    this.maxWaiting = maxWaiting;
    this.work = work;
  }

  /**
   * @throws RejectedExecutionException if too much waits already
   */
  public void add(W one) {
    synchronized (waiting) {
      if (waiting.size() >= maxWaiting) {
        throw new RejectedExecutionException(maxWaiting + " " + name + " wait already");
      }
      if (running == sideBySide) {
        waiting.add(one);
        return;
      }
      running++;
    }
    try {
      threads.execute(() -> run(List.of(one)));
    } catch (RejectedExecutionException e) {
      synchronized (waiting) {
        running--;
      }
      throw e;
    }
  }

  /** Then what has come meanwhile, but in its turn: others use the threads as well. */
  private void run(List<W> first) {
    RuntimeException broken = null;
    Error error = null;
    List<W> batch = first;
    while (!batch.isEmpty()) {
      try {
        work.accept(batch);
      } catch (RuntimeException e) {
        broken = e; // whoever waits is not left behind by it
      } catch (Error e) {
        error = e;
      }
      batch = next();
      if (!batch.isEmpty() && isHandedOn(batch)) {
        break;
      }
    }
    if (error != null) {
      throw error;
    }
    if (broken != null) {
      throw broken;
    }
  }

  private boolean isHandedOn(List<W> batch) {
    try {
      threads.execute(() -> run(batch));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Empty if there is nothing to do: then this run is over. */
  private List<W> next() {
    synchronized (waiting) {
      List<W> batch = new ArrayList<>(Math.min(size, waiting.size()));
      while (batch.size() < size && !waiting.isEmpty()) {
        batch.add(waiting.poll());
      }
      if (batch.isEmpty()) {
        running--;
      }
      return batch;
    }
  }
}
