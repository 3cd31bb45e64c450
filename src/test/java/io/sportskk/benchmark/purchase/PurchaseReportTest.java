package io.sportskk.benchmark.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurchaseReportTest {

  private static final Circumstances CIRCUMSTANCES =
      new Circumstances(
          Instant.parse("2026-01-02T03:04:05Z"), "a machine", "a Java", "abc1234", "a command");

  @TempDir private Path directory;

  @Test
  void aPageHasAllFiguresAndItsPlots() throws IOException {
    PurchaseReport report = new PurchaseReport(CIRCUMSTANCES, "one node");
    report.fact("share", "%.1f %%", 12.34);

    String page = written(report, row("1 client", 1, "all"), row("open, 50/s", 0, "all"));

    assertThat(page)
        .contains("| commit | abc1234 |", "| command | `a command` |", "| share | 12.3 % |")
        .contains("| 1 client | 100 | 0.50 | 6.0 | 10.0 | 1.00 | 2.00 | 0.50 | 0.10 | 0.25 |")
        .contains(
            "| plain transaction, 64 connections | 200 | 1 | 6.0 | 10.0 | 1 | | 0.25 | 0.05 | |")
        .contains("| open, 50/s | 400 | 6.0 | 10.0 | 0.13 | 0.03 |")
        .doesNotContain("Of each node");
    assertThat(plots()).containsExactly("run-cold.svg", "run-latency.svg", "run-rate.svg");
    assertThat(directory.resolve("run-rate.svg"))
        .content()
        .contains("1 client: 100/s; the plain transaction 400/s", "2026-01-02", "abc1234");
    assertThat(directory.resolve("run-cold.svg")).content().contains("Second 1: 3 purchases");
  }

  @Test
  void ofSeveralNodesOneSeesWhatEachTakes() throws IOException {
    PurchaseReport report = new PurchaseReport(CIRCUMSTANCES, "2 nodes");

    String page =
        written(
            report,
            row("64 clients", 64, "gateway", "ticket"),
            row("open, 50/s", 0, "gateway", "ticket"));

    assertThat(page)
        .contains("| load | gateway | ticket |\n| --- | --- | --- |\n")
        .contains("| 64 clients | 2.00; 3.00 | 4.00; 5.00 |");
  }

  private String written(PurchaseReport report, Row closed, Row open) throws IOException {
    return Files.readString(
        report.write(directory, "run", List.of(3, 50, 100), List.of(closed), open));
  }

  private List<String> plots() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".svg"))
          .sorted()
          .toList();
    }
  }

  private static Row row(String name, int clients, String... roles) {
    Row row = Row.of(name, clients);
    row.turns().add(purchases(100, roles));
    row.yardsticks().add(purchases(200, roles));
    row.peers().add(purchases(400, roles));
    return row;
  }

  /** In one second; each takes 1 to 10 ms. */
  private static Measurement purchases(int number, String... roles) {
    Latencies latencies = new Latencies();
    for (int n = 0; n < number; n++) {
      latencies.add("bought", (1 + n % 10) * 1_000_000L);
    }
    List<Measurement.Node> nodes =
        Stream.iterate(0, n -> n + 1)
            .limit(roles.length)
            .map(
                n ->
                    new Measurement.Node(
                        new OfficeNode.Place(roles[n], 0, 0, 0, Path.of("")),
                        (2 + 2L * n) * number,
                        (3 + 2L * n) * number))
            .toList();
    return new Measurement(
        Latencies.of(List.of(latencies)), Duration.ofSeconds(1), nodes, 50, 10, 0.25);
  }
}
