package io.sportskk.kernel;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks one question for all who want to know the same at the same time, so that whoever is asked is
 * not asked more often than it answers.
 *
 * <p>Nobody gets an answer to a question that was asked before he came: while one is under way, the
 * next one is for all who come meanwhile.
 *
 * @param <K> what is asked about
 * @param <A> the answer
 */
public final class RequestCoalescer<K, A> {

  private final Function<K, CompletionStage<A>> question;
  private final Duration patience;

  /** Those questions that are under way, each with the answer to the next one, if anyone waits. */
  private final Map<K, CompletableFuture<A>> next = new HashMap<>();

  /**
   * @param patience how long each asker waits, also for the question before his own to be answered
   */
  public RequestCoalescer(Function<K, CompletionStage<A>> question, Duration patience) {
    this.question = question;
    this.patience = patience;
  }

  /**
   * The answer to a question that is asked from now on; fails as that fails, or with a {@link
   * java.util.concurrent.TimeoutException} if there is no answer in time.
   */
  public CompletionStage<A> ask(K about) {
    // Of each asker's own: those who come later may still get the answer.
    return join(about).copy().orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  private CompletableFuture<A> join(K about) {
    synchronized (next) {
      if (next.containsKey(about)) {
        return next.compute(
            about, (key, waiting) -> waiting == null ? new CompletableFuture<>() : waiting);
      }
      next.put(about, null);
    }
    CompletableFuture<A> answer = new CompletableFuture<>();
    put(about, answer);
    return answer;
  }

  private void put(K about, CompletableFuture<A> answer) {
    CompletionStage<A> asked;
    try {
      asked = question.apply(about);
    } catch (RuntimeException e) {
      asked = CompletableFuture.failedFuture(e);
    }
    CompletionStage<A> unused =
        asked.whenComplete(
            (reply, failure) -> {
              // First the next question: those who have this answer may come back at once.
              askNext(about);
              if (failure == null) {
                answer.complete(reply);
              } else {
                answer.completeExceptionally(failure);
              }
            });
  }

  private void askNext(K about) {
    CompletableFuture<A> waiting;
    synchronized (next) {
      waiting = next.get(about);
      if (waiting == null) {
        next.remove(about);
      } else {
        next.put(about, null);
      }
    }
    if (waiting != null) {
      put(about, waiting);
    }
  }
}
