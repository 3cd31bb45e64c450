package io.sportskk.api.stream;

import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.ProblemException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Lets so many in at once, and the others in their turn. When thousands of clients connect again in
 * the same moment, their tickets are loaded one after the other, and not all at once.
 */
public final class Turnstile {

  private final int most;
  private final Set<Place> waiting = new LinkedHashSet<>();
  private int inside;

  public Turnstile(int most) {
    this.most = most;
  }

  /** Somebody's place in the queue, then inside. */
  public final class Place {

    private final Runnable admitted;
    private boolean entered;
    private boolean left;

    private Place(Runnable admitted) {
      this.admitted = admitted;
    }

    /** Also out of the queue. Whoever has left has left. */
    public void leave() {
      Place next;
      synchronized (Turnstile.this) {
        if (left) {
          return;
        }
        left = true;
        if (!entered) {
          waiting.remove(this);
          return;
        }
        if (waiting.isEmpty()) {
          inside--;
          return;
        }
        next = waiting.iterator().next();
        waiting.remove(next);
        next.entered = true;
      }
      next.admitted.run();
    }
  }

  /**
   * Queues up.
   *
   * @param admitted runs once it is this one's turn, maybe at once; it must not take long
   */
  public Place enter(Runnable admitted) {
    Place place = new Place(admitted);
    synchronized (this) {
      if (inside >= most) {
        waiting.add(place);
        return place;
      }
      inside++;
      place.entered = true;
    }
    admitted.run();
    return place;
  }

  /**
   * Begins the work in its turn; it is inside until it is done.
   *
   * @param patience how long its turn may be waited for
   * @param executor begins the work
   * @return fails with a {@link ProblemException} if its turn came too late
   */
  public <T> CompletionStage<T> pass(
      Duration patience, Executor executor, Supplier<CompletionStage<T>> work) {
    long came = System.nanoTime();
    CompletableFuture<Boolean> turn = new CompletableFuture<>();
    Place place =
        enter(
            () ->
                turn.completeAsync(() -> System.nanoTime() - came <= patience.toNanos(), executor));
    return turn.thenCompose(
            inTime -> {
              if (!inTime) {
                throw ErrorHandling.unavailable("Too many streams are being opened now.")
                    .exception();
              }
              return work.get();
            })
        .whenComplete((result, failure) -> place.leave());
  }
}
