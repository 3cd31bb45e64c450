package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.auth.Principal;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.Parameters;
import io.sportskk.api.http.TextRule;
import io.sportskk.ticket.TicketStatus;
import io.sportskk.view.TicketFilter;
import io.sportskk.view.ViewQuery;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Lists of tickets and their histories, out of the administrator's view. */
final class TicketListRoutes {

  private static final List<String> STATUSES =
      Arrays.stream(TicketStatus.values()).map(TicketStatus::label).toList();

  private final Authentication authentication;
  private final ServiceClient services;

  TicketListRoutes(Authentication authentication, ServiceClient services) {
    this.authentication = authentication;
    this.services = services;
  }

  Route route() {
    return concat(
        path("tickets", () -> get(() -> authentication.buyer(this::ownTickets))),
        path(
            segment("tickets").slash(segment()).slash("history"),
            ticketId ->
                get(
                    () ->
                        authentication.buyerOrAdmin(
                            by -> completeWithFuture(history(ticketId, by))))),
        path(
            segment("admin").slash("tickets"),
            () -> get(() -> authentication.admin(admin -> allTickets()))),
        path(
            segment("admin").slash("tickets").slash("refusals"),
            () -> get(() -> authentication.admin(admin -> refusedCancellations()))));
  }

  private Route ownTickets(Principal buyer) {
    return extractRequest(
        request -> {
          Parameters parameters = Parameters.of(request);
          String status = parameters.oneOf("status", STATUSES);
          String matchId = parameters.text("matchId", TextRule.MATCH_ID);
          int limit = parameters.limit();
          String cursor = parameters.cursor();
          parameters.end();
          return completeWithFuture(
              find(new TicketFilter(status, matchId, null, buyer.id(), null, null), limit, cursor));
        });
  }

  private Route allTickets() {
    return extractRequest(
        request -> {
          Parameters parameters = Parameters.of(request);
          TicketFilter filter =
              new TicketFilter(
                  parameters.oneOf("status", STATUSES),
                  parameters.text("matchId", TextRule.MATCH_ID),
                  parameters.text("team", TextRule.TEAM),
                  parameters.text("buyerId", TextRule.BUYER_ID),
                  parameters.instant("from"),
                  parameters.instant("to"));
          int limit = parameters.limit();
          String cursor = parameters.cursor();
          parameters.end();
          return completeWithFuture(find(filter, limit, cursor));
        });
  }

  private Route refusedCancellations() {
    return extractRequest(
        request -> {
          Parameters parameters = Parameters.of(request);
          String matchId = parameters.text("matchId", TextRule.MATCH_ID);
          int limit = parameters.limit();
          String cursor = parameters.cursor();
          parameters.end();
          return completeWithFuture(
              services
                  .<ViewQuery, ViewQuery.Reply>ask(
                      ViewQuery.SERVICE,
                      "the view of all tickets",
                      replyTo -> new ViewQuery.FindRefused(matchId, limit, cursor, replyTo))
                  .thenApply(TicketListRoutes::page));
        });
  }

  private CompletionStage<HttpResponse> find(TicketFilter filter, int limit, String cursor) {
    return services
        .<ViewQuery, ViewQuery.Reply>ask(
            ViewQuery.SERVICE,
            "the view of all tickets",
            replyTo -> new ViewQuery.FindTickets(filter, limit, cursor, replyTo))
        .thenApply(TicketListRoutes::page);
  }

  private CompletionStage<HttpResponse> history(String ticketId, Principal by) {
    TicketRoutes.requireId(ticketId);
    return services
        .<ViewQuery, ViewQuery.Reply>ask(
            ViewQuery.SERVICE,
            "the histories of tickets",
            replyTo -> new ViewQuery.TellHistory(ticketId, replyTo))
        .thenApply(reply -> history(reply, by));
  }

  private static HttpResponse history(ViewQuery.Reply reply, Principal by) {
    boolean office = by.is(Principal.Role.ADMIN);
    if (reply instanceof ViewQuery.History history
        && (office || history.purchase().buyerId().equals(by.id()))) {
      return Json.ok(HistoryJson.of(history, office));
    }
    if (reply instanceof ViewQuery.History || reply instanceof ViewQuery.NoSuchTicket) {
      throw TicketRoutes.noSuchTicket();
    }
    throw ErrorHandling.unavailable("The journal does not answer now.").exception();
  }

  private static HttpResponse page(ViewQuery.Reply reply) {
    if (reply instanceof ViewQuery.Page page) {
      return Json.ok(
          new PageJson<>(page.items().stream().map(TicketJson::of).toList(), page.nextCursor()));
    }
    if (reply instanceof ViewQuery.RefusedPage page) {
      return Json.ok(
          new PageJson<>(
              page.items().stream().map(RefusalsJson.Cancellation::of).toList(),
              page.nextCursor()));
    }
    if (reply instanceof ViewQuery.InvalidCursor) {
      throw Parameters.invalidCursor();
    }
    throw ErrorHandling.unavailable("The view of all tickets does not answer now.").exception();
  }
}
