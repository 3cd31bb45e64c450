package io.sportskk.settlement;

import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventHandlerBuilder;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.SettlementEvent.SettlementCompleted;
import io.sportskk.settlement.SettlementEvent.StageEnded;
import io.sportskk.settlement.SettlementEvent.TicketsSettled;
import io.sportskk.settlement.SettlementEvent.TotalsSealed;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** How far the settlement of a match has come. */
sealed interface SettlementState {

  /** Which event leads from which state to which. */
  static EventHandler<SettlementState, SettlementEvent> transitions(
      EventHandlerBuilder<SettlementState, SettlementEvent> builder) {
    builder.forStateType(Counting.class).onEvent(TotalsSealed.class, Counting::sealed);
    builder.forStateType(Sealed.class).onEvent(DividendsFixed.class, Sealed::fixed);
    builder
        .forStateType(Paying.class)
        .onEvent(TicketsSettled.class, Paying::settled)
        .onEvent(StageEnded.class, Paying::stageEnded)
        .onEvent(SettlementCompleted.class, Paying::completed);
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
      return new Paying(event, Stage.PAID, "", Sums.NONE, Set.of());
    }
  }

  /**
   * Tickets are being settled.
   *
   * @param upTo the last ticket that was looked at in this stage, empty for none
   * @param sums of those that are settled
   * @param left those that could not be settled in their turn
   */
  record Paying(DividendsFixed fixed, Stage stage, String upTo, Sums sums, Set<String> left)
      implements SettlementState {

    Paying settled(TicketsSettled event) {
      Set<String> stillLeft = new TreeSet<>(event.left());
      if (event.stage() != Stage.LEFT_OVER) {
        stillLeft.addAll(left);
      }
      return new Paying(fixed, stage, event.upTo(), sums.plus(event.added()), stillLeft);
    }

    Paying stageEnded(StageEnded event) {
      Stage next = event.stage() == Stage.PAID ? Stage.LOST : Stage.LEFT_OVER;
      return new Paying(fixed, next, "", sums, left);
    }

    Completed completed(SettlementCompleted event) {
      return new Completed(fixed, event.sums(), event.at());
    }
  }

  /** Every ticket is settled. */
  record Completed(DividendsFixed fixed, Sums sums, Instant at) implements SettlementState {}
}
