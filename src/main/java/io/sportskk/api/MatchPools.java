package io.sportskk.api;

import akka.Done;
import io.sportskk.match.MatchCommand;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * By which rules the pools of matches are shared out, as this gateway knows them. Each match is
 * asked once, as its rules never change; few at a time, as a gateway that starts knows none of
 * them, and each that is asked has to be loaded.
 *
 * <p>Used by many threads at the same time. Nobody waits in here.
 */
final class MatchPools {

  /**
   * How many are known at the same time; those that were not looked up for longest are forgotten.
   */
  private static final int MOST_KNOWN = 10_000;

  private static final int MOST_UNDER_WAY = 8;

  private final Function<String, CompletionStage<MatchCommand.GetMatchReply>> match;

  /** Empty if there is no such match. */
  private final Map<String, Optional<MatchPool>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<MatchPool>> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  /** Those that wait for their turn to be asked, or for their answer. */
  private final Map<String, CompletableFuture<Done>> asked = new HashMap<>();

  private final Queue<String> waiting = new ArrayDeque<>();
  private int underWay;

  /**
   * @param match asks a match
   */
  MatchPools(Function<String, CompletionStage<MatchCommand.GetMatchReply>> match) {
    this.match = match;
  }

  static MatchPools askingBy(EntityClient entities) {
    return new MatchPools(matchId -> entities.match(matchId, MatchCommand.GetMatch::new));
  }

  /**
   * @return null if it is not known whether there is such a match, empty if there is none
   */
  private synchronized Optional<MatchPool> lookUp(String matchId) {
    return known.get(matchId);
  }

  /** Empty if it is not known, or there is no such match. */
  Optional<MatchPool> known(String matchId) {
    Optional<MatchPool> found = lookUp(matchId);
    return found == null ? Optional.empty() : found;
  }

  /**
   * Asks the match, if it has not been.
   *
   * @return completes when the answer is known, which may be that there is no such match; empty if
   *     it is already. Fails if the match does not answer: it is asked again by whoever asks next.
   */
  Optional<CompletionStage<?>> ask(String matchId) {
    CompletableFuture<Done> answer;
    synchronized (this) {
      if (known.containsKey(matchId)) {
        return Optional.empty();
      }
      answer = asked.get(matchId);
      if (answer == null) {
        answer = new CompletableFuture<>();
        asked.put(matchId, answer);
        waiting.add(matchId);
      }
    }
    askNext();
    return Optional.of(answer);
  }

  private void askNext() {
    String matchId;
    synchronized (this) {
      if (underWay == MOST_UNDER_WAY || waiting.isEmpty()) {
        return;
      }
      underWay++;
      matchId = waiting.remove();
    }
    CompletionStage<MatchCommand.GetMatchReply> reply;
    try {
      reply = match.apply(matchId);
    } catch (RuntimeException e) { // there is nobody to ask
      reply = CompletableFuture.failedFuture(e);
    }
    CompletionStage<?> unused = reply.whenComplete((got, why) -> answered(matchId, got, why));
  }

  private void answered(String matchId, MatchCommand.GetMatchReply reply, Throwable failure) {
    CompletableFuture<Done> answer;
    synchronized (this) {
      underWay--;
      answer = asked.remove(matchId);
      if (failure == null) {
        known.put(
            matchId,
            reply instanceof MatchCommand.Found found
                ? Optional.of(MatchPool.of(found.match()))
                : Optional.empty());
      }
    }
    askNext();
    if (failure == null) {
      answer.complete(Done.getInstance());
    } else {
      answer.completeExceptionally(failure);
    }
  }
}
