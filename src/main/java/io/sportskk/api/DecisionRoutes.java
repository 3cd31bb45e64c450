package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.auth.Principal;
import io.sportskk.api.http.Correlation;
import io.sportskk.api.http.Fields;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.ProblemType;
import io.sportskk.api.http.TextRule;
import io.sportskk.ticket.DecideReply;
import io.sportskk.ticket.ReversalDecision;
import io.sportskk.ticket.Ticket;
import io.sportskk.ticket.TicketCommand;
import io.sportskk.ticket.TicketStatus;
import java.util.concurrent.CompletionStage;

/** What administrators decide of tickets of which payment can't tell whether they were charged. */
final class DecisionRoutes {

  private final Authentication authentication;
  private final EntityClient entities;

  DecisionRoutes(Authentication authentication, EntityClient entities) {
    this.authentication = authentication;
    this.entities = entities;
  }

  Route route() {
    return path(
        segment("admin").slash("tickets").slash(segment()).slash("decision"),
        ticketId -> post(() -> authentication.admin(admin -> decide(ticketId, admin))));
  }

  private Route decide(String ticketId, Principal admin) {
    return extractRequest(request -> completeWithFuture(decide(request, ticketId, admin)));
  }

  private CompletionStage<HttpResponse> decide(
      HttpRequest request, String ticketId, Principal admin) {
    TicketRoutes.requireId(ticketId);
    Fields body = Fields.of(request);
    ReversalDecision decision = body.oneOf("decision", ReversalDecision.class);
    String note = body.optionalText("note", TextRule.NOTE);
    body.end();
    String correlationId = Correlation.of(request);
    return entities
        .<DecideReply>ticket(
            ticketId,
            replyTo -> new TicketCommand.Decide(decision, admin.id(), note, correlationId, replyTo))
        .thenApply(DecisionRoutes::answer);
  }

  private static HttpResponse answer(DecideReply reply) {
    if (reply instanceof DecideReply.Decided decided) {
      Ticket ticket = decided.ticket();
      HttpResponse response =
          Json.response(
              ticket.status() == TicketStatus.CANCELLED ? 200 : 202, TicketJson.of(ticket));
      return decided.replayed() ? response.addHeader(Json.replayed()) : response;
    }
    if (reply instanceof DecideReply.OtherDecision other) {
      throw ProblemType.DECIDED_OTHERWISE
          .because(
              "%s has decided %s at %s, which stands."
                  .formatted(other.decidedBy(), other.decision(), other.at()))
          .with("ticketId", other.ticket().purchase().ticketId())
          .exception();
    }
    if (reply instanceof DecideReply.NotUndecided not) {
      throw ProblemType.NOTHING_TO_DECIDE
          .because(
              "The ticket is "
                  + not.ticket().status().label()
                  + ". Only of one that is Undecided, something is to be decided.")
          .with("ticketId", not.ticket().purchase().ticketId())
          .exception();
    }
    throw TicketRoutes.noSuchTicket();
  }
}
