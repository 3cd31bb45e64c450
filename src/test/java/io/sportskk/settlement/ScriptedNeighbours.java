package io.sportskk.settlement;

import akka.actor.typed.ActorRef;
import io.sportskk.kernel.Money;
import io.sportskk.tally.MatchTotals;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.SettleReply;
import io.sportskk.ticket.TicketCommand.Settle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The other contexts, as a settlement sees them: tickets that are settled once and remember it, a
 * match that is what the test says.
 */
final class ScriptedNeighbours implements Services.Neighbours {

  /** A ticket that is sold, and approved. */
  record Ticket(String team, Money stake) {}

  final Map<String, Ticket> tickets = new ConcurrentHashMap<>();

  /** What tickets came to, in the order in which they were settled for the first time. */
  final Map<String, Award> settled = new ConcurrentHashMap<>();

  /** In which round they did, and what they were paid in all of them. */
  final Map<String, Integer> rounds = new ConcurrentHashMap<>();

  final Map<String, Money> paid = new ConcurrentHashMap<>();

  final List<String> order = new CopyOnWriteArrayList<>();

  /** Tickets that can't be settled now. */
  final Map<String, SettleReply> unwilling = new ConcurrentHashMap<>();

  /** What is called when a ticket is settled for the first time. */
  volatile Consumer<String> onSettled = ticketId -> {};

  /** What the tally does when it is asked to seal. */
  volatile Consumer<String> onSeal = matchId -> {};

  volatile MatchPool match;
  volatile Money ledger = Money.ZERO;

  /** What the ledger has in the pool once tickets are paid. */
  volatile Money leftInPool = Money.ZERO;

  /** What another match has taken, and this one can't leave any more. */
  volatile long carriedOff;

  volatile Optional<Money> carry = Optional.empty();
  final List<String> seals = new CopyOnWriteArrayList<>();
  final List<Integer> told = new CopyOnWriteArrayList<>();

  @Override
  public CompletionStage<MatchPool> match(String matchId) {
    return CompletableFuture.completedFuture(match);
  }

  @Override
  public CompletionStage<Boolean> settled(String matchId, int round, String correlationId) {
    told.add(round);
    return CompletableFuture.completedFuture(true);
  }

  @Override
  public CompletionStage<MatchTotals> seal(String matchId, String correlationId) {
    seals.add(matchId);
    onSeal.accept(matchId);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<SettleReply> settle(
      String ticketId, Function<ActorRef<SettleReply>, Settle> settle) {
    SettleReply refusal = unwilling.get(ticketId);
    if (refusal != null) {
      return CompletableFuture.completedFuture(refusal);
    }
    Settle asked = settle.apply(null);
    Ticket ticket = tickets.get(ticketId);
    if (!ticket.equals(new Ticket(asked.team(), asked.stake()))) {
      return CompletableFuture.completedFuture(
          new SettleReply.Differs(ticketId, ticket.toString()));
    }
    Award before = settled.get(ticketId);
    if (asked.round() > rounds.getOrDefault(ticketId, 0)) {
      rounds.put(ticketId, asked.round());
      settled.put(ticketId, asked.award());
      paid.merge(
          ticketId, asked.award().amount(), (some, due) -> due.isMoreThan(some) ? due : some);
      order.add(ticketId);
      try {
        onSettled.accept(ticketId);
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    } else if (!before.equals(asked.award())) {
      return CompletableFuture.completedFuture(
          new SettleReply.Differs(ticketId, before.toString()));
    }
    return CompletableFuture.completedFuture(new SettleReply.Settled(ticketId, overpaid(ticketId)));
  }

  private Money overpaid(String ticketId) {
    Money due = settled.get(ticketId).amount();
    Money got = paid.get(ticketId);
    return got.isMoreThan(due) ? got.minus(due) : Money.ZERO;
  }

  /** Once those that count are settled, what was in the pool has gone out of it. */
  @Override
  public CompletionStage<Long> poolByLedger(String matchId) {
    boolean anyPaid = settled.values().stream().anyMatch(it -> it.kind() != Award.Kind.LATE);
    long overpaid = settled.keySet().stream().mapToLong(it -> overpaid(it).won()).sum();
    return CompletableFuture.completedFuture(
        anyPaid ? leftInPool.won() - overpaid - carriedOff : ledger.won());
  }

  @Override
  public CompletionStage<Optional<Money>> carryOf(
      String otherMatch, String matchId, String correlationId) {
    return CompletableFuture.completedFuture(carry);
  }
}
