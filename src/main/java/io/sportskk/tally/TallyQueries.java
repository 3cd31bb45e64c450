package io.sportskk.tally;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.FittingPage;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.tally.TallyQuery.ListTotals;
import io.sportskk.tally.TallyQuery.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/** Answers questions about all matches from the tally's database. */
final class TallyQueries {

  private static final int MOST = 100;

  private final JdbcCalls tally;
  private final TotalsPages totals;

  private TallyQueries(JdbcCalls tally) {
    this.tally = tally;
    this.totals = new TotalsPages(tally.timeoutSeconds());
  }

  /**
   * @param timeout how long a query may take before it is answered as {@link
   *     TallyQuery.Unavailable}
   */
  static Behavior<TallyQuery> create(DataSource tally, Duration timeout) {
    return Behaviors.setup(
        ctx -> {
          TallyQueries queries =
              new TallyQueries(new JdbcCalls(Bulkhead.TALLY.of(ctx.getSystem()), tally, timeout));
          ctx.getSystem()
              .receptionist()
              .tell(Receptionist.register(TallyQuery.SERVICE, ctx.getSelf()));
          return Behaviors.receive(TallyQuery.class)
              .onMessage(ListTotals.class, queries::onListTotals)
              .build();
        });
  }

  private Behavior<TallyQuery> onListTotals(ListTotals question) {
    Optional<String> after =
        question.cursor() == null ? Optional.of("") : TotalsCursor.decode(question.cursor());
    if (after.isEmpty()) {
      question.replyTo().tell(new TallyQuery.InvalidCursor());
      return Behaviors.same();
    }
    int limit = Math.max(1, Math.min(question.limit(), MOST));
    // The actor has no state, so that the answer need not come back to it.
    CompletableFuture<Void> unused =
        tally
            .<TallyQuery.Reply>run(
                connection -> page(connection, after.get(), question.since(), limit))
            .exceptionally(
                failure -> new TallyQuery.Unavailable(JdbcCalls.cause(failure).toString()))
            .thenAccept(question.replyTo()::tell);
    return Behaviors.same();
  }

  private TallyQuery.Page page(Connection connection, String after, Position since, int limit)
      throws SQLException {
    Position now = totals.position(connection);
    // One more than a page, to know whether there is a next one.
    FittingPage<MatchTotals> page =
        FittingPage.of(
            totals.page(connection, after, isEarlier(since, now) ? since : null, limit + 1),
            limit,
            TallyQueries::bytes);
    List<MatchTotals> items = page.items();
    return new TallyQuery.Page(
        items,
        page.more() ? TotalsCursor.encode(items.get(items.size() - 1).matchId()) : null,
        now);
  }

  /** A database that was made anew, or brought back to an earlier state, has another past. */
  private static boolean isEarlier(Position since, Position now) {
    return since != null
        && since.versionsFrom() == now.versionsFrom()
        && since.transaction() <= now.transaction();
  }

  private static int bytes(MatchTotals totals) {
    return 100
        + FittingPage.bytes(totals.matchId())
        + totals.teams().stream().mapToInt(team -> 80 + FittingPage.bytes(team.team())).sum();
  }
}
