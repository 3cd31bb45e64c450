package io.sportskk.audit;

import io.sportskk.match.MatchEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Goes through all matches, of which there are few: they are kept until all tickets are read. */
final class MatchReader {

  private final boolean twoPersons;
  private final Findings findings;
  private final Map<String, ReplayedMatch> matches = new HashMap<>();

  /** Of which nothing can be said. */
  private final Set<String> broken = new HashSet<>();

  /**
   * @param twoPersons whether two persons decide how a match ends
   */
  MatchReader(boolean twoPersons, Findings findings) {
    this.twoPersons = twoPersons;
    this.findings = findings;
  }

  void enter(EventStream<MatchEvent> stream) {
    ReplayedMatch match = ReplayedMatch.of(stream);
    if (match == null) {
      findings.add(
          FindingKind.MATCH_EVENTS_ILLEGAL,
          stream.entityId(),
          "A match is opened, maybe suspended and resumed, closed, and no longer sold; then it has a"
              + " result, which is confirmed or withdrawn, or is void; and then it is settled,"
              + " and a result may be corrected.");
      broken(stream.entityId());
      return;
    }
    matches.put(match.matchId(), match);
    if (twoPersons && match.alone() != null) {
      findings.add(
          FindingKind.DECIDED_ALONE, match.matchId(), match.alone() + " has decided alone.");
    }
  }

  void broken(String matchId) {
    broken.add(matchId);
  }

  boolean isBroken(String matchId) {
    return broken.contains(matchId);
  }

  Optional<ReplayedMatch> match(String matchId) {
    return Optional.ofNullable(matches.get(matchId));
  }

  Map<String, ReplayedMatch> matches() {
    return matches;
  }
}
