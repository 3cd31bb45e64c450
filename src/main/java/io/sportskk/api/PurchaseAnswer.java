package io.sportskk.api;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.Problem;
import io.sportskk.api.http.ProblemType;
import io.sportskk.ticket.BuyReply;
import io.sportskk.ticket.Sales;
import io.sportskk.ticket.TicketStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * Renders the answer to one purchase.
 *
 * @param keyed whether the client sent an idempotency key, so that the same request can be repeated
 *     without buying twice
 */
record PurchaseAnswer(String ticketId, boolean keyed) {

  private static final Duration SOON = Duration.ofSeconds(1);

  /** Nobody knows for how long: no purchase or cancellation is to be repeated by a machine soon. */
  static final Problem SALES_SUSPENDED =
      ProblemType.SALES_SUSPENDED
          .because(
              "While sales are suspended no ticket of the match is sold or cancelled. Nothing was"
                  + " done; try again later.")
          .retryableAfter(Duration.ofSeconds(10));

  private static final Map<Sales.Refusal, Problem> NOT_ON_SALE =
      Map.of(
          Sales.Refusal.UNKNOWN_MATCH,
          ProblemType.UNKNOWN_MATCH
              .because("No match has this id.")
              .withErrors(List.of(Problem.Part.ofBody("/matchId", "must be the id of a match"))),
          Sales.Refusal.UNKNOWN_TEAM,
          ProblemType.UNKNOWN_TEAM
              .because("No team of the match has this code.")
              .withErrors(
                  List.of(Problem.Part.ofBody("/team", "must be the code of a team of the match"))),
          Sales.Refusal.SALES_NOT_OPEN,
          ProblemType.SALES_NOT_OPEN.because("Sales open later; see opensAt of the match."),
          Sales.Refusal.SALES_SUSPENDED,
          SALES_SUSPENDED,
          Sales.Refusal.ALL_SALES_SUSPENDED,
          ProblemType.SALES_SUSPENDED
              .because(
                  "All sales are suspended: no ticket of any match is sold or cancelled. Nothing was"
                      + " done; try again later.")
              .retryableAfter(Duration.ofSeconds(10)),
          Sales.Refusal.SALES_CLOSED,
          ProblemType.SALES_CLOSED.because("No more tickets of this match are sold."));

  private static final Map<String, Problem> REFUSED =
      Map.of(
          "INSUFFICIENT_FUNDS",
          ProblemType.INSUFFICIENT_FUNDS.because(
              "The wallet holds less than the stake. Nothing was charged."),
          "MATCH_LIMIT_EXCEEDED",
          ProblemType.MATCH_LIMIT_EXCEEDED.because(
              "With this ticket the buyer would stake more on the match than one buyer may."
                  + " Nothing was charged."),
          "STAKE_LIMIT_EXCEEDED",
          ProblemType.STAKE_LIMIT_EXCEEDED.because(
              "With this ticket the buyer would stake more in the day, the week or the month than"
                  + " he or the house allows. Nothing was charged; GET /wallet/limits tells what is left, and"
                  + " when it is free again."),
          "LOSS_LIMIT_EXCEEDED",
          ProblemType.LOSS_LIMIT_EXCEEDED.because(
              "With this ticket the buyer could lose more in the day, the week or the month than"
                  + " he or the house allows. Nothing was charged; GET /wallet/limits tells what is left, and"
                  + " when it is free again."),
          "TIME_LIMIT_EXCEEDED",
          ProblemType.TIME_LIMIT_EXCEEDED.because(
              "The buyer has played in the day for as long as he or the house allows. Nothing was"
                  + " charged; GET /wallet/limits tells when he can play again."),
          "SELF_EXCLUDED",
          ProblemType.SELF_EXCLUDED.because(
              "Nothing was charged; GET /wallet/limits tells until when the buyer is excluded."),
          "SUPERVISOR_NEEDED",
          ProblemType.SUPERVISOR_NEEDED.because(
              "A stake of so much needs an approval of a supervisor, and there is none. Nothing was"
                  + " charged; GET /wallet/limits tells from which stake on that is so, and what is"
                  + " approved. With an approval, buy anew."));

  static Problem stakeOutOfBounds(long min, long max, long step) {
    String rule = "a multiple of " + step + " KRW from " + min + " to " + max;
    return ProblemType.STAKE_OUT_OF_BOUNDS
        .because("A stake is " + rule + ".")
        .with("minStake", min)
        .with("maxStake", max)
        .with("stakeUnit", step)
        .withErrors(List.of(Problem.Part.ofBody("/stake", "must be " + rule)));
  }

  HttpResponse to(BuyReply reply, String correlationId) {
    if (reply instanceof BuyReply.Taken taken) {
      return taken(taken, correlationId);
    }
    throw refusal(reply).exception();
  }

  /** There was no reply: whether the ticket was bought is not known. */
  HttpResponse none(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (!(cause instanceof TimeoutException)) {
      throw new CompletionException(cause);
    }
    Problem problem =
        keyed
            ? ProblemType.UNAVAILABLE
                .because(
                    "It is not known yet whether the ticket was bought. Repeat the request with the"
                        + " same Idempotency-Key: the ticket is bought once.")
                .retryableAfter(SOON)
            // Repeated without a key, it would be another purchase.
            : ProblemType.UNAVAILABLE
                .because(
                    "It is not known yet whether the ticket was bought. Look it up by its id before"
                        + " buying again; with an Idempotency-Key the request could be repeated.")
                .withHeader("Retry-After", Long.toString(SOON.toSeconds()));
    throw problem
        .with("ticketId", ticketId)
        .withHeader("Location", "/tickets/" + ticketId)
        .exception();
  }

  private HttpResponse taken(BuyReply.Taken taken, String correlationId) {
    TicketStatus status = taken.ticket().status();
    HttpResponse response;
    if (status == TicketStatus.REJECTED) {
      response = rejected(taken).response(correlationId);
    } else if (isCancelled(status) && !taken.wasApproved()) {
      response = cancelled(taken).response(correlationId);
    } else {
      String path = TicketJson.path(ticketId);
      // A ticket that was cancelled since it was paid was bought all the same.
      response =
          Json.response(
              status == TicketStatus.PENDING ? 202 : 201,
              TicketAndBalanceJson.of(taken.ticket(), taken.balance()));
      if (status == TicketStatus.PENDING) {
        response =
            response
                .addHeader(Json.retryAfter(taken.retryAfter()))
                .addHeader(RawHeader.create("Link", "<" + path + "/events>; rel=\"monitor\""));
      }
      response = response.addHeader(Json.location(path));
    }
    return taken.replayed() ? response.addHeader(Json.replayed()) : response;
  }

  private static boolean isCancelled(TicketStatus status) {
    return status == TicketStatus.CANCELLING
        || status == TicketStatus.UNDECIDED
        || status == TicketStatus.CANCELLED;
  }

  private Problem cancelled(BuyReply.Taken taken) {
    return ProblemType.PURCHASE_CANCELLED
        .because(
            "The ticket is "
                + taken.ticket().status().label()
                + " ("
                + taken.ticket().reason()
                + "). If its stake was charged, it is given back.")
        .with("ticketId", ticketId);
  }

  private Problem rejected(BuyReply.Taken taken) {
    String reason = String.valueOf(taken.ticket().reason());
    Problem problem =
        REFUSED
            .getOrDefault(
                reason,
                ProblemType.PAYMENT_REFUSED.because(
                    "Payment refused the charge (" + reason + "). Nothing was charged."))
            .with("ticketId", ticketId);
    return taken.balance() == null ? problem : problem.with("balance", taken.balance().won());
  }

  private Problem refusal(BuyReply reply) {
    if (reply instanceof BuyReply.NotOnSale notOnSale) {
      return NOT_ON_SALE.get(notOnSale.reason());
    }
    if (reply instanceof BuyReply.StakeOutOfBounds bounds) {
      return stakeOutOfBounds(bounds.min().won(), bounds.max().won(), bounds.step().won());
    }
    if (reply instanceof BuyReply.OtherContent) {
      return ProblemType.IDEMPOTENCY_KEY_REUSED
          .because("This Idempotency-Key was used for a purchase of other content.")
          .withErrors(
              List.of(Problem.Part.ofHeader("Idempotency-Key", "must be new for a new purchase")));
    }
    if (reply instanceof BuyReply.StillRunning) {
      return ProblemType.PURCHASE_RUNNING
          .because("Repeat the request to get the answer of the first one.")
          .with("ticketId", ticketId)
          .retryableAfter(SOON);
    }
    // What is left is SalesUnavailable: nothing was bought, so that repeating can't buy twice.
    return ErrorHandling.unavailable(
        "It is not known at the moment whether the match is on sale. Nothing was bought.");
  }
}
