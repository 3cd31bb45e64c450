package io.sportskk.node.wiring;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import com.typesafe.config.Config;
import io.sportskk.kernel.RequestCoalescer;
import io.sportskk.kernel.RetryingAsk;
import io.sportskk.match.MatchCommand;
import io.sportskk.match.MatchCommand.SaleReply;
import io.sportskk.match.Matches;
import io.sportskk.match.SaleTerms;
import io.sportskk.ticket.Sales;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What tickets need of matches: on what terms they are sold. A match that this node does not know
 * is asked itself. However many want to know that at a time, a node asks it one question after the
 * other: a match that moves to another node would else be buried under those that wait for it.
 */
public final class SalesAdapter implements Sales {

  private record Subject(String matchId, String team) {}

  private final SaleTerms terms;
  private final ClusterSharding sharding;
  private final RetryingAsk asks;
  private final Duration askTimeout;
  private final RequestCoalescer<Subject, Answer> questions;

  public SalesAdapter(ActorSystem<?> system, SaleTerms terms, Config root) {
    this.terms = terms;
    this.sharding = ClusterSharding.get(system);
    this.asks = new RetryingAsk(system, root.getDuration("sportskk.match.ask-again"));
    this.askTimeout = root.getDuration("sportskk.match.ask-timeout");
    this.questions = new RequestCoalescer<>(this::ask, askTimeout);
  }

  @Override
  public Optional<Answer> known(String matchId, String team, Instant now) {
    SaleTerms.Answer answer = terms.sale(matchId, team, now);
    if (answer instanceof SaleTerms.Locked) {
      return Optional.of(new Unavailable("the terms of sale can't be read"));
    }
    if (answer instanceof SaleTerms.AllOnHold) {
      return Optional.of(new NotOnSale(Refusal.ALL_SALES_SUSPENDED));
    }
    return answer instanceof SaleTerms.Known known
        ? Optional.of(answer(known.reply()))
        : Optional.empty();
  }

  @Override
  public CompletionStage<Answer> check(String matchId, String team, String correlationId) {
    return questions
        .ask(new Subject(matchId, team))
        .exceptionally(failure -> new Unavailable(failure.toString()));
  }

  private CompletionStage<Answer> ask(Subject subject) {
    return asks.<MatchCommand, SaleReply>ask(
            sharding.entityRefFor(Matches.KEY, subject.matchId()),
            replyTo -> new MatchCommand.CheckSale(subject.team(), replyTo),
            askTimeout)
        .thenApply(SalesAdapter::answer);
  }

  private static Answer answer(SaleReply reply) {
    if (reply instanceof MatchCommand.OnSale onSale) {
      return new OnSale(onSale.closesAt(), onSale.rules());
    }
    if (reply instanceof MatchCommand.SalesNotOpen) {
      return new NotOnSale(Refusal.SALES_NOT_OPEN);
    }
    if (reply instanceof MatchCommand.SalesOnHold) {
      return new NotOnSale(Refusal.SALES_SUSPENDED);
    }
    if (reply instanceof MatchCommand.NoSuchTeam) {
      return new NotOnSale(Refusal.UNKNOWN_TEAM);
    }
    if (reply instanceof MatchCommand.NoSuchMatch) {
      return new NotOnSale(Refusal.UNKNOWN_MATCH);
    }
    return new NotOnSale(Refusal.SALES_CLOSED);
  }
}
