package io.sportskk.tally;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;

/** Answers questions about all matches from the tally's database. */
final class TallyQueries {

  private TallyQueries() {}

  static Behavior<TallyQuery> create(TallyRepository repository) {
    return Behaviors.setup(
        ctx -> {
          ctx.getSystem()
              .receptionist()
              .tell(Receptionist.register(TallyQuery.SERVICE, ctx.getSelf()));
          return answering(ctx, repository);
        });
  }

  private static Behavior<TallyQuery> answering(
      ActorContext<TallyQuery> ctx, TallyRepository repository) {
    return Behaviors.receive(TallyQuery.class)
        .onMessage(
            TallyQuery.AllTotals.class,
            question -> {
              // The actor has no state, so that the answer need not come back to it.
              JdbcCalls.untimed(Bulkhead.TALLY.of(ctx.getSystem()), repository::allTotals)
                  .<TallyQuery.Reply>handle(
                      (matches, failure) ->
                          failure == null
                              ? new TallyQuery.Totals(matches)
                              : new TallyQuery.Unavailable(failure.toString()))
                  .thenAccept(question.replyTo()::tell);
              return Behaviors.same();
            })
        .build();
  }
}
