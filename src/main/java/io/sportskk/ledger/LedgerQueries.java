package io.sportskk.ledger;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.FittingPage;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.kernel.PageCursor;
import io.sportskk.ledger.LedgerQuery.AccountPage;
import io.sportskk.ledger.LedgerQuery.Balanced;
import io.sportskk.ledger.LedgerQuery.EntryPage;
import io.sportskk.ledger.LedgerQuery.FindEntries;
import io.sportskk.ledger.LedgerQuery.GetReturns;
import io.sportskk.ledger.LedgerQuery.GetTrialBalance;
import io.sportskk.ledger.LedgerQuery.GivenBack;
import io.sportskk.ledger.LedgerQuery.ListAccounts;
import io.sportskk.ledger.LedgerQuery.Reply;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers queries from the ledger's database. */
final class LedgerQueries {

  private static final Logger LOG = LoggerFactory.getLogger(LedgerQueries.class);
  private static final String HEAD = "SELECT entries FROM ledger_head";

  private final JdbcCalls ledger;

  private LedgerQueries(JdbcCalls ledger) {
    this.ledger = ledger;
  }

  /**
   * @param timeout how long a query may take before it is answered as {@link
   *     LedgerQuery.Unavailable}
   */
  static Behavior<LedgerQuery> create(DataSource ledger, Duration timeout) {
    return Behaviors.setup(
        ctx -> {
          LedgerQueries queries =
              new LedgerQueries(
                  new JdbcCalls(Bulkhead.LEDGER.of(ctx.getSystem()), ledger, timeout));
          ctx.getSystem()
              .receptionist()
              .tell(Receptionist.register(LedgerQuery.SERVICE, ctx.getSelf()));
          return Behaviors.receive(LedgerQuery.class)
              .onMessage(FindEntries.class, queries::onFindEntries)
              .onMessage(ListAccounts.class, queries::onListAccounts)
              .onMessage(GetTrialBalance.class, queries::onGetTrialBalance)
              .onMessage(GetReturns.class, queries::onGetReturns)
              .build();
        });
  }

  private Behavior<LedgerQuery> onFindEntries(FindEntries query) {
    Optional<EntryCursor> after = Optional.ofNullable(query.cursor()).flatMap(EntryCursor::decode);
    if (query.cursor() != null && after.isEmpty()) {
      query.replyTo().tell(new LedgerQuery.InvalidCursor());
      return Behaviors.same();
    }
    return answer(
        query.replyTo(),
        connection ->
            entries(
                connection,
                query.filter(),
                after.orElse(null),
                limit(query.limit()),
                ledger.timeoutSeconds()));
  }

  private Behavior<LedgerQuery> onListAccounts(ListAccounts query) {
    Optional<PageCursor> after = Optional.ofNullable(query.cursor()).flatMap(PageCursor::decode);
    if (query.cursor() != null && after.isEmpty()) {
      query.replyTo().tell(new LedgerQuery.InvalidCursor());
      return Behaviors.same();
    }
    return answer(
        query.replyTo(),
        connection ->
            accounts(
                connection,
                query.prefix(),
                after.map(PageCursor::id).orElse(""),
                limit(query.limit())));
  }

  private Behavior<LedgerQuery> onGetTrialBalance(GetTrialBalance query) {
    return answer(
        query.replyTo(),
        connection ->
            new Balanced(
                new TrialBalanceQuery(query.at()).run(connection, ledger.timeoutSeconds())));
  }

  private Behavior<LedgerQuery> onGetReturns(GetReturns query) {
    return answer(
        query.replyTo(),
        connection ->
            new GivenBack(
                new ReturnsQuery(query.matchId()).run(connection, ledger.timeoutSeconds())));
  }

  private static int limit(int asked) {
    return Math.max(1, Math.min(asked, LedgerQuery.MOST));
  }

  /** The reply is sent from the thread that has it: there is no state to come back to. */
  private Behavior<LedgerQuery> answer(ActorRef<Reply> replyTo, JdbcCalls.Call<Reply> call) {
    CompletableFuture<Void> unused =
        ledger.run(call).exceptionally(LedgerQueries::unavailable).thenAccept(replyTo::tell);
    return Behaviors.same();
  }

  static EntryPage entries(
      Connection connection, EntryFilter filter, EntryCursor after, int limit, int timeoutSeconds)
      throws SQLException {
    long upTo = after == null ? entries(connection, timeoutSeconds) : after.upTo();
    // One more than a page, to know whether there is a next one.
    FittingPage<LedgerEntry> page =
        FittingPage.of(
            new EntryPageQuery(filter, upTo, after, limit + 1).run(connection, timeoutSeconds),
            limit,
            LedgerEntry::bytes);
    List<LedgerEntry> items = page.items();
    if (!page.more()) {
      return new EntryPage(items, null);
    }
    LedgerEntry last = items.get(items.size() - 1);
    return new EntryPage(items, new EntryCursor(last.at(), last.entryId(), upTo).encode());
  }

  private static long entries(Connection connection, int timeoutSeconds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HEAD)) {
      statement.setQueryTimeout(timeoutSeconds);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private AccountPage accounts(Connection connection, String prefix, String after, int limit)
      throws SQLException {
    FittingPage<AccountBalance> page =
        FittingPage.of(
            new AccountPageQuery(prefix, after, limit + 1).run(connection, ledger.timeoutSeconds()),
            limit,
            account -> 100 + FittingPage.bytes(account.account()));
    List<AccountBalance> items = page.items();
    // Accounts are in the order of their names alone: any time will do.
    return new AccountPage(
        items,
        page.more()
            ? new PageCursor(Instant.EPOCH, items.get(items.size() - 1).account()).encode()
            : null);
  }

  private static Reply unavailable(Throwable failure) {
    String cause = JdbcCalls.cause(failure).toString();
    LOG.warn("The ledger's database does not answer: {}", cause);
    return new LedgerQuery.Unavailable(cause);
  }
}
