package io.sportskk.benchmark.purchase;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Buyers of whom is known how many purchases were answered in each second. */
final class CountedBuyers implements Buyers {

  private static final long NONE = Long.MAX_VALUE;

  private final Buyers buyers;
  private final LongSupplier clock;
  private final AtomicIntegerArray seconds;
  private final AtomicLong first = new AtomicLong(NONE);

  /**
   * @param clock nanoseconds since the first second began
   * @param seconds how many are counted
   */
  CountedBuyers(Buyers buyers, LongSupplier clock, int seconds) {
    this.buyers = buyers;
    this.clock = clock;
    this.seconds = new AtomicIntegerArray(seconds);
  }

  @Override
  public Buyer connect(int number) throws Exception {
    return new Counted(buyers.connect(number));
  }

  /** How many there were in each second so far that is over. */
  List<Integer> perSecond() {
    int over = (int) Math.min(seconds.length(), TimeUnit.NANOSECONDS.toSeconds(clock.getAsLong()));
    return IntStream.range(0, over).mapToObj(seconds::get).toList();
  }

  /** When the first one was answered, in seconds. */
  OptionalDouble first() {
    long nanos = first.get();
    return nanos == NONE ? OptionalDouble.empty() : OptionalDouble.of(nanos / 1e9);
  }

  private void count() {
    long now = clock.getAsLong();
    if (first.get() == NONE) {
      first.accumulateAndGet(now, Math::min);
    }
    long second = TimeUnit.NANOSECONDS.toSeconds(now);
    if (second < seconds.length()) {
      seconds.incrementAndGet((int) second);
    }
  }

  private final class Counted implements Buyer {
    private final Buyer buyer;

    Counted(Buyer buyer) {
      this.buyer = buyer;
    }

    @Override
    public String buy() throws IOException, SQLException {
      String outcome = buyer.buy();
      count();
      return outcome;
    }

    @Override
    public void close() throws IOException, SQLException {
      buyer.close();
    }
  }
}
