package io.sportskk.api.stream;

import io.sportskk.tally.MatchTotals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The matches whose end is awaited. All of them are asked in turn, so many at a time; of those that
 * have ended, and could be corrected, one beside them.
 */
final class FeedOutcomes {

  /**
   * A gateway that starts finds those of some days, and each one that is asked has to be loaded.
   */
  private static final int MOST_AT_ONCE = 100;

  private final OutcomeView view;

  /** Also those that have ended. */
  private final Set<String> seen = new HashSet<>();

  /** Those that are not being asked, whose turn is next first. */
  private final Set<String> inTurn = new LinkedHashSet<>();

  /** Those that have ended, whose turn is next first. */
  private final Set<String> ended = new LinkedHashSet<>();

  /** Those that are being asked. */
  private final Set<String> underWay = new HashSet<>();

  FeedOutcomes(OutcomeView view) {
    this.view = view;
  }

  /**
   * @return whether the match has come to those that are awaited
   */
  boolean await(MatchTotals totals) {
    return view.isAwaited(totals) && seen.add(totals.matchId()) && inTurn.add(totals.matchId());
  }

  boolean isAnyAwaited() {
    return !underWay.isEmpty() || !inTurn.isEmpty() || !ended.isEmpty();
  }

  /** Those that are to be asked now. Each is to come to {@link #told} or {@link #notTold}. */
  List<String> next() {
    List<String> next =
        new ArrayList<>(
            inTurn.stream().limit(Math.max(0, MOST_AT_ONCE - underWay.size())).toList());
    next.forEach(inTurn::remove);
    ended.stream().findFirst().filter(first -> underWay.isEmpty()).ifPresent(next::add);
    next.forEach(ended::remove);
    underWay.addAll(next);
    return next;
  }

  /** An answer to a question that was asked before the feed was started again counts for none. */
  void told(String matchId, OutcomeView.Next next) {
    if (!underWay.remove(matchId)) {
      return;
    }
    switch (next) {
      case SOON -> inTurn.add(matchId);
      case SELDOM -> ended.add(matchId);
      case NOTHING -> {} // it stays among those that were seen
    }
  }

  void notTold(String matchId) {
    told(matchId, OutcomeView.Next.SOON);
  }
}
