package io.sportskk.tally;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import io.sportskk.kernel.FittingPage;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.tally.TallyQuery.GetHistory;
import io.sportskk.tally.TallyQuery.ListTotals;
import io.sportskk.tally.TallyQuery.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Answers questions about all matches, and the past of one, from the tally's database. */
final class TallyQueries {

  private static final int MOST = 100;

  /** A history is told anew after this time, or when there may be another point. */
  private static final Duration LATELY = Duration.ofSeconds(10);

  private final JdbcCalls tally;
  private final TotalsPages totals;
  private final RecentHistories histories;

  private TallyQueries(JdbcCalls tally, TallyPoints points, Duration pointEvery) {
    this.tally = tally;
    this.totals = new TotalsPages(tally.timeoutSeconds());
    this.histories =
        new RecentHistories(
            matchId -> tally.run(connection -> points.read(connection, matchId)),
            pointEvery.compareTo(LATELY) < 0 ? pointEvery : LATELY,
            System::nanoTime);
  }

  /**
   * @param tally a query that takes longer than these calls may is answered as {@link
   *     TallyQuery.Unavailable}
   * @param pointEvery how often there may be another point
   */
  static Behavior<TallyQuery> create(JdbcCalls tally, TallyPoints points, Duration pointEvery) {
    return Behaviors.setup(
        ctx -> {
          TallyQueries queries = new TallyQueries(tally, points, pointEvery);
          ctx.getSystem()
              .receptionist()
              .tell(Receptionist.register(TallyQuery.SERVICE, ctx.getSelf()));
          return Behaviors.receive(TallyQuery.class)
              .onMessage(ListTotals.class, queries::onListTotals)
              .onMessage(GetHistory.class, queries::onGetHistory)
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
    // The answer need not come back to the actor: it changes nothing here.
    CompletableFuture<Void> unused =
        tally
            .<TallyQuery.Reply>run(
                connection -> page(connection, after.get(), question.since(), limit))
            .exceptionally(TallyQueries::unavailable)
            .thenAccept(question.replyTo()::tell);
    return Behaviors.same();
  }

  private Behavior<TallyQuery> onGetHistory(GetHistory question) {
    CompletableFuture<Void> unused =
        histories
            .of(question.matchId())
            .<TallyQuery.HistoryReply>thenApply(TallyQuery.History::new)
            .exceptionally(TallyQueries::unavailable)
            .thenAccept(question.replyTo()::tell);
    return Behaviors.same();
  }

  private static TallyQuery.Unavailable unavailable(Throwable failure) {
    return new TallyQuery.Unavailable(JdbcCalls.cause(failure).toString());
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
