package io.sportskk.audit;

import io.sportskk.audit.EventStream.SequencedEvent;
import io.sportskk.settlement.SettlementEvent;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.SettlementEvent.SettlementCompleted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Goes through all settlements, of which there are few: they are kept until all tickets are read.
 */
final class SettlementReader {

  /**
   * What a settlement has decided.
   *
   * @param fixedNr the number of the event among those of the settlement
   * @param fixedBy its number in the journal
   * @param completed null if it is under way
   */
  record Decided(DividendsFixed fixed, long fixedNr, long fixedBy, SettlementCompleted completed) {}

  private final Findings findings;
  private final Map<String, Decided> decided = new HashMap<>();

  /** Of which nothing can be said. */
  private final Set<String> broken = new HashSet<>();

  SettlementReader(Findings findings) {
    this.findings = findings;
  }

  void enter(EventStream<SettlementEvent> stream) {
    DividendsFixed fixed = null;
    long fixedNr = 0;
    long fixedBy = 0;
    SettlementCompleted completed = null;
    for (SequencedEvent<SettlementEvent> sequenced : stream.events()) {
      if (!sequenced.event().matchId().equals(stream.entityId())) {
        illegal(stream.entityId(), "its events are about match " + sequenced.event().matchId());
        return;
      }
      if (sequenced.event() instanceof DividendsFixed event) {
        if (fixed != null) {
          illegal(stream.entityId(), "its dividends are fixed twice");
          return;
        }
        fixed = event;
        fixedNr = sequenced.sequenceNr();
        fixedBy = sequenced.ordering();
      } else if (sequenced.event() instanceof SettlementCompleted event) {
        if (fixed == null || completed != null) {
          illegal(stream.entityId(), "it is completed twice, or without dividends");
          return;
        }
        completed = event;
      }
    }
    if (fixed != null) {
      decided.put(stream.entityId(), new Decided(fixed, fixedNr, fixedBy, completed));
    }
  }

  private void illegal(String matchId, String what) {
    findings.add(FindingKind.SETTLEMENT_WRONG, matchId, "Of this settlement " + what + ".");
    broken(matchId);
  }

  void broken(String matchId) {
    broken.add(matchId);
  }

  boolean isBroken(String matchId) {
    return broken.contains(matchId);
  }

  /** Null if nothing is decided yet. */
  Decided of(String matchId) {
    return decided.get(matchId);
  }

  Map<String, Decided> all() {
    return decided;
  }
}
