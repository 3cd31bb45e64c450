package io.sportskk.audit;

import io.sportskk.match.MatchEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Goes through all matches, of which there are few: they are kept until all tickets are read. */
final class MatchReader {

  private final Findings findings;
  private final Map<String, ReplayedMatch> matches = new HashMap<>();

  /** Of which nothing can be said. */
  private final Set<String> broken = new HashSet<>();

  MatchReader(Findings findings) {
    this.findings = findings;
  }

  void enter(EventStream<MatchEvent> stream) {
    ReplayedMatch match = ReplayedMatch.of(stream);
    if (match == null) {
      findings.add(
          FindingKind.MATCH_EVENTS_ILLEGAL,
          stream.entityId(),
          "A match is opened once, then closed once at most, and then no longer sold.");
      broken(stream.entityId());
    } else {
      matches.put(match.matchId(), match);
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
