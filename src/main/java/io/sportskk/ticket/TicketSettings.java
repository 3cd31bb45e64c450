package io.sportskk.ticket;

import com.typesafe.config.Config;
import java.time.Duration;
import java.time.Instant;

/**
 * @param paymentDeadline how long a ticket may stay unpaid
 * @param cancelWindow how long after its approval a ticket can be cancelled
 * @param keepRefusals whether refused cancellations are stored, which nodes of the release before
 *     can't read
 * @param stopWithin how long a ticket that is to stop waits for the answers that it owes
 * @param passivateAfter how long a ticket that nobody asks or watches stays in memory
 */
public record TicketSettings(
    StakeLimits stake,
    Duration paymentDeadline,
    Duration cancelWindow,
    boolean keepRefusals,
    Retry retry,
    Duration passivateAfter,
    Duration stopWithin,
    SweeperSettings sweeper,
    GroupSettings group) {

  /**
   * @param unfinishedAfter how long a ticket may be unfinished before it is woken up
   * @param batch how many tickets are woken up at each interval at most
   */
  record SweeperSettings(Duration unfinishedAfter, Duration interval, int batch) {}

  /** How many events a projection handles in one transaction, and how long it waits for so many. */
  record GroupSettings(int size, Duration within) {}

  /**
   * @throws com.typesafe.config.ConfigException if a setting is missing or wrong; it names the
   *     setting
   */
  public static TicketSettings from(Config root) {
    Config ticket = root.getConfig("sportskk.ticket");
    Config sweeper = ticket.getConfig("sweeper");
    Config projection = root.getConfig("sportskk.projection");
    return new TicketSettings(
        StakeLimits.from(ticket.getConfig("stake")),
        ticket.getDuration("payment-deadline"),
        ticket.getDuration("cancel-window"),
        ticket.getBoolean("keep-refusals"),
        Retry.from(ticket.getConfig("retry")),
        ticket.getDuration("passivate-after"),
        ticket.getDuration("stop-within"),
        new SweeperSettings(
            sweeper.getDuration("unfinished-after"),
            sweeper.getDuration("interval"),
            sweeper.getInt("batch")),
        new GroupSettings(projection.getInt("group-size"), projection.getDuration("group-within")));
  }

  /** Until when a ticket that is requested now must be paid. */
  Instant payBefore(Instant requestedAt, Instant salesCloseAt) {
    return earlier(requestedAt.plus(paymentDeadline), salesCloseAt);
  }

  /** Until when a ticket that is approved now can be cancelled: never after sales have closed. */
  Instant cancellableUntil(Instant approvedAt, Instant salesCloseAt) {
    return earlier(approvedAt.plus(cancelWindow), salesCloseAt);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
