package io.sportskk.audit;

import io.sportskk.audit.EventStream.SequencedEvent;
import io.sportskk.kernel.Money;
import io.sportskk.settlement.SettlementEvent;
import io.sportskk.settlement.SettlementEvent.CarryTaken;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.SettlementEvent.SettlementCompleted;
import io.sportskk.settlement.SettlementEvent.Superseded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Goes through all settlements, of which there are few: they are kept until all tickets are read.
 */
final class SettlementReader {

  /**
   * What was fixed in a round, and how that ended.
   *
   * @param nr the number of the event among those of the settlement
   * @param by its number in the journal
   * @param completed null if it was not
   */
  record Round(DividendsFixed fixed, long nr, long by, Completion completed) {}

  /** As of {@link Round}. */
  record Completion(SettlementCompleted event, long nr, long by) {}

  /**
   * What a settlement has decided.
   *
   * @param rounds one or more: each corrects the one before
   */
  record Decided(List<Round> rounds) {

    Round last() {
      return rounds.get(rounds.size() - 1);
    }

    DividendsFixed fixed() {
      return last().fixed();
    }

    /** Null if it is under way. */
    SettlementCompleted completed() {
      return last().completed() == null ? null : last().completed().event();
    }

    /** What was fixed in this round, null if nothing was. */
    DividendsFixed fixed(int round) {
      return rounds.stream()
          .map(Round::fixed)
          .filter(it -> it.round() == round)
          .findAny()
          .orElse(null);
    }
  }

  private final Findings findings;
  private final Map<String, Decided> decided = new HashMap<>();

  /** Of which nothing can be said. */
  private final Set<String> broken = new HashSet<>();

  SettlementReader(Findings findings) {
    this.findings = findings;
  }

  void enter(EventStream<SettlementEvent> stream) {
    List<Round> rounds = new ArrayList<>();
    String illegal = null;
    Money carried = null;
    for (SequencedEvent<SettlementEvent> sequenced : stream.events()) {
      SettlementEvent event = sequenced.event();
      if (!event.matchId().equals(stream.entityId())) {
        illegal = "its events are about match " + event.matchId();
      } else if (event instanceof CarryTaken && !rounds.isEmpty()) {
        carried = rounds.get(rounds.size() - 1).fixed().result().carryOut();
      } else if (event instanceof DividendsFixed fixed) {
        illegal = difference(fixed, rounds, carried != null);
        rounds.add(new Round(fixed, sequenced.sequenceNr(), sequenced.ordering(), null));
      } else if (event instanceof SettlementCompleted completed) {
        illegal = complete(completed, sequenced, rounds, carried);
      }
      if (illegal != null) {
        illegal(stream.entityId(), illegal);
        return;
      }
    }
    if (!rounds.isEmpty()) {
      decided.put(stream.entityId(), new Decided(List.copyOf(rounds)));
    }
  }

  /** Null if dividends may be fixed so, after these rounds. */
  private static String difference(DividendsFixed fixed, List<Round> rounds, boolean carryTaken) {
    Superseded supersedes = fixed.supersedes();
    if (rounds.isEmpty()) {
      return supersedes == null ? null : "its first dividends correct others";
    }
    Round before = rounds.get(rounds.size() - 1);
    if (supersedes == null || fixed.round() <= before.fixed().round()) {
      return "its dividends are fixed twice";
    }
    Money loss = before.completed() == null ? Money.ZERO : before.completed().event().loss();
    boolean same =
        fixed.tickets() == before.fixed().tickets()
            && fixed.root().equals(before.fixed().root())
            && fixed.result().stakes().equals(before.fixed().result().stakes())
            && fixed.result().carryIn().equals(before.fixed().result().carryIn());
    return same && supersedes.equals(new Superseded(before.fixed().result(), loss, carryTaken))
        ? null
        : "its dividends correct something else than was fixed before";
  }

  /**
   * @param carried what another match has taken, null if none has
   * @return null if it may be completed so
   */
  private static String complete(
      SettlementCompleted completed,
      SequencedEvent<SettlementEvent> sequenced,
      List<Round> rounds,
      Money carried) {
    Round last = rounds.isEmpty() ? null : rounds.get(rounds.size() - 1);
    if (last == null || last.completed() != null || completed.round() != last.fixed().round()) {
      return "it is completed twice, or without dividends";
    }
    Money carryOut = last.fixed().result().carryOut();
    Money gone =
        carried != null && carried.isMoreThan(carryOut) ? carried.minus(carryOut) : Money.ZERO;
    if (!completed.loss().equals(completed.sums().overpaid().plus(gone))) {
      return "the loss is not what was paid too much: " + completed.loss();
    }
    rounds.set(
        rounds.size() - 1,
        new Round(
            last.fixed(),
            last.nr(),
            last.by(),
            new Completion(completed, sequenced.sequenceNr(), sequenced.ordering())));
    return null;
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
