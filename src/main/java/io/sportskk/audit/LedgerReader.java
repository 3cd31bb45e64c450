package io.sportskk.audit;

import io.sportskk.payment.Wallets;
import io.sportskk.settlement.Settlements;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Goes through the ledger, keeps what it says of each wallet's events, and checks that its sums are
 * those of its entries. They are written by the same statement, so that is so at any moment.
 */
final class LedgerReader {

  private static final String ENTRIES =
      """
      SELECT entry_id, transaction_id, leg, kind, debit, credit, amount, wallet_balance, match_id,
        ticket_id, cause, correlation_id, at
      FROM ledger_entry""";
  private static final String ACCOUNTS = "SELECT account, balance, entries FROM ledger_account";
  private static final String QUARTERS =
      "SELECT kind, from_at, amount, entries FROM ledger_quarter";
  private static final String HEAD = "SELECT entries FROM ledger_head";

  private static final String OF_WALLETS = Wallets.KEY.name() + "|";
  private static final String OF_SETTLEMENTS = Settlements.KEY.name() + "|";
  private static final long QUARTER_SECONDS = 900;

  /** Of the entries of a kind in a quarter of an hour, or of an account. */
  private record Sum(BigInteger amount, long entries) {
    static final Sum NONE = new Sum(BigInteger.ZERO, 0);

    Sum plus(Sum other) {
      return new Sum(amount.add(other.amount), entries + other.entries);
    }

    @Override
    public String toString() {
      return amount + " KRW, " + entries + " entries";
    }
  }

  private final FactsByTicket shared;
  private final Findings findings;

  private final Map<String, LedgerFacts> byAccount = new HashMap<>();
  private final Map<String, LedgerFacts> bySettlement = new HashMap<>();
  private final Map<String, Sum> quarters = new HashMap<>();
  private long entries;
  private long highest;

  LedgerReader(FactsByTicket shared, Findings findings) {
    this.shared = shared;
    this.findings = findings;
  }

  void read(Snapshot ledger) throws SQLException {
    ledger.each(ENTRIES, this::enter);
    checkSums(ledger);
  }

  long entries() {
    return entries;
  }

  /** By the name of the account. */
  Map<String, LedgerFacts> byAccount() {
    return byAccount;
  }

  /** By the id of the match. */
  Map<String, LedgerFacts> bySettlement() {
    return bySettlement;
  }

  private void enter(ResultSet row) throws SQLException {
    entries++;
    highest = Math.max(highest, row.getLong(1));
    String transactionId = row.getString(2);
    String kind = row.getString(4);
    String debit = row.getString(5);
    String credit = row.getString(6);
    long amount = row.getLong(7);
    Instant at = row.getObject(13, OffsetDateTime.class).toInstant();
    account(debit).move(-amount);
    account(credit).move(amount);
    quarters.merge(
        quarter(kind, at.getEpochSecond() - Math.floorMod(at.getEpochSecond(), QUARTER_SECONDS)),
        new Sum(BigInteger.valueOf(amount), 1),
        Sum::plus);
    int slash = transactionId.lastIndexOf('/');
    LedgerFacts facts = slash < 0 ? null : facts(transactionId.substring(0, slash));
    if (facts == null) {
      findings.add(
          FindingKind.LEDGER_UNKNOWN,
          transactionId,
          "Entry " + row.getLong(1) + " is of something that moves no money.");
      return;
    }
    facts.keep(
        Long.parseLong(transactionId.substring(slash + 1)),
        row.getInt(3),
        LedgerLeg.hash(
            kind,
            debit,
            credit,
            amount,
            row.getObject(8, Long.class),
            row.getString(9),
            row.getString(10),
            row.getString(11),
            row.getString(12),
            ViewReader.micros(at)));
  }

  /** Where what is said of the events of an entity is kept; null if it moves no money. */
  private LedgerFacts facts(String persistenceId) {
    if (persistenceId.startsWith(OF_WALLETS)) {
      return account(LedgerCheck.wallet(persistenceId.substring(OF_WALLETS.length())));
    }
    return persistenceId.startsWith(OF_SETTLEMENTS)
        ? bySettlement.computeIfAbsent(
            persistenceId.substring(OF_SETTLEMENTS.length()), matchId -> new LedgerFacts())
        : null;
  }

  private LedgerFacts account(String name) {
    LedgerFacts known = byAccount.get(name);
    if (known == null) {
      known = new LedgerFacts();
      byAccount.put(shared.share(name), known);
    }
    return known;
  }

  private void checkSums(Snapshot ledger) throws SQLException {
    Map<String, Sum> accounts = new HashMap<>();
    byAccount.forEach(
        (name, facts) -> {
          if (facts.entries() > 0) {
            accounts.put(name, new Sum(facts.balance(), facts.entries()));
          }
        });
    Map<String, Sum> stored = new HashMap<>();
    ledger.each(ACCOUNTS, row -> stored.put(row.getString(1), sum(row, 2)));
    compare("The account says ", stored, accounts);
    stored.clear();
    ledger.each(
        QUARTERS,
        row ->
            stored.put(
                quarter(
                    row.getString(1),
                    row.getObject(2, OffsetDateTime.class).toInstant().getEpochSecond()),
                sum(row, 3)));
    compare("The sum of this quarter of an hour says ", stored, quarters);
    ledger.each(HEAD, row -> checkHead(row.getLong(1)));
  }

  private void checkHead(long said) {
    if (said != entries || highest != entries) {
      findings.add(
          FindingKind.LEDGER_SUM_WRONG,
          "ledger_head",
          "It says %d entries; there are %d, and the last one has the number %d."
              .formatted(said, entries, highest));
    }
  }

  private void compare(String says, Map<String, Sum> stored, Map<String, Sum> sums) {
    TreeSet<String> names = new TreeSet<>(stored.keySet());
    names.addAll(sums.keySet());
    for (String name : names) {
      Sum said = stored.getOrDefault(name, Sum.NONE);
      Sum sum = sums.getOrDefault(name, Sum.NONE);
      if (!said.equals(sum)) {
        findings.add(
            FindingKind.LEDGER_SUM_WRONG, name, says + said + "; its entries are " + sum + ".");
      }
    }
  }

  private static Sum sum(ResultSet row, int column) throws SQLException {
    BigDecimal amount = row.getBigDecimal(column);
    return new Sum(amount.toBigInteger(), row.getLong(column + 1));
  }

  private static String quarter(String kind, long fromEpochSecond) {
    return kind + " from " + Instant.ofEpochSecond(fromEpochSecond);
  }
}
