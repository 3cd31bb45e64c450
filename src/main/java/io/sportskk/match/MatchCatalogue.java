package io.sportskk.match;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.FittingPage;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.kernel.PageCursor;
import io.sportskk.match.CatalogueQuery.ListChanges;
import io.sportskk.match.CatalogueQuery.ListMatches;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists matches, and what changes of them, from the catalogue's table. */
final class MatchCatalogue {

  private static final Logger LOG = LoggerFactory.getLogger(MatchCatalogue.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int MOST = 100;

  private final MatchCatalogueRepository catalogue = new MatchCatalogueRepository();
  private final AllSalesRepository allSales = new AllSalesRepository();
  private final JdbcCalls journal;
  private final Clock clock;

  private MatchCatalogue(JdbcCalls journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  static Behavior<CatalogueQuery> create(DataSource journal, Clock clock) {
    return Behaviors.setup(
        ctx -> {
          MatchCatalogue queries =
              new MatchCatalogue(
                  new JdbcCalls(Bulkhead.JOURNAL_QUERIES.of(ctx.getSystem()), journal, TIMEOUT),
                  clock);
          ctx.getSystem()
              .receptionist()
              .tell(Receptionist.register(CatalogueQuery.SERVICE, ctx.getSelf()));
          return Behaviors.receive(CatalogueQuery.class)
              .onMessage(ListMatches.class, queries::onListMatches)
              .onMessage(ListChanges.class, queries::onListChanges)
              .build();
        });
  }

  private Behavior<CatalogueQuery> onListMatches(ListMatches query) {
    Optional<PageCursor> after = Optional.ofNullable(query.cursor()).flatMap(PageCursor::decode);
    if (query.cursor() != null && after.isEmpty()) {
      query.replyTo().tell(new CatalogueQuery.InvalidCursor());
      return Behaviors.same();
    }
    int limit = Math.max(1, Math.min(query.limit(), MOST));
    // The reply is sent from the thread that has it: there is no state to come back to.
    CompletableFuture<Void> unused =
        journal
            .<CatalogueQuery.Reply>run(
                connection -> page(connection, after.orElse(null), query.status(), limit))
            .exceptionally(MatchCatalogue::unavailable)
            .thenAccept(query.replyTo()::tell);
    return Behaviors.same();
  }

  private CatalogueQuery.Page page(
      Connection connection, PageCursor after, MatchStatus status, int limit) throws SQLException {
    // One more than a page, to know whether there is a next one.
    MatchCatalogueRepository.Page asked =
        new MatchCatalogueRepository.Page(after, status, clock.instant(), limit + 1);
    List<Match> found = catalogue.page(connection, asked, journal.timeoutSeconds());
    FittingPage<Match> page = FittingPage.of(found, limit, MatchCatalogue::bytes);
    if (!page.more()) {
      return new CatalogueQuery.Page(page.items(), null);
    }
    Match last = page.items().get(page.items().size() - 1);
    return new CatalogueQuery.Page(
        page.items(), new PageCursor(last.closesAt(), last.matchId()).encode());
  }

  private Behavior<CatalogueQuery> onListChanges(ListChanges query) {
    CompletableFuture<Void> unused =
        journal
            .<CatalogueQuery.Reply>run(connection -> changes(connection, query.since()))
            .exceptionally(MatchCatalogue::unknown)
            .thenAccept(query.replyTo()::tell);
    return Behaviors.same();
  }

  private CatalogueQuery.Changes changes(Connection connection, Long since) throws SQLException {
    int timeout = journal.timeoutSeconds();
    boolean allSuspended =
        allSales.last(connection, 1, timeout).stream().anyMatch(AllSales.Step::suspended);
    long newest = catalogue.version(connection, timeout);
    // Whoever knows of later changes knows them from a database that is no more.
    if (since == null || since >= newest) {
      return new CatalogueQuery.Changes(List.of(), newest, false, allSuspended);
    }
    // One more than are told, to know whether there are others.
    List<MatchCatalogueRepository.Change> found =
        catalogue.changedSince(connection, since, MOST + 1, timeout);
    FittingPage<MatchCatalogueRepository.Change> page =
        FittingPage.of(found, MOST, change -> bytes(change.match()));
    List<MatchCatalogueRepository.Change> told = page.items();
    return new CatalogueQuery.Changes(
        told.stream().map(MatchCatalogueRepository.Change::match).toList(),
        told.isEmpty() ? newest : told.get(told.size() - 1).number(),
        page.more(),
        allSuspended);
  }

  /** A match may have many teams with long names, and notes. */
  private static int bytes(Match match) {
    Course course = match.course();
    return 1_000
        + FittingPage.bytes(match.matchId())
        + FittingPage.bytes(match.name())
        + match.teams().stream()
            .mapToInt(team -> 20 + FittingPage.bytes(team.code()) + FittingPage.bytes(team.name()))
            .sum()
        + (course.suspended() == null ? 0 : FittingPage.bytes(course.suspended().reason()))
        + (course.voiding() == null ? 0 : FittingPage.bytes(course.voiding().note()))
        + (course.result() == null
            ? 0
            : 20 * course.result().winners().size() + FittingPage.bytes(course.result().source()))
        + bytes(course.corrections());
  }

  private static int bytes(Course.Corrections corrections) {
    Course.Proposed proposed = corrections.proposed();
    return FittingPage.bytes(corrections.reason())
        + (proposed == null
            ? 0
            : 20 * proposed.winners().size()
                + FittingPage.bytes(proposed.source())
                + FittingPage.bytes(proposed.reason()));
  }

  /** Each gateway asks once a second, and says itself when it is not told any more. */
  private static CatalogueQuery.Reply unknown(Throwable failure) {
    String cause = JdbcCalls.cause(failure).toString();
    LOG.debug("What has changed is not known: {}", cause);
    return new CatalogueQuery.Unavailable(cause);
  }

  private static CatalogueQuery.Reply unavailable(Throwable failure) {
    String cause = JdbcCalls.cause(failure).toString();
    LOG.warn("The catalogue's database does not answer: {}", cause);
    return new CatalogueQuery.Unavailable(cause);
  }
}
