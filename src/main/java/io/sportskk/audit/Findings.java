package io.sportskk.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects findings: counts all of them, and keeps the first ones of each kind. Thread-safe. */
final class Findings {

  static final int KEPT_OF_A_KIND = 100;

  private final boolean settled;
  private final Instant overdueBefore;
  private final Map<FindingKind, Long> counts = new EnumMap<>(FindingKind.class);
  private final Map<FindingKind, List<Finding>> kept = new EnumMap<>(FindingKind.class);
  private final Map<InFlight, Long> inFlight = new EnumMap<>(InFlight.class);

  /**
   * @param settled whether what is under way is a finding
   * @param overdueBefore what has been under way since before this moment is a finding, too
   */
  Findings(boolean settled, Instant overdueBefore) {
    this.settled = settled;
    this.overdueBefore = overdueBefore;
  }

  synchronized void add(FindingKind kind, String id, String sentence) {
    counts.merge(kind, 1L, Long::sum);
    List<Finding> ofThisKind = kept.computeIfAbsent(kind, first -> new ArrayList<>());
    if (ofThisKind.size() < KEPT_OF_A_KIND) {
      ofThisKind.add(new Finding(kind, id, sentence));
    }
  }

  /**
   * @param since when its last step was stored
   */
  synchronized void inFlight(InFlight what, String ticketId, Instant since) {
    inFlight.merge(what, 1L, Long::sum);
    if (since.isBefore(overdueBefore)) {
      add(
          FindingKind.UNDER_WAY_TOO_LONG,
          ticketId,
          "It has been one of the " + what.meaning() + " since " + since + ".");
    }
    if (settled) {
      add(FindingKind.NOT_SETTLED, ticketId, "It is one of the " + what.meaning() + ".");
    }
  }

  synchronized Map<FindingKind, Long> counts() {
    return Map.copyOf(counts);
  }

  /** By kind, in the order of the kinds. */
  synchronized List<Finding> examples() {
    return kept.values().stream().flatMap(List::stream).toList();
  }

  synchronized Map<InFlight, Long> inFlight() {
    return Map.copyOf(inFlight);
  }
}
