package io.sportskk.node.cluster;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Notices that this process has stood still, as one does that was stopped by a signal or whose
 * machine was paused: between two looks at a monotonic clock there was more time than the others
 * wait for a heartbeat. They may have put this node out meanwhile, and it can't know.
 *
 * <p>Whoever asks looks at the clock as well, so that a process that has just come to never gives
 * the answer of before.
 */
final class Standstill {

  private final long limit;
  private final LongSupplier nanoTime;
  private long lastLook;
  private long latest;
  private long confirmed;

  /**
   * @param limit how long is too long
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  Standstill(Duration limit, LongSupplier nanoTime) {
    this.limit = limit.toNanos();
    this.nanoTime = nanoTime;
    this.lastLook = nanoTime.getAsLong();
  }

  /**
   * To be called again and again, much more often than the limit.
   *
   * @return the number of the latest standstill, if the node's membership has not been confirmed
   *     since
   */
  synchronized OptionalLong unconfirmed() {
    long now = nanoTime.getAsLong();
    if (now - lastLook > limit) {
      latest++;
    }
    lastLook = now;
    return latest > confirmed ? OptionalLong.of(latest) : OptionalLong.empty();
  }

  /** The others were asked after this standstill, and take the node for a member. */
  synchronized void confirm(long number) {
    confirmed = Math.max(confirmed, number);
  }
}
