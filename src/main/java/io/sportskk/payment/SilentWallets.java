package io.sportskk.payment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The buyers whose wallets did not answer when they were last asked. One wallet that is silent says
 * nothing of the others: it counts once against payment, until it has answered; and it is asked
 * again after a pause, twice as long each time.
 */
final class SilentWallets {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /**
   * Longer than payment is suspended at a time (akka.circuit-breaker.payment.max-reset-timeout): so
   * a silent wallet is not the only one with which it is tried whether payment works again.
   */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Who is forgotten, as there are more, counts once more. */
  private static final int REMEMBERED = 10_000;

  /** Longer than a ticket that waits for its payment is left alone by the sweeper. */
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);

  private final LongSupplier nanoClock;
  private final Cache<String, Silence> silent;

  /**
   * @param until when the wallet may be asked again, as the clock has it
   */
  private record Silence(long until, Duration pause) {

    Silence longer(long now) {
      if (now - until < 0) {
        return this; // it was asked several times at once
      }
      Duration twice = pause.multipliedBy(2);
      return from(now, twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice);
    }

    static Silence from(long now, Duration pause) {
      return new Silence(now + pause.toNanos(), pause);
    }
  }

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  SilentWallets(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.silent =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .ticker(nanoClock::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /** Whether the buyer's wallet may be asked now. */
  boolean mayBeAsked(String buyerId) {
    Silence silence = silent.getIfPresent(buyerId);
    return silence == null || nanoClock.getAsLong() - silence.until >= 0;
  }

  /**
   * The wallet has not answered.
   *
   * @return whether that counts: it had answered when it was asked before, or never been asked
   */
  boolean unanswered(String buyerId) {
    long now = nanoClock.getAsLong();
    Silence before = silent.asMap().putIfAbsent(buyerId, Silence.from(now, FIRST_PAUSE));
    if (before != null) {
      silent.asMap().computeIfPresent(buyerId, (id, silence) -> silence.longer(now));
    }
    return before == null;
  }

  void answered(String buyerId) {
    silent.invalidate(buyerId);
  }

  /**
   * It was payment that did not answer, or does again: each may be asked at once. But who is silent
   * all the same counts no more than before.
   */
  void resetPauses() {
    long now = nanoClock.getAsLong();
    silent.asMap().replaceAll((buyerId, silence) -> new Silence(now, FIRST_PAUSE));
  }

  /** How many there are. */
  long count() {
    silent.cleanUp();
    return silent.estimatedSize();
  }
}
