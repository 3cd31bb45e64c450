package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.PoolClient.Carry;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.Parameters;
import io.sportskk.api.http.ProblemException;
import io.sportskk.kernel.Money;
import io.sportskk.match.Match;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.TallyCommand;
import io.sportskk.tally.TallyQuery;
import io.sportskk.tally.TotalsReply;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Totals of matches. Anyone may read those of one match. */
final class TallyRoutes {

  private static final int MOST = 100;
  private static final String THE_TALLIES = "the tallies";
  private static final Logger LOG = LoggerFactory.getLogger(TallyRoutes.class);

  private final Authentication authentication;
  private final EntityClient entities;
  private final ServiceClient services;
  private final MatchPools pools;
  private final CarryIns carries;

  TallyRoutes(
      Authentication authentication,
      EntityClient entities,
      ServiceClient services,
      MatchPools pools,
      CarryIns carries) {
    this.authentication = authentication;
    this.entities = entities;
    this.services = services;
    this.pools = pools;
    this.carries = carries;
  }

  Route route() {
    return concat(
        path(
            segment("matches").slash(segment()).slash("tally"),
            matchId -> get(() -> totals(matchId))),
        path(
            segment("matches").slash(segment()).slash("tally").slash("history"),
            matchId -> get(() -> history(matchId))),
        path(
            segment("admin").slash("tallies"),
            () -> get(() -> authentication.admin(admin -> extractRequest(this::list)))));
  }

  private Route totals(String matchId) {
    return completeWithFuture(match(matchId).thenCompose(this::totals));
  }

  private Route history(String matchId) {
    return completeWithFuture(match(matchId).thenCompose(this::history));
  }

  /** The tally knows no matches: it would answer for any id that nothing is staked on it. */
  private CompletionStage<Match> match(String matchId) {
    return entities.match(matchId);
  }

  private CompletionStage<HttpResponse> totals(Match match) {
    return entities
        .<TotalsReply>tally(match.matchId(), TallyCommand.GetTotals::new)
        .thenCompose(
            reply -> {
              if (reply instanceof TotalsReply.Found found) {
                return left(match, found.totals())
                    .thenApply(
                        left ->
                            TallyJson.of(found.totals(), Optional.of(MatchPool.of(match)), left))
                    .thenApply(Json::ok);
              }
              throw notAnswering();
            });
  }

  private CompletionStage<HttpResponse> history(Match match) {
    return services
        .<TallyQuery, TallyQuery.HistoryReply>ask(
            TallyQuery.SERVICE,
            THE_TALLIES,
            replyTo -> new TallyQuery.GetHistory(match.matchId(), replyTo))
        .thenApply(
            reply -> {
              if (reply instanceof TallyQuery.History history) {
                return Json.ok(
                    TotalsHistoryJson.of(history.totals(), match.rules(), carryIn(match)));
              }
              throw notAnswering();
            });
  }

  /** As far as it is known here: nobody is asked for the sake of a chart. */
  private Optional<Money> carryIn(Match match) {
    return match.pool().carryFrom() == null || match.course().isVoid()
        ? Optional.of(Money.ZERO)
        : carries.known(match.matchId()).map(Carry::amount);
  }

  /** What another match leaves to this one. Totals are told also while that can't be found out. */
  private CompletionStage<Optional<Money>> left(Match match, MatchTotals totals) {
    String from = match.pool().carryFrom();
    if (from == null || match.course().isVoid()) { // then it stays where it was
      return CompletableFuture.completedFuture(Optional.of(Money.ZERO));
    }
    return carries
        .ask(totals, from)
        .exceptionally(
            failure -> {
              LOG.warn("what match {} leaves to {} is not told", from, match.matchId(), failure);
              return carries.known(match.matchId());
            })
        .thenApply(carry -> carry.map(Carry::amount));
  }

  /** Whoever asks for no page in particular gets the totals of all matches in one answer. */
  private Route list(HttpRequest request) {
    Parameters parameters = Parameters.of(request);
    boolean all = !parameters.has("limit") && !parameters.has("cursor");
    int limit = parameters.limit();
    String cursor = parameters.cursor();
    parameters.end();
    return completeWithFuture(
        all ? find(MOST, null).thenApply(this::allFrom) : find(limit, cursor).thenApply(Json::ok));
  }

  private CompletionStage<PageJson<TallyJson>> find(int limit, String cursor) {
    return services
        .<TallyQuery, TallyQuery.Reply>ask(
            TallyQuery.SERVICE,
            THE_TALLIES,
            replyTo -> new TallyQuery.ListTotals(limit, cursor, null, replyTo))
        .thenApply(
            reply -> {
              if (reply instanceof TallyQuery.Page page) {
                return new PageJson<>(
                    page.items().stream().map(this::json).toList(), page.nextCursor());
              }
              if (reply instanceof TallyQuery.InvalidCursor) {
                throw Parameters.invalidCursor();
              }
              throw notAnswering();
            });
  }

  /** The stream of totals has asked for the rules of all matches that have any. */
  private TallyJson json(MatchTotals totals) {
    return TallyJson.of(
        totals, pools.known(totals.matchId()), carries.known(totals.matchId()).map(Carry::amount));
  }

  /**
   * They are read a page at a time, as fast as the client takes them. If a later page fails, the
   * answer breaks off.
   */
  private HttpResponse allFrom(PageJson<TallyJson> first) {
    if (first.nextCursor() == null) {
      return Json.ok(first);
    }
    return Json.list(
        Pages.from(first, PageJson::nextCursor, cursor -> find(MOST, cursor)).map(PageJson::items));
  }

  private static ProblemException notAnswering() {
    return ErrorHandling.unavailable("The tally does not answer now.").exception();
  }
}
