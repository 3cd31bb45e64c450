package io.sportskk.settlement;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import java.time.Instant;
import java.util.List;

/** What has happened in the settlement of a match. Published: the ledger is made from these too. */
public sealed interface SettlementEvent extends CborSerializable, Correlated {

  String matchId();

  Instant at();

  /** No ticket is counted any more: whatever comes is late. */
  record TotalsSealed(String matchId, String correlationId, Instant at)
      implements SettlementEvent {}

  /**
   * What every ticket comes to is fixed, until the result is corrected.
   *
   * @param round from 1: later ones correct earlier ones
   * @param tickets how many tickets are in the pool
   * @param root of the Merkle tree over all of them, in hexadecimal
   * @param supersedes what is corrected by it; null if nothing was fixed before
   */
  record DividendsFixed(
      String matchId,
      int round,
      PoolResult result,
      long tickets,
      String root,
      String correlationId,
      Instant at,
      Superseded supersedes)
      implements SettlementEvent {}

  /**
   * What was fixed before it was corrected, and is to be taken back.
   *
   * @param loss what was booked as the operator's when all was paid by it; zero if it was not
   * @param carryTaken whether another match has taken what a result before this one left to it,
   *     which stays there
   */
  record Superseded(PoolResult result, Money loss, boolean carryTaken)
      implements CborSerializable {}

  /**
   * Some more tickets are settled.
   *
   * @param upTo the last ticket, in the order of their ids, that was looked at in this stage
   * @param added to what was settled before
   * @param left those of them that could not be settled yet
   */
  record TicketsSettled(
      String matchId,
      Stage stage,
      String upTo,
      Sums added,
      List<String> left,
      String correlationId,
      Instant at)
      implements SettlementEvent {}

  /** All of this stage have been looked at. */
  record StageEnded(String matchId, Stage stage, String correlationId, Instant at)
      implements SettlementEvent {}

  /**
   * All tickets are gone through once more: some were not found, as the tally was made anew
   * meanwhile. What is settled stays so.
   */
  record BegunAnew(String matchId, String correlationId, Instant at) implements SettlementEvent {}

  /**
   * What this match leaves to another one has been taken.
   *
   * @param forMatch the match that gets it
   */
  record CarryTaken(String matchId, String forMatch, String correlationId, Instant at)
      implements SettlementEvent {}

  /**
   * All tickets are settled, and the sums come out.
   *
   * @param loss what has left the pool by a result that was corrected and stays where it is, which
   *     is the operator's loss; an earlier release has stored none, and corrected nothing
   */
  record SettlementCompleted(
      String matchId, int round, Sums sums, String correlationId, Instant at, Money loss)
      implements SettlementEvent {

    public SettlementCompleted {
      loss = loss == null ? Money.ZERO : loss;
    }
  }
}
