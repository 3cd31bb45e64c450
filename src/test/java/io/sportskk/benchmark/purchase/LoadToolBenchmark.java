package io.sportskk.benchmark.purchase;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What it takes to make the load: a plain {@code GET} by the connections that the benchmarks use,
 * and by {@code wrk}, in turns, on the same node.
 *
 * <p>System properties: {@code rounds} (3), {@code seconds} a turn (10). {@code wrk} must be in the
 * path.
 */
public final class LoadToolBenchmark {

  private static final int CLIENTS = 64;
  private static final int ROUNDS = Integer.getInteger("rounds", 3);
  private static final Duration TURN = Duration.ofSeconds(Integer.getInteger("seconds", 10));
  private static final String TARGET = "/matches?limit=1";
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");

  /** What the shell's {@code times} says: its own time, and that of its children. */
  private static final Pattern TIME = Pattern.compile("(\\d+)m([0-9.]+)s");

  private LoadToolBenchmark() {}

  public static void main(String[] args) throws Exception {
    Path directory = Path.of("target", "benchmark", "tool-" + System.currentTimeMillis());
    try (Office office = Office.start(directory, List.of("-Xmx1g")).awaitReady()) {
      office.buyers();
      Load.closed(readers(office), CLIENTS, Duration.ofSeconds(30)); // warm-up
      for (int round = 0; round < ROUNDS; round++) {
        long own = ProcessorTime.of(ProcessHandle.current().pid());
        int answers = Load.closed(readers(office), CLIENTS, TURN).count();
        say("the benchmarks' own", answers, ProcessorTime.of(ProcessHandle.current().pid()) - own);
        wrk(office);
      }
    }
  }

  private static Buyers readers(Office office) {
    return number -> new Reader(office.connect());
  }

  private record Reader(HttpConnection connection) implements Buyer {

    @Override
    public String buy() throws IOException {
      return Integer.toString(connection.exchange("GET", TARGET, null, "").status());
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  private static void wrk(Office office) throws IOException {
    String url = "http://127.0.0.1:" + office.address().getPort() + TARGET;
    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                "wrk -t1 -c%d -d%ds '%s' && times".formatted(CLIENTS, TURN.toSeconds(), url))
            .redirectErrorStream(true)
            .start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher requests = REQUESTS.matcher(said);
    List<Double> millis =
        TIME.matcher(said)
            .results()
            .map(
                time ->
                    60_000 * Double.parseDouble(time.group(1))
                        + 1_000 * Double.parseDouble(time.group(2)))
            .toList();
    if (!requests.find() || millis.size() != 4) {
      throw new IllegalStateException(said);
    }
    say("wrk", Integer.parseInt(requests.group(1)), Math.round(millis.get(2) + millis.get(3)));
  }

  private static void say(String tool, int answers, long millis) {
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f/s, %.4f ms of a processor each%n",
        tool,
        (double) answers / TURN.toSeconds(),
        (double) millis / answers);
  }
}
