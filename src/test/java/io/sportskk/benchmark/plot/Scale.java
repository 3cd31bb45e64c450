package io.sportskk.benchmark.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Where values are along an axis of a {@link Plot}, and which of them are named there. */
public final class Scale {

  private static final int LABELS = 6;
  private static final int[] ROUND = {1, 2, 5};

  private final DoubleUnaryOperator stretch;
  private final double low;
  private final double high;
  private final List<Tick> ticks;

  /** A value that is named. */
  record Tick(double value, String label) {}

  private Scale(DoubleUnaryOperator stretch, double low, double high, List<Tick> ticks) {
    this.stretch = stretch;
    this.low = stretch.applyAsDouble(low);
    this.high = stretch.applyAsDouble(high);
    this.ticks = List.copyOf(ticks);
  }

  /** From 0 to the next round number, so that what is twice as much is twice as far away. */
  public static Scale fromZero(double most) {
    double wanted = checked(most) / LABELS;
    double power = Math.pow(10, Math.floor(Math.log10(wanted)));
    double step =
        IntStream.of(ROUND)
            .mapToDouble(round -> round * power)
            .filter(candidate -> candidate >= wanted)
            .findFirst()
            .orElse(10 * power);
    int steps = (int) Math.ceil(most / step);
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      ticks.add(tick(i * step));
    }
    return new Scale(DoubleUnaryOperator.identity(), 0, steps * step, ticks);
  }

  /** What is twice as much is as far away everywhere: from one to the other of 1, 2, 5, 10, … */
  public static Scale logarithmic(double least, double most) {
    checked(least);
    List<Tick> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(least)); ; power++) {
      for (int round : ROUND) {
        double value = round * Math.pow(10, power);
        if (value <= least) {
          ticks.clear(); // the axis begins with the last one that is not above
        }
        ticks.add(tick(value));
        if (value >= most && ticks.size() > 1) {
          return new Scale(
              Math::log, ticks.get(0).value(), ticks.get(ticks.size() - 1).value(), ticks);
        }
      }
    }
  }

  /** As {@link #logarithmic(double, double)}, with just these values, at least two, named. */
  public static Scale logarithmic(List<Integer> values) {
    List<Integer> sorted = values.stream().distinct().sorted().toList();
    checked(sorted.get(0));
    return new Scale(
        Math::log,
        sorted.get(0),
        Math.max(sorted.get(sorted.size() - 1), 2 * sorted.get(0)),
        sorted.stream().map(value -> tick(value)).toList());
  }

  /**
   * Shares of all, from none to almost all: 90 %, 99 %, 99.9 % and so on are as far from one
   * another, so that one sees what the slowest met.
   *
   * @param most less than 1
   */
  public static Scale nines(double most) {
    List<Tick> ticks = new ArrayList<>(List.of(new Tick(0, "0 %"), new Tick(0.5, "50 %")));
    BigDecimal percent = BigDecimal.valueOf(100);
    for (BigDecimal rest = BigDecimal.valueOf(10); ; rest = rest.movePointLeft(1)) {
      BigDecimal named = percent.subtract(rest).stripTrailingZeros();
      if (named.doubleValue() / 100 > most) {
        break;
      }
      ticks.add(new Tick(named.doubleValue() / 100, named.toPlainString() + " %"));
    }
    return new Scale(share -> -Math.log10(1 - share), 0, most, ticks);
  }

  private static double checked(double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("no scale for " + value);
    }
    return value;
  }

  private static Tick tick(double value) {
    String label =
        new BigDecimal(value)
            .setScale(6, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString();
    return new Tick(
        value, value < 1_000 ? label : String.format(Locale.ROOT, "%,d", Math.round(value)));
  }

  /** From 0 at the beginning of the axis to 1 at its end; what is beyond is at the end. */
  double at(double value) {
    double share = (stretch.applyAsDouble(value) - low) / (high - low);
    return Math.min(1, Math.max(0, share));
  }

  List<Tick> ticks() {
    return ticks;
  }
}
