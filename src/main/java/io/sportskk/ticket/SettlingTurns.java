package io.sportskk.ticket;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How many tickets a node settles at the same time: who buys goes first. While tickets are bought,
 * half as many are settled at once as are being bought, and one at least; so a purchase finds half
 * as many again before it as without a settlement. When none is bought any more, twice as many are
 * settled with each second, until nothing but the settlements' own bounds is left.
 *
 * <p>Nor are more settled than payment answers in time: of those that are settled at once half as
 * many go on when it does not, and one more with as many as were paid meanwhile. So a node that is
 * starved, or a slow journal, makes a settlement slow, and does not suspend it over and over.
 *
 * <p>How many are being bought is reckoned from how long purchases took lately (Little's law), and
 * not counted: a purchase that never ends, as its ticket has gone to another node, holds nobody up.
 */
final class SettlingTurns {

  /** For each ticket that is being bought. */
  private static final double BESIDE_A_PURCHASE = 0.5;

  private static final double LEAST = 1;

  /** For so long a purchase counts. */
  private static final long LATELY = Duration.ofSeconds(1).toNanos();

  /** After so many seconds without a purchase there is no bound. */
  private static final long QUIET = 16;

  private final LongSupplier nanoClock;

  /** Those whose turn has not come, the oldest first. */
  private final Map<Turn, Consumer<Turn>> waiting = new LinkedHashMap<>();

  private int taken;

  /** How many payment answers in time, as far as is known. */
  private double answered = Double.POSITIVE_INFINITY;

  private long lessenedAt;

  /** How long purchases took, in nanoseconds: what is older counts less. */
  private double took;

  private long reckonedAt;
  private long lastPurchase;

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  SettlingTurns(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.reckonedAt = nanoClock.getAsLong();
    this.lastPurchase = reckonedAt - (QUIET + 1) * LATELY;
    this.lessenedAt = reckonedAt - LATELY;
  }

  /** One ticket's: to be ended, whether it has come or not, once. */
  final class Turn {
    private boolean ended;

    private Turn() {}

    void end() {
      synchronized (SettlingTurns.this) {
        if (!ended) {
          ended = true;
          if (waiting.remove(this) == null) {
            taken--;
          }
          next();
        }
      }
    }
  }

  /**
   * @param comes called once when the turn has come, at once or later, by any thread; must not
   *     block
   */
  synchronized Turn take(Consumer<Turn> comes) {
    Turn turn = new Turn();
    waiting.put(turn, comes);
    next();
    return turn;
  }

  private void next() {
    var oldest = waiting.entrySet().iterator();
    while (oldest.hasNext() && taken < bound()) {
      Map.Entry<Turn, Consumer<Turn>> first = oldest.next();
      oldest.remove();
      taken++;
      first.getValue().accept(first.getKey());
    }
  }

  private double bound() {
    return Math.min(answered, besidePurchases());
  }

  private double besidePurchases() {
    long now = nanoClock.getAsLong();
    long quiet = (now - lastPurchase) / LATELY;
    return quiet > QUIET
        ? Double.POSITIVE_INFINITY
        : Math.max(LEAST, BESIDE_A_PURCHASE * reckoned(now) / LATELY) * (1L << Math.max(0, quiet));
  }

  private double reckoned(long now) {
    return took * Math.exp((double) (reckonedAt - now) / LATELY);
  }

  /** Somebody begins to buy. */
  synchronized void purchaseBegins() {
    lastPurchase = nanoClock.getAsLong();
  }

  /**
   * Somebody has bought, or could not.
   *
   * @param after what it took, by clocks that may have been set meanwhile
   */
  synchronized void purchaseEnds(Duration after) {
    lastPurchase = nanoClock.getAsLong();
    took = reckoned(lastPurchase) + Math.max(0, Math.min(after.toNanos(), LATELY));
    reckonedAt = lastPurchase;
  }

  /** Payment has answered for one that has its turn. */
  synchronized void paymentAnswered() {
    answered += 1 / answered;
  }

  /** It has not in time, or is suspended. Many may find that at once: it counts once a second. */
  synchronized void paymentFailed() {
    long now = nanoClock.getAsLong();
    if (now - lessenedAt >= LATELY) {
      lessenedAt = now;
      answered = Math.max(LEAST, Math.min(answered, taken) / 2);
    }
  }

  /** How many tickets wait for their turn. */
  synchronized int waiting() {
    return waiting.size();
  }
}
