package io.sportskk.benchmark.purchase;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Takes the processor time of all that take part in a load, and how far projections are behind. */
final class Meter {

  private static final int LOOK_EVERY_MILLIS = 500;

  private final Office office;

  Meter(Office office) {
    this.office = office;
  }

  Measurement of(Callable<Latencies> load) throws Exception {
    long databasePid = office.databasePid();
    Lag lag = new Lag();
    ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
    try {
      ScheduledFuture<?> looking =
          looks.scheduleWithFixedDelay(
              lag::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      List<Measurement.Node> nodes = nodes();
      long database = ProcessorTime.ofFamily(databasePid);
      long own = ProcessorTime.of(ProcessHandle.current().pid());
      long began = System.nanoTime();
      Latencies latencies = load.call();
      Duration time = Duration.ofNanos(System.nanoTime() - began);
      if (looking.isDone()) {
        looking.get(); // with what it failed
      }
      return new Measurement(
          latencies,
          time,
          since(nodes),
          ProcessorTime.ofFamily(databasePid) - database,
          ProcessorTime.of(ProcessHandle.current().pid()) - own,
          lag.most);
    } finally {
      looks.shutdownNow();
    }
  }

  private List<Measurement.Node> nodes() throws IOException {
    List<Measurement.Node> nodes = new ArrayList<>();
    for (OfficeNode node : office.nodes()) {
      nodes.add(new Measurement.Node(node.place(), ProcessorTime.of(node.pid()), node.sent()));
    }
    return nodes;
  }

  private List<Measurement.Node> since(List<Measurement.Node> before) throws IOException {
    List<Measurement.Node> now = nodes();
    return IntStream.range(0, now.size())
        .mapToObj(
            i ->
                new Measurement.Node(
                    now.get(i).place(),
                    now.get(i).millis() - before.get(i).millis(),
                    now.get(i).sent() - before.get(i).sent()))
        .toList();
  }

  private final class Lag {
    private volatile double most;

    void look() {
      try {
        double lag = office.lag();
        most = Double.isNaN(lag) ? most : Math.max(most, lag);
      } catch (IOException e) {
        throw new IllegalStateException("the metrics can't be read", e);
      }
    }
  }
}
