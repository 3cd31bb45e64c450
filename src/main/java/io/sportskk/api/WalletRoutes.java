package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
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
import io.sportskk.api.http.Problem;
import io.sportskk.api.http.ProblemType;
import io.sportskk.api.http.TextRule;
import io.sportskk.kernel.Money;
import io.sportskk.payment.DepositReply;
import io.sportskk.payment.Wallet;
import io.sportskk.payment.WalletCommand;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Wallets: buyers see their own, administrators pay money in. */
final class WalletRoutes {

  /** So that no number of deposits that can be made overflows a balance. */
  private static final long MOST_DEPOSITED = 1_000_000_000_000L;

  private final Authentication authentication;
  private final EntityClient entities;

  WalletRoutes(Authentication authentication, EntityClient entities) {
    this.authentication = authentication;
    this.entities = entities;
  }

  /**
   * @param amount in KRW
   * @param balance in KRW, after it
   */
  record DepositJson(String depositId, String buyerId, long amount, long balance) {}

  Route route() {
    return concat(
        path("wallet", () -> get(() -> authentication.buyer(this::own))),
        path(
            segment("admin").slash("wallets").slash(segment()).slash("deposits"),
            buyerId -> post(() -> authentication.admin(admin -> deposit(buyerId)))));
  }

  private Route own(Principal buyer) {
    return completeWithFuture(
        entities
            .<Wallet>wallet(buyer.id(), WalletCommand.GetWallet::new)
            .thenApply(wallet -> Json.ok(WalletJson.of(wallet))));
  }

  private Route deposit(String buyerId) {
    return extractRequest(request -> completeWithFuture(deposit(request, buyerId)));
  }

  static void requireBuyerId(String buyerId) {
    if (!TextRule.BUYER_ID.accepts(buyerId)) {
      throw ProblemType.invalid(
              List.of(Problem.Part.ofParameter("buyerId", "must be " + TextRule.BUYER_ID.wanted())))
          .exception();
    }
  }

  private CompletionStage<HttpResponse> deposit(HttpRequest request, String buyerId) {
    requireBuyerId(buyerId);
    Fields body = Fields.of(request);
    String depositId = body.text("depositId", TextRule.DEPOSIT_ID);
    long amount = body.wholeNumber("amount", 1, MOST_DEPOSITED);
    body.end();
    String correlationId = Correlation.of(request);
    return entities
        .<DepositReply>wallet(
            buyerId,
            replyTo ->
                new WalletCommand.Deposit(depositId, Money.won(amount), correlationId, replyTo))
        .thenApply(
            reply -> {
              if (reply instanceof DepositReply.Deposited deposited) {
                DepositJson json =
                    new DepositJson(depositId, buyerId, amount, deposited.balance().won());
                return deposited.replayed()
                    ? Json.ok(json).addHeader(Json.replayed())
                    : Json.response(201, json);
              }
              if (reply instanceof DepositReply.TooMuch tooMuch) {
                throw ProblemType.WALLET_FULL
                    .because("The wallet would hold more than a wallet can.")
                    .withErrors(
                        List.of(
                            Problem.Part.ofBody(
                                "/amount", "must be " + tooMuch.most().won() + " KRW at most")))
                    .exception();
              }
              if (reply instanceof DepositReply.TooMany tooMany) {
                throw ProblemType.TOO_MANY_DEPOSITS
                    .because(
                        "The wallet remembers %d deposits, and takes the next one from %s on."
                            .formatted(tooMany.most(), tooMany.roomFrom()))
                    .exception();
              }
              if (reply instanceof DepositReply.LimitExceeded exceeded) {
                throw ProblemType.DEPOSIT_LIMIT_EXCEEDED
                    .because(
                        "More would be paid in than %s allows, which is free again at %s."
                            .formatted(LimitsJson.nameOf(exceeded.kind()), exceeded.freeAgainAt()))
                    .withErrors(
                        List.of(
                            Problem.Part.ofBody(
                                "/amount", "must be " + exceeded.left().won() + " KRW at most")))
                    .exception();
              }
              if (reply instanceof DepositReply.Excluded excluded) {
                throw ProblemType.BUYER_EXCLUDED
                    .because("The buyer is excluded from play until " + excluded.until() + ".")
                    .exception();
              }
              throw ProblemType.DEPOSIT_ID_REUSED
                  .because("There is a deposit of another amount with this id.")
                  .withErrors(
                      List.of(Problem.Part.ofBody("/depositId", "must be new for a new deposit")))
                  .exception();
            });
  }
}
