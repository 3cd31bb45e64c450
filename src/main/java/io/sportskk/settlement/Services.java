package io.sportskk.settlement;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.kernel.Money;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.SealedTally;
import io.sportskk.ticket.SettleReply;
import io.sportskk.ticket.TicketCommand.Settle;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What every settlement works with.
 *
 * @param journal the journal's database
 * @param tallyDatabase where {@code tally} reads
 */
record Services(
    ActorSystem<?> system,
    SettlementSettings settings,
    JdbcCalls journal,
    JdbcCalls tallyDatabase,
    SealedTally tally,
    Neighbours neighbours,
    Clock clock) {

  /** What a settlement asks of other contexts. An answer that does not come is a failure. */
  interface Neighbours {

    CompletionStage<MatchPool> match(String matchId);

    /** Tells the match that it is settled; false if its result was corrected since. */
    CompletionStage<Boolean> settled(String matchId, int round, String correlationId);

    /** Makes the totals of the match final. */
    CompletionStage<MatchTotals> seal(String matchId, String correlationId);

    CompletionStage<SettleReply> settle(
        String ticketId, Function<ActorRef<SettleReply>, Settle> settle);

    /**
     * What is in the pool of the match by the ledger, which is made from the wallets' events, in
     * KRW; less than nothing if more has left it than its result gives out.
     */
    CompletionStage<Long> poolByLedger(String matchId);

    /** Takes what another match leaves; empty if that is not known yet. */
    CompletionStage<Optional<Money>> carryOf(
        String otherMatch, String matchId, String correlationId);
  }
}
