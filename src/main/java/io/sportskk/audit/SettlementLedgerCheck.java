package io.sportskk.audit;

import static io.sportskk.kernel.SqlValues.text;

import io.sportskk.audit.SettlementReader.Completion;
import io.sportskk.audit.SettlementReader.Decided;
import io.sportskk.audit.SettlementReader.Round;
import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import io.sportskk.settlement.SettlementEvent;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.SettlementEvent.SettlementCompleted;
import io.sportskk.settlement.SettlementEvent.Superseded;
import io.sportskk.settlement.Settlements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whether the ledger has booked what settlements keep back of pools and carry over, and nothing
 * else, as {@link LedgerCheck} does of wallets.
 *
 * @param ledger by the id of the match
 */
record SettlementLedgerCheck(
    Map<String, LedgerFacts> ledger, Progress progress, Findings findings) {

  void check(SettlementReader settlements) {
    settlements.all().forEach(this::check);
    ledger.forEach(
        (matchId, facts) -> {
          if (settlements.of(matchId) == null && !settlements.isBroken(matchId)) {
            facts.hashesByKey().keySet().forEach(key -> unknown(matchId, key));
          }
        });
  }

  private void check(String matchId, Decided decided) {
    LedgerFacts facts = ledger.get(text(matchId));
    Map<Long, Long> entries = facts == null ? new HashMap<>() : facts.hashesByKey();
    for (Round round : decided.rounds()) {
      check(matchId, legs(round.fixed()), round.fixed(), round.nr(), round.by(), entries);
      if (round.completed() != null) {
        Completion end = round.completed();
        check(matchId, legs(end.event()), end.event(), end.nr(), end.by(), entries);
      }
    }
    entries.keySet().forEach(key -> unknown(matchId, key));
  }

  /** Takes what is booked of this event out of the entries. */
  private void check(
      String matchId,
      List<LedgerLeg> legs,
      SettlementEvent event,
      long nr,
      long by,
      Map<Long, Long> entries) {
    int number = 0;
    for (LedgerLeg leg : legs) {
      number++;
      long key = LedgerFacts.key(nr, number);
      Long booked = entries.remove(key);
      String id = LedgerFacts.transaction(persistenceId(matchId), key);
      long hash = leg.hash(event.correlationId(), event.at(), null);
      if (booked == null && by > progress.of(matchId)) {
        findings.inFlight(InFlight.LEDGER_BEHIND, id, event.at());
      } else if (booked == null) {
        findings.add(FindingKind.LEDGER_MISSING, id, "It is " + leg + ".");
      } else if (booked != hash) {
        findings.add(FindingKind.LEDGER_WRONG, id, "By its event it is " + leg + ".");
      }
    }
  }

  private void unknown(String matchId, long key) {
    findings.add(
        FindingKind.LEDGER_UNKNOWN,
        LedgerFacts.transaction(persistenceId(matchId), key),
        "It is in the ledger, but no such event moves money.");
  }

  private static String persistenceId(String matchId) {
    return Settlements.KEY.name() + "|" + matchId;
  }

  /** Of nothing there is no entry. */
  private static List<LedgerLeg> legs(DividendsFixed fixed) {
    PoolResult result = fixed.result();
    Superseded before = fixed.supersedes();
    String matchId = text(fixed.matchId());
    String pool = "pool:" + matchId;
    Stream<LedgerLeg> legs =
        before == null
            ? Stream.of(leg("CARRY_IN", "carry", pool, result.carryIn(), matchId))
            : Stream.of(
                leg("TAKEOUT_BACK", "takeout", pool, before.result().takeout(), matchId),
                leg("BREAKAGE_BACK", "breakage", pool, before.result().breakage(), matchId),
                leg(
                    "CARRY_BACK",
                    "carry",
                    pool,
                    before.carryTaken() ? Money.ZERO : before.result().carryOut(),
                    matchId),
                leg("LOSS_BACK", pool, "corrections", before.loss(), matchId));
    boolean carries = before == null || !before.carryTaken();
    return Stream.concat(
            legs,
            Stream.of(
                leg("TAKEOUT", pool, "takeout", result.takeout(), matchId),
                leg("BREAKAGE", pool, "breakage", result.breakage(), matchId),
                leg("CARRY_OUT", pool, "carry", carries ? result.carryOut() : Money.ZERO, matchId)))
        .filter(leg -> leg.amount() > 0)
        .toList();
  }

  private static List<LedgerLeg> legs(SettlementCompleted completed) {
    String matchId = text(completed.matchId());
    return Stream.of(leg("LOSS", "corrections", "pool:" + matchId, completed.loss(), matchId))
        .filter(leg -> leg.amount() > 0)
        .toList();
  }

  private static LedgerLeg leg(
      String kind, String debit, String credit, Money amount, String matchId) {
    return new LedgerLeg(kind, debit, credit, amount.won(), matchId, null);
  }
}
