package io.sportskk.benchmark.purchase;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The turns of one load, each beside two of the plain transaction, which is put under a load of its
 * own that is always the same, and under the same load as the node.
 *
 * @param clients 0: as many as it takes
 */
record Row(
    String name,
    int clients,
    List<Measurement> turns,
    List<Measurement> yardsticks,
    List<Measurement> peers) {

  /** A load that can be put on the node, and on the plain transaction. */
  interface Kind {
    Latencies by(Buyers buyers, Duration time) throws Exception;
  }

  static Row of(String name, int clients) {
    return new Row(name, clients, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  double median(ToDoubleFunction<Measurement> figure) {
    return median(turns, figure);
  }

  double peer(ToDoubleFunction<Measurement> figure) {
    return median(peers, figure);
  }

  /** Of the ratios of turns that were beside each other. */
  double ratio(ToDoubleFunction<Measurement> figure) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      ratios.add(figure.applyAsDouble(turns.get(i)) / figure.applyAsDouble(yardsticks.get(i)));
    }
    return middle(ratios);
  }

  static double median(List<Measurement> turns, ToDoubleFunction<Measurement> figure) {
    return middle(turns.stream().map(figure::applyAsDouble).toList());
  }

  private static double middle(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }
}
