package io.sportskk.settlement;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import io.sportskk.kernel.FittingPage;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.settlement.PoolQuery.ListTickets;
import io.sportskk.settlement.PoolQuery.ProveTicket;
import io.sportskk.settlement.PoolQuery.Reply;
import io.sportskk.tally.SealedTally;
import io.sportskk.tally.SealedTally.Ticket;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Answers questions about the tickets of pools from the tally's database. */
final class PoolQueries {

  private final JdbcCalls database;
  private final SealedTally tally;
  private final Proofs proofs;

  private PoolQueries(JdbcCalls database, SealedTally tally) {
    this.database = database;
    this.tally = tally;
    this.proofs = new Proofs(database, tally);
  }

  /**
   * @param database the tally's
   */
  static Behavior<PoolQuery> create(JdbcCalls database, SealedTally tally) {
    return Behaviors.setup(
        ctx -> {
          PoolQueries queries = new PoolQueries(database, tally);
          ctx.getSystem()
              .receptionist()
              .tell(Receptionist.register(PoolQuery.SERVICE, ctx.getSelf()));
          return Behaviors.receive(PoolQuery.class)
              .onMessage(
                  ProveTicket.class,
                  question -> answer(queries.proofs.prove(question), question.replyTo()))
              .onMessage(
                  ListTickets.class, question -> answer(queries.page(question), question.replyTo()))
              .build();
        });
  }

  /** The actor has no state, so that the answer need not come back to it. */
  private static Behavior<PoolQuery> answer(CompletionStage<Reply> reply, ActorRef<Reply> replyTo) {
    CompletionStage<Void> unused =
        reply
            .exceptionally(
                failure -> new PoolQuery.Unavailable(JdbcCalls.cause(failure).toString()))
            .thenAccept(replyTo::tell);
    return Behaviors.same();
  }

  private CompletionStage<Reply> page(ListTickets question) {
    int limit = Math.max(1, Math.min(question.limit(), PoolQuery.MOST));
    return database
        // One more than a page, to know whether there is a next one.
        .run(connection -> tally.page(connection, question.matchId(), question.after(), limit + 1))
        .thenApply(found -> page(FittingPage.of(found, limit, PoolQueries::bytes)));
  }

  private static Reply page(FittingPage<Ticket> page) {
    List<Ticket> items = page.items();
    return new PoolQuery.Page(items, page.more() ? items.get(items.size() - 1).ticketId() : null);
  }

  private static int bytes(Ticket ticket) {
    return 100
        + FittingPage.bytes(ticket.ticketId())
        + FittingPage.bytes(ticket.buyerId())
        + FittingPage.bytes(ticket.team());
  }
}
