package io.sportskk.payment;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Bounds what one buyer has under way. A wallet does one thing after the other and keeps only so
 * much waiting; what it drops would look like silence and suspend payment for everybody. So a few
 * calls are made at once, some wait here for their turn, reversals before charges, and the rest is
 * not made.
 *
 * <p>A call that is not answered sends those that wait away, too: they would wait for the same
 * wallet. Nor is one made whose turn comes later than a wallet may take to answer: each call ends
 * within that time, so after twice of it whoever asks knows what came of it.
 */
final class CallsInTurn {

  private final PaymentSettings.PerBuyer bounds;
  private final Duration limit;
  private final LongSupplier nanoClock;

  /** Buyers with a call under way. */
  private final Map<String, Buyer> buyers = new HashMap<>();

  /**
   * @param limit for how long a call waits for its turn
   * @param nanoClock as {@link System#nanoTime}
   */
  CallsInTurn(PaymentSettings.PerBuyer bounds, Duration limit, LongSupplier nanoClock) {
    this.bounds = bounds;
    this.limit = limit;
    this.nanoClock = nanoClock;
  }

  /** How a call is waited for. */
  enum Kind {
    /** What brings the buyer money: it goes first. */
    REVERSAL,
    CHARGE
  }

  /**
   * @param call made now, or when its turn comes
   * @return fails with {@link WalletBusyException} if the call is not made
   */
  <R> CompletionStage<R> call(String buyerId, Kind kind, Supplier<CompletionStage<R>> call) {
    Turn<R> turn = new Turn<>(call, new CompletableFuture<>(), nanoClock.getAsLong());
    boolean first;
    synchronized (buyers) {
      Buyer buyer = buyers.computeIfAbsent(buyerId, id -> new Buyer());
      first = buyer.underWay < bounds.underWay();
      if (first) {
        buyer.underWay++;
      } else {
        Deque<Turn<?>> waiting = buyer.waiting(kind);
        if (waiting.size() >= bounds.waiting()) {
          turn.refuse("too many calls are under way for this buyer");
          return turn.answer;
        }
        waiting.add(turn);
      }
    }
    if (first) {
      make(buyerId, turn);
    }
    return turn.answer;
  }

  /** How many buyers have a call under way. */
  int buyers() {
    synchronized (buyers) {
      return buyers.size();
    }
  }

  private <R> void make(String buyerId, Turn<R> turn) {
    turn.call
        .get()
        .whenComplete(
            (reply, failure) -> {
              ended(buyerId, PaymentClient.isUnanswered(failure));
              if (failure == null) {
                turn.answer.complete(reply);
              } else {
                turn.answer.completeExceptionally(failure);
              }
            });
  }

  private void ended(String buyerId, boolean unanswered) {
    List<Turn<?>> sentAway;
    Turn<?> next;
    synchronized (buyers) {
      Buyer buyer = buyers.get(buyerId);
      sentAway = buyer.take(turn -> unanswered || isTooOld(turn));
      next = buyer.next();
      if (next == null && --buyer.underWay == 0) {
        buyers.remove(buyerId);
      }
    }
    String why =
        unanswered
            ? "the wallet did not answer an earlier call"
            : "its turn has not come within " + limit.toMillis() + " ms";
    sentAway.forEach(turn -> turn.refuse(why));
    if (next != null) {
      make(buyerId, next);
    }
  }

  private boolean isTooOld(Turn<?> turn) {
    return nanoClock.getAsLong() - turn.since > limit.toNanos();
  }

  /**
   * A call, and whom its answer is for.
   *
   * @param since when it was asked for, in nanoseconds
   */
  private record Turn<R>(
      Supplier<CompletionStage<R>> call, CompletableFuture<R> answer, long since) {

    void refuse(String why) {
      answer.completeExceptionally(new WalletBusyException(why));
    }
  }

  /** What one buyer has under way. */
  private static final class Buyer {
    private final Deque<Turn<?>> reversals = new ArrayDeque<>();
    private final Deque<Turn<?>> charges = new ArrayDeque<>();
    private int underWay;

    Deque<Turn<?>> waiting(Kind kind) {
      return kind == Kind.REVERSAL ? reversals : charges;
    }

    /** Those that wait no more. */
    List<Turn<?>> take(Predicate<Turn<?>> which) {
      List<Turn<?>> taken =
          Stream.concat(reversals.stream(), charges.stream()).filter(which).toList();
      reversals.removeAll(taken);
      charges.removeAll(taken);
      return taken;
    }

    /** Null if nothing waits. */
    Turn<?> next() {
      return reversals.isEmpty() ? charges.poll() : reversals.poll();
    }
  }
}
