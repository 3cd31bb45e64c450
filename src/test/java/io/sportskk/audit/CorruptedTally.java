package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.TALLY_ENTRY_MISSING;
import static io.sportskk.audit.FindingKind.TALLY_ENTRY_WITHOUT_TICKET;
import static io.sportskk.audit.FindingKind.TALLY_ENTRY_WRONG;
import static io.sportskk.audit.FindingKind.TALLY_TOTAL_WRONG;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What can be wrong with the tally. */
final class CorruptedTally {

  private CorruptedTally() {}

  static List<Corrupted> ways(SoldTickets sold) {
    List<Corrupted> ways = new ArrayList<>();
    ways.add(
        Corrupted.of(
            "an entry is gone",
            TALLY_ENTRY_MISSING,
            sold.annas,
            Set.of(TALLY_TOTAL_WRONG),
            () -> sold.tally("DELETE FROM tally_entry WHERE ticket_id = ?", sold.annas)));
    ways.add(
        Corrupted.of(
            "another stake",
            TALLY_ENTRY_WRONG,
            sold.annas,
            Set.of(),
            () -> {
              sold.tally("UPDATE tally_entry SET stake = 5100 WHERE ticket_id = ?", sold.annas);
              sold.tally("UPDATE tally SET stake = stake + 100 WHERE team = 'KT'");
            }));
    ways.add(
        Corrupted.of(
            "another team",
            TALLY_ENTRY_WRONG,
            sold.cleos,
            Set.of(),
            () -> {
              sold.tally("UPDATE tally_entry SET team = 'KT' WHERE ticket_id = ?", sold.cleos);
              sold.tally("UPDATE tally SET cancelled = 1 WHERE team = 'KT'");
              sold.tally("UPDATE tally SET cancelled = cancelled - 1 WHERE team = 'LG'");
            }));
    ways.add(
        Corrupted.of(
            "a cancelled ticket is counted",
            TALLY_ENTRY_WRONG,
            sold.cleos,
            Set.of(TALLY_TOTAL_WRONG),
            () ->
                sold.tally(
                    "UPDATE tally_entry SET status = 'COUNTED' WHERE ticket_id = ?", sold.cleos)));
    ways.add(
        Corrupted.of(
            "an approved ticket is taken out",
            TALLY_ENTRY_WRONG,
            sold.annas,
            Set.of(TALLY_TOTAL_WRONG),
            () ->
                sold.tally(
                    "UPDATE tally_entry SET status = 'TAKEN_OUT' WHERE ticket_id = ?",
                    sold.annas)));
    ways.add(
        Corrupted.of(
            "a rejected ticket is counted",
            TALLY_ENTRY_WRONG,
            sold.bensRejected,
            Set.of(TALLY_TOTAL_WRONG),
            () ->
                sold.tally(
                    "INSERT INTO tally_entry VALUES (?, 'match-1', 'LG', 100, 'COUNTED')",
                    sold.bensRejected)));
    ways.add(
        Corrupted.of(
            "an entry too many",
            TALLY_ENTRY_WITHOUT_TICKET,
            SoldTickets.OTHER,
            Set.of(),
            () -> {
              sold.tally(
                  "INSERT INTO tally_entry VALUES (?, 'match-1', 'KT', 100, 'TOMBSTONE')",
                  SoldTickets.OTHER);
              sold.tally("UPDATE tally SET cancelled = cancelled + 1 WHERE team = 'KT'");
            }));
    for (String column : Set.of("stake", "tickets", "cancelled")) {
      ways.add(
          Corrupted.of(
              column,
              TALLY_TOTAL_WRONG,
              "match-1/LG",
              Set.of(),
              () ->
                  sold.tally(
                      "UPDATE tally SET %1$s = %1$s + 1 WHERE team = 'LG'".formatted(column))));
    }
    ways.add(
        Corrupted.of(
            "a total is gone",
            TALLY_TOTAL_WRONG,
            "match-1/KT",
            Set.of(),
            () -> sold.tally("DELETE FROM tally WHERE team = 'KT'")));
    return ways;
  }
}
