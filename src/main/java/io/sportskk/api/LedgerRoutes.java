package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.auth.Principal;
import io.sportskk.api.http.Csv;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.Parameters;
import io.sportskk.api.http.TextRule;
import io.sportskk.ledger.Account;
import io.sportskk.ledger.EntryFilter;
import io.sportskk.ledger.EntryKind;
import io.sportskk.ledger.LedgerQuery;
import io.sportskk.ledger.LedgerQuery.AccountPage;
import io.sportskk.ledger.LedgerQuery.Balanced;
import io.sportskk.ledger.LedgerQuery.EntryPage;
import io.sportskk.ledger.LedgerQuery.GivenBack;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The ledger: all of it for administrators, and for a buyer the statement of the own wallet. */
final class LedgerRoutes {

  private static final List<String> KINDS =
      Arrays.stream(EntryKind.values()).map(EntryKind::name).toList();
  private static final List<String> CAUSES =
      Arrays.stream(ReturnCause.values()).map(ReturnCause::name).toList();

  private final Authentication authentication;
  private final EntityClient entities;
  private final ServiceClient services;

  LedgerRoutes(Authentication authentication, EntityClient entities, ServiceClient services) {
    this.authentication = authentication;
    this.entities = entities;
    this.services = services;
  }

  Route route() {
    return concat(
        path(
            segment("wallet").slash("transactions"),
            () -> get(() -> authentication.buyer(this::statement))),
        admin("accounts", this::accounts),
        admin("transactions", this::transactions),
        admin("transactions.csv", this::file),
        admin("trial-balance", this::trialBalance),
        path(
            segment("admin").slash("matches").slash(segment()).slash("returns"),
            matchId ->
                get(() -> authentication.admin(admin -> completeWithFuture(returns(matchId))))));
  }

  private Route admin(String name, Function<HttpRequest, CompletionStage<HttpResponse>> answer) {
    return path(
        segment("admin").slash("ledger").slash(name),
        () ->
            get(
                () ->
                    authentication.admin(
                        admin ->
                            extractRequest(request -> completeWithFuture(answer.apply(request))))));
  }

  private Route statement(Principal buyer) {
    return extractRequest(
        request -> {
          Parameters parameters = Parameters.of(request);
          int limit = parameters.limit();
          String cursor = parameters.cursor();
          parameters.end();
          return completeWithFuture(
              find(EntryFilter.of(Account.wallet(buyer.id())), limit, cursor)
                  .thenApply(
                      page ->
                          Json.ok(
                              new PageJson<>(
                                  page.items().stream().map(LedgerJson.StatementLine::of).toList(),
                                  page.nextCursor()))));
        });
  }

  private CompletionStage<HttpResponse> accounts(HttpRequest request) {
    Parameters parameters = Parameters.of(request);
    String prefix = parameters.text("prefix", TextRule.ACCOUNT_PREFIX);
    int limit = parameters.limit();
    String cursor = parameters.cursor();
    parameters.end();
    return this.<AccountPage>ask(
            AccountPage.class,
            replyTo ->
                new LedgerQuery.ListAccounts(prefix == null ? "" : prefix, limit, cursor, replyTo))
        .thenApply(page -> Json.ok(new PageJson<>(page.items(), page.nextCursor())));
  }

  private CompletionStage<HttpResponse> transactions(HttpRequest request) {
    Parameters parameters = Parameters.of(request);
    EntryFilter filter = filter(parameters);
    int limit = parameters.limit();
    String cursor = parameters.cursor();
    parameters.end();
    return find(filter, limit, cursor)
        .thenApply(page -> Json.ok(new PageJson<>(page.items(), page.nextCursor())));
  }

  private CompletionStage<HttpResponse> file(HttpRequest request) {
    Parameters parameters = Parameters.of(request);
    EntryFilter filter = filter(parameters);
    parameters.end();
    return find(filter, LedgerQuery.MOST, null)
        .thenApply(
            first ->
                Csv.file(
                    "ledger.csv",
                    LedgerJson.COLUMNS,
                    Pages.from(
                            first,
                            EntryPage::nextCursor,
                            cursor -> find(filter, LedgerQuery.MOST, cursor))
                        .map(page -> page.items().stream().map(LedgerJson::line).toList())));
  }

  private CompletionStage<HttpResponse> trialBalance(HttpRequest request) {
    Parameters parameters = Parameters.of(request);
    Instant at = parameters.instant("at");
    parameters.end();
    return this.<Balanced>ask(
            Balanced.class, replyTo -> new LedgerQuery.GetTrialBalance(at, replyTo))
        .thenApply(reply -> Json.ok(LedgerJson.TrialBalanceJson.of(at, reply.balance())));
  }

  private CompletionStage<HttpResponse> returns(String matchId) {
    return entities
        .match(matchId)
        .thenCompose(
            match ->
                this.<GivenBack>ask(
                    GivenBack.class, replyTo -> new LedgerQuery.GetReturns(matchId, replyTo)))
        .thenApply(reply -> Json.ok(ReturnsJson.of(matchId, reply.returns())));
  }

  private static EntryFilter filter(Parameters parameters) {
    String account = parameters.text("account", TextRule.ACCOUNT);
    String kind = parameters.oneOf("kind", KINDS);
    String cause = parameters.oneOf("cause", CAUSES);
    return new EntryFilter(
        // What is not right is refused when all parameters are read.
        Optional.ofNullable(account).flatMap(Account::named).orElse(null),
        parameters.text("matchId", TextRule.MATCH_ID),
        parameters.text("ticketId", TextRule.TICKET_ID),
        parameters.text("correlationId", TextRule.CORRELATION_ID),
        KINDS.contains(kind) ? EntryKind.valueOf(kind) : null,
        CAUSES.contains(cause) ? ReturnCause.valueOf(cause) : null,
        parameters.instant("from"),
        parameters.instant("to"));
  }

  private CompletionStage<EntryPage> find(EntryFilter filter, int limit, String cursor) {
    return ask(
        EntryPage.class, replyTo -> new LedgerQuery.FindEntries(filter, limit, cursor, replyTo));
  }

  private <R extends LedgerQuery.Reply> CompletionStage<R> ask(
      Class<R> expected, Function<ActorRef<LedgerQuery.Reply>, LedgerQuery> question) {
    return services
        .<LedgerQuery, LedgerQuery.Reply>ask(LedgerQuery.SERVICE, "the ledger", question::apply)
        .thenApply(
            reply -> {
              if (expected.isInstance(reply)) {
                return expected.cast(reply);
              }
              if (reply instanceof LedgerQuery.InvalidCursor) {
                throw Parameters.invalidCursor();
              }
              throw ErrorHandling.unavailable("The ledger does not answer now.").exception();
            });
  }
}
