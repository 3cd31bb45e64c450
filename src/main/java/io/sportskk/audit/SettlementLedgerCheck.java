package io.sportskk.audit;

import static io.sportskk.kernel.SqlValues.text;

import io.sportskk.audit.SettlementReader.Decided;
import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
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
    int number = 0;
    for (LedgerLeg leg : legs(decided.fixed())) {
      number++;
      long key = LedgerFacts.key(decided.fixedNr(), number);
      Long booked = entries.remove(key);
      String id = LedgerFacts.transaction(persistenceId(matchId), key);
      long hash = leg.hash(decided.fixed().correlationId(), decided.fixed().at(), null);
      if (booked == null && decided.fixedBy() > progress.of(matchId)) {
        findings.inFlight(InFlight.LEDGER_BEHIND, id, decided.fixed().at());
      } else if (booked == null) {
        findings.add(FindingKind.LEDGER_MISSING, id, "It is " + leg + ".");
      } else if (booked != hash) {
        findings.add(FindingKind.LEDGER_WRONG, id, "By its event it is " + leg + ".");
      }
    }
    entries.keySet().forEach(key -> unknown(matchId, key));
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
    String matchId = text(fixed.matchId());
    String pool = "pool:" + matchId;
    return Stream.of(
            leg("CARRY_IN", "carry", pool, result.carryIn(), matchId),
            leg("TAKEOUT", pool, "takeout", result.takeout(), matchId),
            leg("BREAKAGE", pool, "breakage", result.breakage(), matchId),
            leg("CARRY_OUT", pool, "carry", result.carryOut(), matchId))
        .filter(leg -> leg.amount() > 0)
        .toList();
  }

  private static LedgerLeg leg(
      String kind, String debit, String credit, Money amount, String matchId) {
    return new LedgerLeg(kind, debit, credit, amount.won(), matchId, null);
  }
}
