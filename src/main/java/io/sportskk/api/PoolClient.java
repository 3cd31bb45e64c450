package io.sportskk.api;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.stream.javadsl.Source;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.ProblemException;
import io.sportskk.api.http.ProblemType;
import io.sportskk.kernel.Money;
import io.sportskk.match.Match;
import io.sportskk.settlement.PoolQuery;
import io.sportskk.settlement.PoolQuery.ListTickets;
import io.sportskk.settlement.PoolQuery.ProveTicket;
import io.sportskk.settlement.Settlement;
import io.sportskk.settlement.SettlementCommand.GetSettlement;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.SealedTally.Ticket;
import io.sportskk.tally.TallyCommand;
import io.sportskk.tally.TotalsReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks what several routes want to know of the pool of a match. What there is not is a problem. */
final class PoolClient {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(60);

  private final EntityClient entities;
  private final ServiceClient services;

  PoolClient(EntityClient entities, ServiceClient services) {
    this.entities = entities;
    this.services = services;
  }

  CompletionStage<Match> match(String matchId) {
    return entities.match(matchId);
  }

  /** What the tickets of a match come to. */
  CompletionStage<DividendsFixed> fixed(String matchId) {
    return match(matchId)
        .thenCompose(match -> settlement(matchId))
        .thenApply(PoolClient::requireFixed);
  }

  private CompletionStage<Settlement> settlement(String matchId) {
    return entities.settlement(matchId, GetSettlement::new);
  }

  private static DividendsFixed requireFixed(Settlement settlement) {
    if (settlement.fixed() == null) {
      throw ProblemType.DIVIDENDS_NOT_FIXED
          .because(
              "Dividends of match "
                  + settlement.matchId()
                  + " are fixed once its outcome is official and every ticket is counted.")
          .retryableAfter(LOOK_AGAIN)
          .exception();
    }
    return settlement.fixed();
  }

  CompletionStage<MatchTotals> totals(String matchId) {
    return entities
        .<TotalsReply>tally(matchId, TallyCommand.GetTotals::new)
        .thenApply(
            reply -> {
              if (reply instanceof TotalsReply.Found found) {
                return found.totals();
              }
              throw notAnswering();
            });
  }

  /**
   * What comes into the pool from another match, or would if its dividends were fixed now. Fails if
   * that is not known, as those of the other one are not fixed.
   */
  CompletionStage<Money> carryIn(Match match) {
    String from = match.pool().carryFrom();
    if (from == null) {
      return CompletableFuture.completedFuture(Money.ZERO);
    }
    return settlement(match.matchId())
        .thenCompose(
            own ->
                own.fixed() == null
                    ? settlement(from).thenApply(other -> left(other, match.matchId()))
                    : CompletableFuture.completedFuture(own.fixed().result().carryIn()));
  }

  /**
   * @param isFinal whether it stays so, also if the result of the other match is corrected
   */
  record Carry(Money amount, boolean isFinal) {}

  /**
   * What comes into a pool from another match, or would if its dividends were fixed now. Empty
   * while those of the other one are not fixed.
   */
  CompletionStage<Optional<Carry>> carry(MatchTotals pool, String from) {
    return pool.sealedAt() == null
        ? left(pool.matchId(), from)
        : settlement(pool.matchId())
            .thenCompose(
                own ->
                    own.fixed() == null
                        ? left(pool.matchId(), from)
                        : CompletableFuture.completedFuture(
                            Optional.of(new Carry(own.fixed().result().carryIn(), true))));
  }

  private CompletionStage<Optional<Carry>> left(String matchId, String from) {
    return settlement(from).thenApply(other -> carry(other, matchId));
  }

  /** What a match leaves to another one whose dividends are not fixed. */
  static Optional<Carry> carry(Settlement other, String matchId) {
    if (other.fixed() == null) {
      return Optional.empty();
    }
    return Optional.of(new Carry(left(other, matchId), isTakenByThird(other, matchId)));
  }

  private static Money left(Settlement other, String matchId) {
    return isTakenByThird(other, matchId) ? Money.ZERO : requireFixed(other).result().carryOut();
  }

  /** Then it stays there. */
  private static boolean isTakenByThird(Settlement other, String matchId) {
    return other.carriedTo() != null && !other.carriedTo().equals(matchId);
  }

  CompletionStage<PoolQuery.Proof> prove(DividendsFixed fixed, String ticketId) {
    return ask(
        PoolQuery.Proof.class,
        replyTo -> new ProveTicket(fixed.matchId(), fixed.root(), ticketId, replyTo));
  }

  /**
   * All tickets of a pool in the order of their ids, some at a time. If they can't all be read, or
   * are not what was expected when all are, the stream fails.
   *
   * @param expected what they should add up to
   */
  CompletionStage<Source<List<Ticket>, NotUsed>> tickets(
      String matchId, Map<String, Money> expected) {
    return page(matchId, "")
        .thenApply(
            first ->
                Pages.from(first, PoolQuery.Page::next, after -> page(matchId, after))
                    .statefulMapConcat(() -> new StakesCheck(expected)::checked));
  }

  private CompletionStage<PoolQuery.Page> page(String matchId, String after) {
    return ask(
        PoolQuery.Page.class, replyTo -> new ListTickets(matchId, PoolQuery.MOST, after, replyTo));
  }

  private <R extends PoolQuery.Reply> CompletionStage<R> ask(
      Class<R> expected, Function<ActorRef<PoolQuery.Reply>, PoolQuery> question) {
    return services
        .<PoolQuery, PoolQuery.Reply>ask(PoolQuery.SERVICE, "the pools", question::apply)
        .thenApply(
            reply -> {
              if (expected.isInstance(reply)) {
                return expected.cast(reply);
              }
              throw problem(reply);
            });
  }

  private static ProblemException problem(PoolQuery.Reply reply) {
    if (reply instanceof PoolQuery.NotInPool) {
      return notInPool();
    }
    if (reply instanceof PoolQuery.OtherTickets) {
      return ErrorHandling.unavailable("The tally does not have all tickets of the pool now.")
          .exception();
    }
    return notAnswering();
  }

  private static ProblemException notAnswering() {
    return ErrorHandling.unavailable("The tally does not answer now.").exception();
  }

  static ProblemException notInPool() {
    return ProblemType.TICKET_NOT_IN_POOL
        .because("The ticket was not sold, or has left the pool before dividends were fixed.")
        .exception();
  }
}
