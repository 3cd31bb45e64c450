package io.sportskk.ledger;

import static io.sportskk.kernel.SqlValues.text;
import static io.sportskk.kernel.SqlValues.timestamp;
import static java.util.stream.Collectors.joining;

import io.sportskk.payment.WalletEvent.ReturnCause;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One page of entries, newest first.
 *
 * <p>Each index is in the order of a page only within one kind (and one account, or one cause): a
 * query is the union of one branch a kind, each of which reads no more than a page. So a page costs
 * the same however many entries there are, however few of a kind, and whenever they were.
 *
 * @param upTo the number of the last entry that counts
 * @param after null on the first page
 */
record EntryPageQuery(EntryFilter filter, long upTo, EntryCursor after, int rows) {

  private static final String COLUMNS =
      """
      entry_id, transaction_id, leg, kind, debit, credit, amount, wallet_balance, match_id,
        ticket_id, cause, correlation_id, at, recorded_at""";

  private static final String NEWEST_FIRST = " ORDER BY at DESC, entry_id DESC LIMIT ?";

  /** A condition, with what its question marks stand for. */
  private record Sql(String text, List<Object> parameters) {
    static Sql of(String text, Object... parameters) {
      return new Sql(text, List.of(parameters));
    }

    Sql and(String more, Object... parameters) {
      List<Object> all = new ArrayList<>(this.parameters);
      all.addAll(Arrays.asList(parameters));
      return new Sql(text + " AND " + more, all);
    }
  }

  /** At most {@link #rows} entries. */
  List<LedgerEntry> run(Connection connection, int timeoutSeconds) throws SQLException {
    List<Sql> branches = branches().map(this::filtered).toList();
    if (branches.isEmpty()) {
      return List.of(); // no entry of this kind is of such an account
    }
    String union =
        branches.stream()
            .map(
                branch ->
                    "(SELECT %s FROM ledger_entry WHERE %s%s)"
                        .formatted(COLUMNS, branch.text(), NEWEST_FIRST))
            .collect(joining(" UNION ALL "));
    String sql = "SELECT " + COLUMNS + " FROM (" + union + ") AS page" + NEWEST_FIRST;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(timeoutSeconds);
      int mark = 1;
      for (Sql branch : branches) {
        for (Object parameter : branch.parameters()) {
          statement.setObject(mark++, parameter);
        }
        statement.setInt(mark++, rows);
      }
      statement.setInt(mark, rows);
      try (ResultSet result = statement.executeQuery()) {
        List<LedgerEntry> page = new ArrayList<>();
        while (result.next()) {
          page.add(entry(result));
        }
        return page;
      }
    }
  }

  /** By what is most selective; what else is asked is looked for there. */
  private Stream<Sql> branches() {
    if (filter.ticketId() != null) {
      return Stream.of(Sql.of("ticket_id = ?", text(filter.ticketId())));
    }
    if (filter.correlationId() != null) {
      return Stream.of(Sql.of("correlation_id = ?", text(filter.correlationId())));
    }
    Optional<Account> account = indexed();
    return kinds(account)
        .flatMap(
            kind -> {
              Sql ofKind = Sql.of("kind = ?", kind.name());
              return account.isEmpty()
                  ? Stream.of(ofKind)
                  : Stream.of(
                      ofKind.and(
                          (kind.debit() == account.get().of() ? "debit" : "credit") + " = ?",
                          text(account.get().name())));
            });
  }

  /** A wallet has fewer entries than a pool; whatever is of a match is of its pool. */
  private Optional<Account> indexed() {
    Account account = filter.account();
    boolean ofWallet = account != null && account.of() == AccountClass.WALLET;
    return filter.matchId() == null || ofWallet
        ? Optional.ofNullable(account)
        : Optional.of(Account.pool(filter.matchId()));
  }

  private Stream<EntryKind> kinds(Optional<Account> account) {
    return account
        .map(it -> EntryKind.of(it.of()))
        .orElseGet(() -> List.of(EntryKind.values()))
        .stream()
        .filter(kind -> filter.kind() == null || filter.kind() == kind)
        .filter(kind -> filter.cause() == null || kind.mayGiveBack());
  }

  private Sql filtered(Sql branch) {
    Sql sql = branch.and("entry_id <= ?", upTo);
    if (filter.kind() != null) {
      sql = sql.and("kind = ?", filter.kind().name());
    }
    if (filter.cause() != null) {
      sql = sql.and("cause = ?", filter.cause().name());
    }
    if (filter.account() != null) {
      String name = text(filter.account().name());
      sql = sql.and("(debit = ? OR credit = ?)", name, name);
    }
    if (filter.matchId() != null) {
      sql = sql.and("match_id = ?", text(filter.matchId()));
    }
    if (filter.correlationId() != null) {
      sql = sql.and("correlation_id = ?", text(filter.correlationId()));
    }
    if (filter.from() != null) {
      sql = sql.and("at >= ?", timestamp(filter.from()));
    }
    // One upper bound, the tighter one: of two, PostgreSQL may choose the wrong one to start from.
    if (after != null && (filter.to() == null || after.at().isBefore(filter.to()))) {
      return sql.and("(at, entry_id) < (?, ?)", timestamp(after.at()), after.entryId());
    }
    return filter.to() == null ? sql : sql.and("at < ?", timestamp(filter.to()));
  }

  /** Null of null. */
  static ReturnCause cause(String name) {
    return name == null ? null : ReturnCause.valueOf(name);
  }

  private static LedgerEntry entry(ResultSet row) throws SQLException {
    return new LedgerEntry(
        row.getLong("entry_id"),
        row.getString("transaction_id"),
        row.getInt("leg"),
        EntryKind.valueOf(row.getString("kind")),
        row.getString("debit"),
        row.getString("credit"),
        row.getLong("amount"),
        row.getObject("wallet_balance", Long.class),
        row.getString("match_id"),
        row.getString("ticket_id"),
        cause(row.getString("cause")),
        row.getString("correlation_id"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getObject("recorded_at", OffsetDateTime.class).toInstant());
  }
}
