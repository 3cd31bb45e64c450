package io.sportskk.settlement;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import io.sportskk.kernel.Money;
import io.sportskk.kernel.Stages;
import io.sportskk.match.Course;
import io.sportskk.match.Match;
import io.sportskk.match.MatchCommand;
import io.sportskk.match.Matches;
import io.sportskk.settlement.MatchPool.Verdict;
import io.sportskk.settlement.SettlementCommand.Carry;
import io.sportskk.settlement.SettlementCommand.CarryReply;
import io.sportskk.settlement.SettlementCommand.TakeCarry;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.Tallies;
import io.sportskk.tally.TallyCommand;
import io.sportskk.tally.TotalsReply;
import io.sportskk.ticket.SettleReply;
import io.sportskk.ticket.TicketCommand;
import io.sportskk.ticket.Tickets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks the entities of the cluster. */
final class AskingNeighbours implements Services.Neighbours {

  private final ClusterSharding sharding;
  private final PoolsByLedger ledger;
  private final Duration timeout;

  AskingNeighbours(ActorSystem<?> system, PoolsByLedger ledger, Duration timeout) {
    this.sharding = ClusterSharding.get(system);
    this.ledger = ledger;
    this.timeout = timeout;
  }

  @Override
  public CompletionStage<MatchPool> match(String matchId) {
    return ask(
            sharding.entityRefFor(Matches.KEY, matchId),
            (ActorRef<MatchCommand.GetMatchReply> replyTo) -> new MatchCommand.GetMatch(replyTo))
        .thenApply(
            reply ->
                reply instanceof MatchCommand.Found found ? pool(found.match()) : MatchPool.NONE);
  }

  private static MatchPool pool(Match match) {
    return new MatchPool(
        match.rules(),
        match.pool().carryFrom(),
        match.closed() == null ? null : match.closed().stoppedAt(),
        verdict(match),
        match.course().settledAt() != null);
  }

  private static Verdict verdict(Match match) {
    Course course = match.course();
    String correlationId = "settlement-" + match.matchId();
    if (course.isVoid()) {
      return new Verdict(1, Set.of(), null, course.voiding().since(), correlationId);
    }
    Course.Result result = course.result();
    return result == null || !result.isOfficial()
        ? null
        : new Verdict(
            course.round(),
            Set.copyOf(result.winners()),
            result.startedAt(),
            result.confirmedAt(),
            correlationId);
  }

  @Override
  public CompletionStage<Boolean> settled(String matchId, int round, String correlationId) {
    return ask(
            sharding.entityRefFor(Matches.KEY, matchId),
            (ActorRef<MatchCommand.StepReply> replyTo) ->
                new MatchCommand.Settle(round, correlationId, replyTo))
        .thenApply(
            reply -> {
              if (reply instanceof MatchCommand.StepDone) {
                return true;
              }
              if (reply instanceof MatchCommand.StepRefused refused
                  && refused.reason() == MatchCommand.StepRefusal.CORRECTED) {
                return false;
              }
              throw new IllegalStateException("the match can't be settled: " + reply);
            });
  }

  @Override
  public CompletionStage<MatchTotals> seal(String matchId, String correlationId) {
    return ask(
            sharding.entityRefFor(Tallies.KEY, matchId),
            (ActorRef<TotalsReply> replyTo) -> new TallyCommand.Seal(correlationId, replyTo))
        .thenApply(
            reply -> {
              if (reply instanceof TotalsReply.Found found) {
                return found.totals();
              }
              throw new IllegalStateException("the tally does not answer: " + reply);
            });
  }

  @Override
  public CompletionStage<SettleReply> settle(
      String ticketId, Function<ActorRef<SettleReply>, TicketCommand.Settle> settle) {
    return ask(sharding.entityRefFor(Tickets.KEY, ticketId), settle::apply);
  }

  @Override
  public CompletionStage<Long> poolByLedger(String matchId) {
    return ledger.balance(matchId);
  }

  @Override
  public CompletionStage<Optional<Money>> carryOf(
      String otherMatch, String matchId, String correlationId) {
    return ask(
            sharding.entityRefFor(Settlements.KEY, otherMatch),
            (ActorRef<CarryReply> replyTo) -> new TakeCarry(matchId, correlationId, replyTo))
        .thenApply(
            reply -> reply instanceof Carry carry ? Optional.of(carry.amount()) : Optional.empty());
  }

  private <M, R> CompletionStage<R> ask(EntityRef<M> entity, Function<ActorRef<R>, M> question) {
    return Stages.direct(entity.ask(question::apply, timeout));
  }
}
