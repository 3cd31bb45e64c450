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
import io.sportskk.api.http.Correlation;
import io.sportskk.api.http.Fields;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.Problem;
import io.sportskk.api.http.ProblemType;
import io.sportskk.api.http.TextRule;
import io.sportskk.kernel.Money;
import io.sportskk.payment.ApproveReply;
import io.sportskk.payment.WalletCommand;
import io.sportskk.payment.WalletRules;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Supervisors, who are administrators, approve large stakes of buyers ahead. */
final class ApprovalRoutes {

  private final Authentication authentication;
  private final EntityClient entities;

  ApprovalRoutes(Authentication authentication, EntityClient entities) {
    this.authentication = authentication;
    this.entities = entities;
  }

  /**
   * @param upTo in KRW
   * @param by the administrator
   */
  record StakeApprovalJson(
      String approvalId, String buyerId, long upTo, String reason, String by, Instant validUntil) {}

  Route route() {
    return path(
        segment("admin").slash("wallets").slash(segment()).slash("stake-approvals"),
        buyerId ->
            post(
                () ->
                    authentication.admin(
                        admin ->
                            extractRequest(
                                request ->
                                    completeWithFuture(approve(request, buyerId, admin.id()))))));
  }

  private CompletionStage<HttpResponse> approve(HttpRequest request, String buyerId, String by) {
    WalletRoutes.requireBuyerId(buyerId);
    Fields body = Fields.of(request);
    String approvalId = body.text("approvalId", TextRule.APPROVAL_ID);
    long upTo = body.wholeNumber("upTo", 1, WalletRules.MOST.won());
    String reason = body.text("reason", TextRule.REASON);
    body.end();
    String correlationId = Correlation.of(request);
    return entities
        .<ApproveReply>wallet(
            buyerId,
            replyTo ->
                new WalletCommand.ApproveStake(
                    approvalId, Money.won(upTo), reason, by, correlationId, replyTo))
        .thenApply(
            reply -> {
              if (reply instanceof ApproveReply.Approved approved) {
                StakeApprovalJson json =
                    new StakeApprovalJson(
                        approvalId, buyerId, upTo, reason, by, approved.validUntil());
                return approved.replayed()
                    ? Json.ok(json).addHeader(Json.replayed())
                    : Json.response(201, json);
              }
              throw problem(reply).exception();
            });
  }

  private static Problem problem(ApproveReply reply) {
    if (reply instanceof ApproveReply.OwnStake) {
      return ProblemType.SECOND_PERSON_NEEDED.because("Nobody approves a stake of his own.");
    }
    if (reply instanceof ApproveReply.TooManyOpen open) {
      return ProblemType.TOO_MANY_APPROVALS.because(
          "%d approvals of the buyer can be used; the next of them lapses at %s, if it is not used before."
              .formatted(open.most(), open.roomFrom()));
    }
    if (reply instanceof ApproveReply.TooManyRemembered remembered) {
      return ProblemType.TOO_MANY_APPROVALS.because(
          "The wallet remembers %d approvals, and takes the next one from %s on."
              .formatted(remembered.most(), remembered.roomFrom()));
    }
    if (reply instanceof ApproveReply.NotNeeded not) {
      return ProblemType.APPROVAL_NOT_NEEDED
          .because(
              not.from() == null
                  ? "No stake needs an approval."
                  : "Only stakes from %s on need an approval.".formatted(not.from()))
          .withErrors(
              List.of(Problem.Part.ofBody("/upTo", "must be of a stake that needs an approval")));
    }
    return ProblemType.APPROVAL_ID_REUSED
        .because("There is an approval of another amount, reason or supervisor with this id.")
        .withErrors(List.of(Problem.Part.ofBody("/approvalId", "must be new for a new approval")));
  }
}
