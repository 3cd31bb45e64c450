package io.sportskk.api;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.Cluster;
import akka.japi.function.Function;
import akka.japi.function.Function2;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.ProblemException;
import io.sportskk.kernel.RetryingAsk;
import io.sportskk.match.Match;
import io.sportskk.match.MatchCommand;
import io.sportskk.match.Matches;
import io.sportskk.payment.WalletCommand;
import io.sportskk.payment.Wallets;
import io.sportskk.settlement.SettlementCommand;
import io.sportskk.settlement.Settlements;
import io.sportskk.tally.Tallies;
import io.sportskk.tally.TallyCommand;
import io.sportskk.ticket.BuyReply;
import io.sportskk.ticket.CancelReply;
import io.sportskk.ticket.TicketCommand;
import io.sportskk.ticket.Tickets;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Asks the entities, wherever in the cluster they are. An answer that is late fails its stage. */
final class EntityClient {

  private final Cluster cluster;
  private final ClusterSharding sharding;
  private final RetryingAsk asks;
  private final ApiSettings.Timeouts timeouts;
  private final Clock clock;

  EntityClient(ActorSystem<?> system, ApiSettings.Timeouts timeouts, Clock clock) {
    this.cluster = Cluster.get(system);
    this.sharding = ClusterSharding.get(system);
    this.asks = new RetryingAsk(system, timeouts.askAgain());
    this.timeouts = timeouts;
    this.clock = clock;
  }

  /**
   * A purchase waits for payment and the tally, and maybe for the match.
   *
   * @param command made of whom to answer, and until when the purchase may be begun
   */
  CompletionStage<BuyReply> buy(
      String ticketId, Function2<ActorRef<BuyReply>, Instant, TicketCommand.Buy> command) {
    return patiently(ticketId, command);
  }

  /**
   * So does a cancellation.
   *
   * @param command made of whom to answer, and until when the cancellation may be begun
   */
  CompletionStage<CancelReply> cancel(
      String ticketId, Function2<ActorRef<CancelReply>, Instant, TicketCommand.Cancel> command) {
    return patiently(ticketId, command);
  }

  private <R> CompletionStage<R> patiently(
      String ticketId, Function2<ActorRef<R>, Instant, ? extends TicketCommand> command) {
    Instant answerBy =
        clock.instant().plus(timeouts.purchase()).minus(TicketCommand.Asked.CLOCKS_APART);
    return asks.<TicketCommand, R>ask(
        at(Tickets.ROLE, Tickets.KEY, ticketId),
        replyTo -> command.apply(replyTo, answerBy),
        timeouts.purchase());
  }

  <R> CompletionStage<R> ticket(String ticketId, Function<ActorRef<R>, TicketCommand> command) {
    return asks.ask(at(Tickets.ROLE, Tickets.KEY, ticketId), command, timeouts.ask());
  }

  <R> CompletionStage<R> match(String matchId, Function<ActorRef<R>, MatchCommand> command) {
    return asks.ask(at(Matches.ROLE, Matches.KEY, matchId), command, timeouts.ask());
  }

  /**
   * A match that is there. Fails with a problem if none is.
   *
   * @throws ProblemException if no match can have this id
   */
  CompletionStage<Match> match(String matchId) {
    MatchRoutes.requireId(matchId);
    return this.<MatchCommand.GetMatchReply>match(matchId, MatchCommand.GetMatch::new)
        .thenApply(
            reply -> {
              if (reply instanceof MatchCommand.Found found) {
                return found.match();
              }
              throw MatchRoutes.noSuchMatch();
            });
  }

  /** It may be answered when no node sells any more, which takes longer than other answers. */
  <R> CompletionStage<R> matchStep(String matchId, Function<ActorRef<R>, MatchCommand> command) {
    return asks.ask(at(Matches.ROLE, Matches.KEY, matchId), command, timeouts.purchase());
  }

  <R> CompletionStage<R> wallet(String buyerId, Function<ActorRef<R>, WalletCommand> command) {
    return asks.ask(at(Wallets.ROLE, Wallets.KEY, buyerId), command, timeouts.ask());
  }

  <R> CompletionStage<R> tally(String matchId, Function<ActorRef<R>, TallyCommand> command) {
    return asks.ask(at(Tallies.ROLE, Tallies.KEY, matchId), command, timeouts.ask());
  }

  <R> CompletionStage<R> settlement(
      String matchId, Function<ActorRef<R>, SettlementCommand> command) {
    return asks.ask(at(Settlements.ROLE, Settlements.KEY, matchId), command, timeouts.ask());
  }

  /** Where no node has the role there is no need to wait for an answer. */
  private <M> EntityRef<M> at(String role, EntityTypeKey<M> key, String entityId) {
    for (Member member : cluster.state().getMembers()) {
      if (member.hasRole(role) && !member.status().equals(MemberStatus.down())) {
        return sharding.entityRefFor(key, entityId);
      }
    }
    throw ErrorHandling.unavailable("No node with the role " + role + " is there now.").exception();
  }
}
