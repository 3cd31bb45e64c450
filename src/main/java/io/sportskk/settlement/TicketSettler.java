package io.sportskk.settlement;

import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.tally.SealedTally.Ticket;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.SettleReply;
import io.sportskk.ticket.TicketCommand.Settle;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Settles some tickets, a few at a time. */
final class TicketSettler {

  private final Services services;

  TicketSettler(Services services) {
    this.services = services;
  }

  /** What is the same for all tickets of a settlement. */
  record Terms(int round, String matchId, Instant decidedAt, String correlationId) {}

  /**
   * How it ended with one of them.
   *
   * @param award null if it can't be worked out
   * @param reply of the ticket
   */
  record Result(Ticket ticket, Award award, SettleReply reply) {
    boolean isSettled() {
      return reply instanceof SettleReply.Settled;
    }

    /** Nothing if it is not settled. */
    Sums sums() {
      return reply instanceof SettleReply.Settled settled
          ? Sums.of(ticket.stake(), award, settled.overpaid())
          : Sums.NONE;
    }
  }

  /** Never fails: a ticket that does not answer is not settled yet. */
  CompletionStage<List<Result>> settle(
      List<Ticket> tickets, Terms terms, Function<Ticket, Award> awards) {
    return Source.from(tickets)
        .mapAsyncUnordered(
            services.settings().parallelism(), ticket -> settle(ticket, terms, awards))
        .runWith(Sink.seq(), services.system());
  }

  private CompletionStage<Result> settle(
      Ticket ticket, Terms terms, Function<Ticket, Award> awards) {
    Award award;
    try {
      award = awards.apply(ticket);
    } catch (RuntimeException e) { // it is no ticket of this pool
      return CompletableFuture.completedFuture(
          new Result(ticket, null, new SettleReply.Differs(ticket.ticketId(), e.toString())));
    }
    return services
        .neighbours()
        .settle(
            ticket.ticketId(),
            replyTo ->
                new Settle(
                    terms.round(),
                    terms.matchId(),
                    ticket.team(),
                    ticket.stake(),
                    award,
                    terms.decidedAt(),
                    terms.correlationId(),
                    replyTo))
        .exceptionally(
            failure ->
                new SettleReply.NotYet(ticket.ticketId(), JdbcCalls.cause(failure).toString()))
        .thenApply(reply -> new Result(ticket, award, reply));
  }
}
