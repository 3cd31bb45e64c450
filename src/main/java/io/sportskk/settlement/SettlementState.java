package io.sportskk.settlement;

import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventHandlerBuilder;
import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
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
        .onEvent(DividendsFixed.class, Paying::corrected)
        .onEvent(SettlementCompleted.class, Paying::completed);
    builder
        .forStateType(Completed.class)
        .onEvent(CarryTaken.class, Completed::carryTaken)
        .onEvent(DividendsFixed.class, Completed::corrected);
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
      return new Paying(event, null, Stage.PAID, "", Sums.NONE, Set.of(), Money.ZERO);
    }
  }

  /** What every ticket comes to is fixed. */
  sealed interface Fixed extends SettlementState {
    DividendsFixed fixed();

    /** The match that has taken what this one leaves, null for none. */
    String carriedTo();

    /** How much that was: it stays there, also if the result is corrected. */
    Money carried();

    Sums sums();

    /** What has been booked as the operator's loss. */
    Money loss();

    /** The result was wrong: all tickets are gone through anew. */
    default Paying corrected(DividendsFixed event) {
      return new Paying(event, carriedTo(), Stage.PAID, "", Sums.NONE, Set.of(), carried());
    }

    /** What was taken by another match by a result that left something, as far as that is known. */
    private static Money carried(Money carried, String carriedTo, DividendsFixed fixed) {
      if (carried != null) {
        return carried;
      }
      return carriedTo == null ? Money.ZERO : fixed.result().carryOut();
    }
  }

  /**
   * Tickets are being settled.
   *
   * @param carriedTo the match that has taken what this one leaves, null for none
   * @param upTo the last ticket that was looked at in this stage, empty for none
   * @param sums of those that are settled
   * @param left those that could not be settled in their turn
   * @param carried how much it has taken; snapshots of earlier releases lack it
   */
  record Paying(
      DividendsFixed fixed,
      String carriedTo,
      Stage stage,
      String upTo,
      Sums sums,
      Set<String> left,
      Money carried)
      implements Fixed {

    public Paying {
      carried = Fixed.carried(carried, carriedTo, fixed);
    }

    @Override
    public Money loss() {
      return Money.ZERO;
    }

    /** What will be missing in the pool when all is paid, and is the operator's loss. */
    Money missing() {
      Money carryOut = fixed.result().carryOut();
      return carried.isMoreThan(carryOut)
          ? sums.overpaid().plus(carried.minus(carryOut))
          : sums.overpaid();
    }

    Paying settled(TicketsSettled event) {
      Set<String> stillLeft = new TreeSet<>(event.left());
      if (event.stage() != Stage.LEFT_OVER) {
        stillLeft.addAll(left);
      }
      return new Paying(
          fixed, carriedTo, stage, event.upTo(), sums.plus(event.added()), stillLeft, carried);
    }

    Paying stageEnded(StageEnded event) {
      Stage next = event.stage() == Stage.PAID ? Stage.LOST : Stage.LEFT_OVER;
      return new Paying(fixed, carriedTo, next, "", sums, left, carried);
    }

    Paying begunAnew(BegunAnew event) {
      return new Paying(fixed, carriedTo, Stage.PAID, "", Sums.NONE, Set.of(), carried);
    }

    Paying carryTaken(CarryTaken event) {
      return new Paying(
          fixed, event.forMatch(), stage, upTo, sums, left, fixed.result().carryOut());
    }

    Completed completed(SettlementCompleted event) {
      return new Completed(fixed, carriedTo, event.sums(), event.at(), carried, event.loss());
    }
  }

  /**
   * Every ticket is settled.
   *
   * @param carried as of {@link Paying}
   * @param loss snapshots of earlier releases lack it
   */
  record Completed(
      DividendsFixed fixed, String carriedTo, Sums sums, Instant at, Money carried, Money loss)
      implements Fixed {

    public Completed {
      carried = Fixed.carried(carried, carriedTo, fixed);
      loss = loss == null ? Money.ZERO : loss;
    }

    Completed carryTaken(CarryTaken event) {
      return new Completed(fixed, event.forMatch(), sums, at, fixed.result().carryOut(), loss);
    }
  }
}
