package io.sportskk.payment;

import io.sportskk.kernel.Money;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/**
 * What was staked, won and paid in in the day, week or month that it is. Part of the stored
 * snapshot.
 *
 * <p>Days, weeks and months are those of the calendar: of a window that slides, each single charge
 * would have to be known. A stake that is given back counts in the window in which it was charged,
 * and no other: else one could stake before midnight, cancel after it, and stake more than the
 * limit in the new day. Which window that is, the number of the charge tells.
 *
 * @param until when the next one begins
 * @param chargesBefore how many charges the wallet had made when it began
 * @param staked the charges made in it, less those of them that were given back
 * @param won what was paid out in it, less taxes, of whenever charged tickets
 * @param deposited what was paid in in it; snapshots of earlier releases lack it
 */
record PlayWindow(Instant until, long chargesBefore, Money staked, Money won, Money deposited) {

  /** Before there was any. */
  static final PlayWindow NONE =
      new PlayWindow(Instant.EPOCH, 0, Money.ZERO, Money.ZERO, Money.ZERO);

  PlayWindow {
    deposited = deposited == null ? Money.ZERO : deposited;
  }

  enum Length {
    DAY {
      @Override
      LocalDate next(LocalDate day) {
        return day.plusDays(1);
      }
    },
    /** From Monday to Sunday, as ISO 8601 has it. */
    WEEK {
      @Override
      LocalDate next(LocalDate day) {
        return day.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
      }
    },
    MONTH {
      @Override
      LocalDate next(LocalDate day) {
        return day.with(TemporalAdjusters.firstDayOfNextMonth());
      }
    };

    abstract LocalDate next(LocalDate day);

    Instant endAfter(Instant now, ZoneId zone) {
      return next(now.atZone(zone).toLocalDate()).atStartOfDay(zone).toInstant();
    }
  }

  /** This window, or the one that has begun since. */
  PlayWindow asOf(Instant now, Length length, ZoneId zone, long charges) {
    return now.isBefore(until)
        ? this
        : new PlayWindow(length.endAfter(now, zone), charges, Money.ZERO, Money.ZERO, Money.ZERO);
  }

  PlayWindow charged(Money amount) {
    return new PlayWindow(until, chargesBefore, staked.plus(amount), won, deposited);
  }

  PlayWindow givenBack(MatchCharges.Open charge) {
    return charge.number() > chargesBefore
        ? new PlayWindow(until, chargesBefore, staked.minus(charge.amount()), won, deposited)
        : this;
  }

  PlayWindow paidOut(Money net) {
    return new PlayWindow(until, chargesBefore, staked, won.plus(net), deposited);
  }

  PlayWindow deposited(Money amount) {
    return new PlayWindow(until, chargesBefore, staked, won, deposited.plus(amount));
  }

  /** In KRW; negative if more was won than staked. */
  long lost() {
    return staked.won() - won.won();
  }
}
