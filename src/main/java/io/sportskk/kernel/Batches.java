package io.sportskk.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
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
  private final BiConsumer<W, RejectedExecutionException> refused;

  private final Deque<W> waiting = new ArrayDeque<>();
  private int running;

  /**
   * @param sideBySide how many batches are under way at the same time, at most
   * @param size of a batch, at most
   * @param work throws no exception: who waits for an answer is told of it
   * @param refused is told what will not be done, as too much waits already
   */
  public Batches(
      String name,
      Executor threads,
      int sideBySide,
      int size,
      int maxWaiting,
      Consumer<List<W>> work,
      BiConsumer<W, RejectedExecutionException> refused) {
    this.name = name;
    this.threads = threads;
    this.sideBySide = sideBySide;
    this.size = size;
    this.maxWaiting = maxWaiting;
    this.work = work;
    this.refused = refused;
  }

  /** Has it done, alone and at once if a batch may begin; else with what else waits by then. */
  public void add(W one) {
    boolean full;
    synchronized (waiting) {
      full = waiting.size() >= maxWaiting;
      if (!full && running == sideBySide) {
        waiting.add(one);
        return;
      }
      running += full ? 0 : 1;
    }
    if (full) {
      refused.accept(
          one, new RejectedExecutionException(maxWaiting + " " + name + " wait already"));
      return;
    }
    try {
      threads.execute(() -> run(List.of(one)));
    } catch (RejectedExecutionException e) {
      refused.accept(one, e);
      leftBehind().forEach(other -> refused.accept(other, e));
    }
  }

  /** What has come meanwhile and waits for nobody, now that this one finds no thread. */
  private List<W> leftBehind() {
    synchronized (waiting) {
      running--;
      List<W> left = running == 0 ? List.copyOf(waiting) : List.of();
      if (running == 0) {
        waiting.clear();
      }
      return left;
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
