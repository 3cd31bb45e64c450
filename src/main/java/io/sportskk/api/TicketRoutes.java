package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathEnd;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.auth.Principal;
import io.sportskk.api.http.Correlation;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.Fields;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.Problem;
import io.sportskk.api.http.ProblemException;
import io.sportskk.api.http.ProblemType;
import io.sportskk.api.http.TextRule;
import io.sportskk.kernel.Money;
import io.sportskk.ticket.CancelReply;
import io.sportskk.ticket.GetReply;
import io.sportskk.ticket.Ticket;
import io.sportskk.ticket.TicketCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Single tickets: buy, look up, cancel. */
final class TicketRoutes {

  private final Authentication authentication;
  private final EntityClient entities;
  private final TicketIds ids;
  private final ApiSettings.Stakes stakes;

  TicketRoutes(
      Authentication authentication,
      EntityClient entities,
      TicketIds ids,
      ApiSettings.Stakes stakes) {
    this.authentication = authentication;
    this.entities = entities;
    this.ids = ids;
    this.stakes = stakes;
  }

  Route route() {
    return pathPrefix(
        "tickets",
        () ->
            concat(
                pathEnd(() -> post(() -> authentication.buyer(this::buy))),
                path(
                    segment(),
                    ticketId -> get(() -> authentication.buyerOrAdmin(by -> find(ticketId, by)))),
                path(
                    segment().slash("cancel"),
                    ticketId ->
                        post(
                            () ->
                                authentication.buyer(
                                    buyer -> cancel(ticketId, buyer),
                                    admin -> cancelInVain(ticketId, admin))))));
  }

  private Route buy(Principal buyer) {
    return extractRequest(request -> completeWithFuture(buy(request, buyer)));
  }

  private CompletionStage<HttpResponse> buy(HttpRequest request, Principal buyer) {
    String key = idempotencyKey(request);
    Fields body = Fields.of(request);
    String matchId = body.text("matchId", TextRule.MATCH_ID);
    String team = body.text("team", TextRule.TEAM);
    long stake = body.wholeNumber("stake");
    body.end();
    if (stake < 0) {
      throw PurchaseAnswer.stakeOutOfBounds(stakes.min(), stakes.max(), stakes.step()).exception();
    }
    String ticketId = key == null ? ids.next() : TicketIds.named(buyer.id(), key);
    String correlationId = Correlation.of(request);
    PurchaseAnswer answer = new PurchaseAnswer(ticketId, key != null);
    return entities
        .buy(
            ticketId,
            (replyTo, answerBy) ->
                new TicketCommand.Buy(
                    buyer.id(), matchId, team, Money.won(stake), correlationId, answerBy, replyTo))
        .handle(
            (reply, error) -> error == null ? answer.to(reply, correlationId) : answer.none(error));
  }

  private Route find(String ticketId, Principal by) {
    requireId(ticketId);
    return completeWithFuture(
        entities
            .<GetReply>ticket(ticketId, TicketCommand.Get::new)
            .thenApply(reply -> Json.ok(TicketJson.of(visible(reply, by)))));
  }

  /** The ticket, if the caller may see it. */
  static Ticket visible(GetReply reply, Principal by) {
    if (reply instanceof GetReply.Found found
        && (by.is(Principal.Role.ADMIN) || found.ticket().purchase().buyerId().equals(by.id()))) {
      return found.ticket();
    }
    throw noSuchTicket();
  }

  private Route cancel(String ticketId, Principal buyer) {
    requireId(ticketId);
    return Correlation.correlated(
        correlationId ->
            completeWithFuture(
                entities
                    .cancel(
                        ticketId,
                        (replyTo, answerBy) ->
                            new TicketCommand.Cancel(buyer.id(), correlationId, answerBy, replyTo))
                    .thenApply(TicketRoutes::cancelled)));
  }

  /** He can't, which the ticket is told so that it is kept if it is too late for anybody. */
  private Route cancelInVain(String ticketId, Principal admin) {
    if (!TextRule.TICKET_ID.accepts(ticketId)) {
      throw Authentication.onlyBuyers();
    }
    return Correlation.correlated(
        correlationId ->
            completeWithFuture(
                entities
                    .<CancelReply>ticket(
                        ticketId,
                        replyTo ->
                            new TicketCommand.CancelInVain(admin.id(), correlationId, replyTo))
                    .thenApply(
                        reply -> {
                          throw Authentication.onlyBuyers();
                        })));
  }

  private static HttpResponse cancelled(CancelReply reply) {
    if (reply instanceof CancelReply.Cancelled cancelled) {
      return Json.ok(TicketAndBalanceJson.of(cancelled.ticket(), cancelled.balance()));
    }
    if (reply instanceof CancelReply.Cancelling cancelling) {
      return Json.response(202, TicketJson.of(cancelling.ticket()))
          .addHeader(Json.retryAfter(cancelling.retryAfter()));
    }
    if (reply instanceof CancelReply.Undecided undecided) {
      return Json.response(
          202, TicketJson.of(undecided.ticket())); // nobody knows when to ask again
    }
    if (reply instanceof CancelReply.SalesSuspended suspended) {
      throw PurchaseAnswer.SALES_SUSPENDED
          .with("ticketId", suspended.ticket().purchase().ticketId())
          .exception();
    }
    if (reply instanceof CancelReply.TooLate tooLate) {
      throw ProblemType.TOO_LATE_TO_CANCEL
          .because(
              "The ticket is "
                  + tooLate.ticket().status().label()
                  + ", and the time in which it could be cancelled is over.")
          .with("ticketId", tooLate.ticket().purchase().ticketId())
          .exception();
    }
    if (reply instanceof CancelReply.SalesUnavailable) {
      throw ErrorHandling.unavailable(
              "It is not known at the moment whether sales are closed. Nothing was cancelled.")
          .exception();
    }
    throw noSuchTicket();
  }

  /** Null if there is none. */
  private static String idempotencyKey(HttpRequest request) {
    List<String> values = new ArrayList<>();
    for (HttpHeader header : request.getHeaders()) {
      if (header.is("idempotency-key")) {
        values.add(header.value());
      }
    }
    if (values.isEmpty()) {
      return null;
    }
    if (values.size() > 1 || !TextRule.IDEMPOTENCY_KEY.accepts(values.get(0))) {
      throw ProblemType.invalid(
              List.of(
                  Problem.Part.ofHeader(
                      "Idempotency-Key",
                      "must be given once and be " + TextRule.IDEMPOTENCY_KEY.wanted())))
          .exception();
    }
    return values.get(0);
  }

  static void requireId(String ticketId) {
    if (!TextRule.TICKET_ID.accepts(ticketId)) {
      throw noSuchTicket();
    }
  }

  static ProblemException noSuchTicket() {
    return ProblemType.TICKET_NOT_FOUND
        .because("There is no ticket with this id, or it is somebody else's.")
        .exception();
  }
}
