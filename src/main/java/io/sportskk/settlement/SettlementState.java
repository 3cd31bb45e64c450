package io.sportskk.settlement;

import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventHandlerBuilder;
import io.sportskk.kernel.CborSerializable;
import io.sportskk.settlement.SettlementEvent.BegunAnew;
import io.sportskk.settlement.SettlementEvent.CarryTaken;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.SettlementEvent.SettlementCompleted;
import io.sportskk.settlement.SettlementEvent.StageEnded;
import io.sportskk.settlement.SettlementEvent.TicketsSettled;
import io.sportskk.settlement.SettlementEvent.TotalsSealed;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** How far the settlement of a match has come. */
sealed interface SettlementState extends CborSerializable {

  /** Which event leads from which state to which. */
  static EventHandler<SettlementState, SettlementEvent> transitions(
      EventHandlerBuilder<SettlementState, SettlementEvent> builder) {
    builder.forStateType(Counting.class).onEvent(TotalsSealed.class, Counting::sealed);
    builder.forStateType(Sealed.class).onEvent(DividendsFixed.class, Sealed::fixed);
    builder
        .forStateType(Paying.class)
        .onEvent(TicketsSettled.class, Paying::settled)
        .onEvent(StageEnded.class, Paying::stageEnded)
        .onEvent(BegunAnew.class, Paying::begunAnew)
        .onEvent(CarryTaken.class, Paying::carryTaken)
        .onEvent(SettlementCompleted.class, Paying::completed);
    builder.forStateType(Completed.class).onEvent(CarryTaken.class, Completed::carryTaken);
    return builder.build();
  }

  /** Tickets may still come into the pool. */
  record Counting() implements SettlementState {
    Sealed sealed(TotalsSealed event) {
      return new Sealed(event.at());
    }
  }

  /** The totals are final, and wait for the outcome of the match. */
  record Sealed(Instant at) implements SettlementState {
    Paying fixed(DividendsFixed event) {
      return new Paying(event, null, Stage.PAID, "", Sums.NONE, Set.of());
    }
  }

  /** What every ticket comes to is fixed. */
  sealed interface Fixed extends SettlementState {
    DividendsFixed fixed();

    /** The match that has taken what this one leaves, null for none. */
    String carriedTo();

    Sums sums();
  }

  /**
   * Tickets are being settled.
   *
   * @param carriedTo the match that has taken what this one leaves, null for none
   * @param upTo the last ticket that was looked at in this stage, empty for none
   * @param sums of those that are settled
   * @param left those that could not be settled in their turn
   */
  record Paying(
      DividendsFixed fixed, String carriedTo, Stage stage, String upTo, Sums sums, Set<String> left)
      implements Fixed {

    Paying settled(TicketsSettled event) {
      Set<String> stillLeft = new TreeSet<>(event.left());
      if (event.stage() != Stage.LEFT_OVER) {
        stillLeft.addAll(left);
      }
      return new Paying(fixed, carriedTo, stage, event.upTo(), sums.plus(event.added()), stillLeft);
    }

    Paying stageEnded(StageEnded event) {
      Stage next = event.stage() == Stage.PAID ? Stage.LOST : Stage.LEFT_OVER;
      return new Paying(fixed, carriedTo, next, "", sums, left);
    }

    Paying begunAnew(BegunAnew event) {
      return new Paying(fixed, carriedTo, Stage.PAID, "", Sums.NONE, Set.of());
    }

    Paying carryTaken(CarryTaken event) {
      return new Paying(fixed, event.forMatch(), stage, upTo, sums, left);
    }

    Completed completed(SettlementCompleted event) {
      return new Completed(fixed, carriedTo, event.sums(), event.at());
    }
  }

  /** Every ticket is settled. */
  record Completed(DividendsFixed fixed, String carriedTo, Sums sums, Instant at) implements Fixed {

    Completed carryTaken(CarryTaken event) {
      return new Completed(fixed, event.forMatch(), sums, at);
    }
  }
}
