package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.LEDGER_MISSING;
import static io.sportskk.audit.FindingKind.LEDGER_SUM_WRONG;
import static io.sportskk.audit.FindingKind.LEDGER_UNKNOWN;
import static io.sportskk.audit.FindingKind.LEDGER_WRONG;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be wrong with the ledger, if somebody has taken away what guards it. */
final class CorruptedLedger {

  /** Anna's charge. */
  private static final String TRANSACTION = "Wallet|anna/2";

  private static final String ABOUT = TRANSACTION + " leg 1";

  private CorruptedLedger() {}

  static List<Corrupted> ways(SoldTickets sold) {
    List<Corrupted> ways = new ArrayList<>();
    ways.add(
        Corrupted.of(
            "an entry is gone",
            LEDGER_MISSING,
            ABOUT,
            Set.of(LEDGER_SUM_WRONG),
            () -> sold.ledger("DELETE FROM ledger_entry WHERE transaction_id = ?", TRANSACTION)));
    ways.add(
        Corrupted.of(
            "an entry of a wallet that there is not",
            LEDGER_UNKNOWN,
            "Wallet|zoe/7 leg 1",
            Set.of(LEDGER_SUM_WRONG),
            () -> another(sold, "Wallet|zoe/7")));
    ways.add(
        Corrupted.of(
            "an entry of an event that there is not",
            LEDGER_UNKNOWN,
            "Wallet|anna/99 leg 1",
            Set.of(LEDGER_SUM_WRONG),
            () -> another(sold, "Wallet|anna/99")));
    ways.add(
        Corrupted.of(
            "an entry of what moves no money",
            LEDGER_UNKNOWN,
            "Ticket|" + sold.annas + "/1",
            Set.of(LEDGER_SUM_WRONG),
            () -> another(sold, "Ticket|" + sold.annas + "/1")));
    Map.of(
            "wallet_balance", "wallet_balance + 1",
            "match_id", "'match-2'",
            "ticket_id", "'" + SoldTickets.OTHER + "'",
            "correlation_id", "'other'",
            "at", "at - interval '1 microsecond'")
        .forEach((column, value) -> ways.add(changed(sold, column, value, Set.of())));
    Map.of(
            "amount", "amount + 100",
            "debit", "'wallet:ben'",
            "credit", "'pool:match-2'",
            "kind", "'PAYOUT', debit = 'pool:match-1', credit = 'wallet:anna'")
        .forEach(
            (column, value) -> ways.add(changed(sold, column, value, Set.of(LEDGER_SUM_WRONG))));
    for (String cause : List.of("VOID", "PAYMENT_TIMEOUT")) {
      ways.add(
          Corrupted.of(
              "another cause: " + cause,
              LEDGER_WRONG,
              "Wallet|cleo/4 leg 1",
              Set.of(),
              () ->
                  sold.ledger(
                      "UPDATE ledger_entry SET cause = ? WHERE transaction_id = 'Wallet|cleo/4'",
                      cause)));
    }
    ways.add(
        Corrupted.of(
            "an account",
            LEDGER_SUM_WRONG,
            "wallet:anna",
            Set.of(),
            () ->
                sold.ledger(
                    "UPDATE ledger_account SET balance = balance + 1 WHERE account = ?",
                    "wallet:anna")));
    ways.add(
        Corrupted.of(
            "an account that nothing moved to",
            LEDGER_SUM_WRONG,
            "wallet:zoe",
            Set.of(),
            () -> sold.ledger("INSERT INTO ledger_account VALUES (?, 5, 1)", "wallet:zoe")));
    ways.add(
        Corrupted.of(
            "a quarter of an hour",
            LEDGER_SUM_WRONG,
            "REFUND from 2020-01-01T00:00:00Z",
            Set.of(),
            () ->
                sold.ledger(
                    "INSERT INTO ledger_quarter VALUES ('REFUND', '2020-01-01T00:00:00Z', ?, 1)",
                    1)));
    ways.add(
        Corrupted.of(
            "the number of entries",
            LEDGER_SUM_WRONG,
            "ledger_head",
            Set.of(),
            () -> sold.ledger("UPDATE ledger_head SET entries = entries + ?", 1)));
    return ways;
  }

  private static Corrupted changed(
      SoldTickets sold, String column, String value, Set<FindingKind> also) {
    return Corrupted.of(
        column,
        LEDGER_WRONG,
        ABOUT,
        also,
        () ->
            sold.ledger(
                "UPDATE ledger_entry SET %s = %s WHERE transaction_id = ?".formatted(column, value),
                TRANSACTION));
  }

  private static void another(SoldTickets sold, String transactionId) {
    sold.ledger(
        "INSERT INTO ledger_entry SELECT entry_id + 1000, ?, leg, kind, debit, credit, amount,"
            + " wallet_balance, match_id, ticket_id, correlation_id, at, recorded_at"
            + " FROM ledger_entry WHERE transaction_id = ?",
        transactionId,
        TRANSACTION);
  }
}
