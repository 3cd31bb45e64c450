package io.sportskk.match;

import io.sportskk.match.MatchEvent.StepRefused;
import java.util.ArrayList;
import java.util.List;

/**
 * What a match remembers of its events beside how it stands.
 *
 * @param openedAtOnce whether sales opened with the match, so that no time was given
 * @param events how many it has had
 * @param changedBy the number of the last of them that has changed it, which a refusal does not: by
 *     that one the catalogue lists it, and nodes sell
 * @param refused oldest first
 */
record MatchPast(boolean openedAtOnce, long events, long changedBy, List<StepRefused> refused) {

  /** More refused steps of a match are not kept. */
  static final int MOST = 100;

  static MatchPast none(boolean openedAtOnce) {
    return new MatchPast(openedAtOnce, 0, 0, List.of());
  }

  MatchPast changed() {
    return new MatchPast(openedAtOnce, events + 1, events + 1, refused);
  }

  MatchPast with(StepRefused refusal) {
    List<StepRefused> longer = new ArrayList<>(refused);
    longer.add(refusal);
    return new MatchPast(openedAtOnce, events + 1, changedBy, List.copyOf(longer));
  }

  /** Whether the same person was refused the same for the same reason before. */
  boolean has(StepRefused refusal) {
    return refused.stream()
        .anyMatch(
            earlier ->
                earlier.step() == refusal.step()
                    && earlier.reason() == refusal.reason()
                    && earlier.by().equals(refusal.by()));
  }

  boolean isFull() {
    return refused.size() >= MOST;
  }
}
