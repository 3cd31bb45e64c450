package io.sportskk.api.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Every kind of error that this API answers with. Names and titles are part of the API: clients
 * compare them.
 */
public enum ProblemType {
  MALFORMED_REQUEST(400, "The request can't be understood"),
  MALFORMED_JSON(400, "The body is not valid JSON"),
  INVALID_REQUEST(400, "Parts of the request are not valid"),
  UNAUTHENTICATED(401, "A token is needed"),
  INVALID_TOKEN(401, "The token is not valid"),
  INSUFFICIENT_FUNDS(402, "There is not enough money in the wallet"),
  MATCH_LIMIT_EXCEEDED(402, "The buyer's limit for this match would be exceeded"),
  STAKE_LIMIT_EXCEEDED(402, "A stake limit of the buyer would be exceeded"),
  LOSS_LIMIT_EXCEEDED(402, "A loss limit of the buyer could be exceeded"),
  TIME_LIMIT_EXCEEDED(402, "The buyer has played for as long as he may"),
  SELF_EXCLUDED(402, "The buyer is excluded from play"),
  SUPERVISOR_NEEDED(402, "A supervisor must approve so large a stake first"),
  PAYMENT_REFUSED(402, "The payment was refused"),
  FORBIDDEN(403, "The token does not allow this"),
  SECOND_PERSON_NEEDED(403, "Somebody else must confirm it"),
  HOLDS_TICKET(403, "Who has a ticket of the match can't decide how it ends"),
  ENTERED_BY_HOLDER(403, "Who has entered it has a ticket of the match"),
  NOT_FOUND(404, "There is nothing at this address"),
  TICKET_NOT_FOUND(404, "There is no such ticket"),
  MATCH_NOT_FOUND(404, "There is no such match"),
  TICKET_NOT_IN_POOL(404, "The ticket is not in the pool of its match"),
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  NOT_ACCEPTABLE(406, "The answer is not available in an accepted form"),
  REQUEST_TIMEOUT(408, "The request did not arrive in time"),
  SALES_NOT_OPEN(409, "Sales of the match have not opened"),
  SALES_SUSPENDED(409, "Sales of the match are suspended"),
  SALES_CLOSED(409, "Sales of the match are closed"),
  SALES_RESUMED(409, "Sales of the match were resumed"),
  PURCHASE_RUNNING(409, "The first request with this idempotency key is still being worked on"),
  PURCHASE_CANCELLED(409, "The ticket was cancelled before it was paid"),
  TOO_LATE_TO_CANCEL(409, "The ticket can't be cancelled any more"),
  NOTHING_TO_DECIDE(409, "There is nothing to decide of the ticket"),
  DECIDED_OTHERWISE(409, "The other thing has been decided of the ticket"),
  DIVIDENDS_NOT_FIXED(409, "What tickets of the match come to is not fixed yet"),
  MATCH_EXISTS(409, "There is another match with this id"),
  SALES_NOT_STOPPED(409, "Tickets of the match may still be sold"),
  OTHER_RESULT(409, "Another result of the match is entered"),
  NOTHING_TO_CONFIRM(409, "There is nothing to confirm of the match"),
  OTHER_OUTCOME(409, "Something else of the match is to be confirmed"),
  NOTHING_TO_WITHDRAW(409, "There is no result of the match to withdraw"),
  RESULT_OFFICIAL(409, "The result of the match is official"),
  NOTHING_TO_CORRECT(409, "There is no official result of the match to correct"),
  SAME_WINNERS(409, "The result of the match has these winners"),
  OTHER_CORRECTION(409, "Another correction of the match is proposed"),
  OUTCOME_KNOWN(409, "The match has a result"),
  MATCH_VOID(409, "The match is void"),
  VOID_OTHERWISE(409, "The match is void for another cause"),
  EXCLUSION_NOT_SHORTENED(409, "An exclusion can't be shortened"),
  CONTENT_TOO_LARGE(413, "The body is too large"),
  URI_TOO_LONG(414, "The address is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body is not of a supported type"),
  UNKNOWN_MATCH(422, "There is no match with this id to buy tickets of"),
  UNKNOWN_TEAM(422, "The match has no such team"),
  STAKE_OUT_OF_BOUNDS(422, "The stake breaks the stake rules"),
  IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
  DEPOSIT_ID_REUSED(422, "The deposit id was used for another amount"),
  APPROVAL_ID_REUSED(422, "The approval id was used for another approval"),
  APPROVAL_NOT_NEEDED(422, "So small a stake needs no approval"),
  TOO_MANY_APPROVALS(422, "The wallet has too many approvals"),
  WALLET_FULL(422, "The wallet can't hold that much"),
  TOO_MANY_DEPOSITS(422, "The wallet has had too many deposits lately"),
  DEPOSIT_LIMIT_EXCEEDED(422, "A limit of deposits of the buyer would be exceeded"),
  BUYER_EXCLUDED(422, "The wallet of an excluded buyer takes no deposits"),
  INVALID_MATCH(422, "The match can't be opened like this"),
  INVALID_OUTCOME(422, "The match can't end like this"),
  TOO_MANY_REQUESTS(429, "There are too many requests of this caller"),
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  INTERNAL_ERROR(500, "Something went wrong on our side"),
  NOT_IMPLEMENTED(501, "The method is not known"),
  UNAVAILABLE(503, "A part of the service does not answer"),
  HTTP_VERSION_NOT_SUPPORTED(505, "The version of HTTP is not supported");

  private static final String BASE = "https://sportskk.io/problems/";

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** Identifies this kind of error for ever, on every server: no setting changes it. */
  URI uri() {
    return URI.create(BASE + name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /**
   * An error of this kind.
   *
   * @param detail what is wrong this time, for people to read
   */
  public Problem because(String detail) {
    return Problem.of(this, detail);
  }

  /** The parts of the request that are not valid. */
  public static Problem invalid(List<Problem.Part> parts) {
    return INVALID_REQUEST
        .because(
            parts.size() == 1
                ? "1 part of the request is not valid."
                : parts.size() + " parts of the request are not valid.")
        .withErrors(parts);
  }
}
