package io.sportskk.benchmark.purchase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sportskk.testing.TestTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Many tickets of one match are bought as fast as it gets, and then the match is decided: how fast
 * its tickets are settled beside how fast they were bought, and what purchases of another match
 * take before and meanwhile.
 *
 * <p>System properties: {@code tickets} (100,000), {@code rate} of the purchases meanwhile (50 a
 * second, 0 for none), {@code node-options} of Java.
 */
public final class SettlementBenchmark {

  private static final int TICKETS = Integer.getInteger("tickets", 100_000);
  private static final int RATE = Integer.getInteger("rate", 50);
  private static final String NODE_OPTIONS = System.getProperty("node-options", "-Xmx512m");
  private static final String MATCH = "settled";
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration SAMPLE = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Office office;

  private SettlementBenchmark(Office office) {
    this.office = office;
  }

  public static void main(String[] args) throws Exception {
    Path directory = Path.of("target", "benchmark", "settlement-" + System.currentTimeMillis());
    try (Office office = Office.start(directory, List.of(NODE_OPTIONS.split(" "))).awaitReady()) {
      new SettlementBenchmark(office).run();
    }
  }

  private void run() throws Exception {
    List<HttpBuyers.OnSale> others = office.buyersMatches();
    open();
    List<String> tokens = HttpBuyers.tokens();
    // A quarter of the tickets is on the winner.
    HttpBuyers buyers =
        office.buyersOf(
            List.of(
                new HttpBuyers.OnSale(MATCH, "KT"),
                new HttpBuyers.OnSale(MATCH, "LG"),
                new HttpBuyers.OnSale(MATCH, "LG"),
                new HttpBuyers.OnSale(MATCH, "LG")),
            tokens);
    long bought = 0;
    double perSecond = 0;
    while (bought < TICKETS) {
      long began = System.nanoTime();
      long more = Load.closed(buyers, 64, SAMPLE).count();
      perSecond = more * 1e9 / (System.nanoTime() - began);
      bought += more;
    }
    say("%,d tickets bought, at the end %.0f a second", bought, perSecond);
    HttpBuyers meanwhile = office.buyersOf(others, tokens);
    if (RATE > 0) {
      say("another match before: %s", latency(Load.open(meanwhile, 16, RATE, SAMPLE)));
    }
    long node = ProcessorTime.of(office.pid());
    admin("admin-1", "close", "");
    long closed = System.nanoTime();
    await("SEALED");
    say("totals are final %.1f s after sales had stopped", (System.nanoTime() - closed) / 1e9);
    admin("admin-1", "result", "{\"winners\":[\"KT\"],\"source\":\"the benchmark\"}");
    admin("admin-2", "confirm", "{\"winners\":[\"KT\"]}");
    long began = System.nanoTime();
    if (RATE > 0) {
      await("PAYING");
      say("another match meanwhile: %s", latency(Load.open(meanwhile, 16, RATE, SAMPLE)));
    }
    JsonNode settlement = await("COMPLETED");
    double seconds = (System.nanoTime() - began) / 1e9;
    long tickets = settlement.at("/settled/tickets").longValue();
    say(
        "%,d tickets settled in %.1f s from the confirmation: %.0f a second, %.1f times as fast as"
            + " bought; since dividends were fixed %.0f a second; processor of the node %.2f ms a"
            + " ticket",
        tickets,
        seconds,
        tickets / seconds,
        tickets / seconds / perSecond,
        settlement.get("ticketsPerSecond").doubleValue(),
        (double) (ProcessorTime.of(office.pid()) - node) / tickets);
    say(
        "heap in use after a collection: %.0f MiB, resident %d MiB",
        office.heap(), ProcessorTime.residentMebibytes(office.pid()));
    say("%s", settlement);
  }

  private static String latency(Latencies purchases) {
    return String.format(
        Locale.ROOT,
        "%d purchases, p50 %.1f, p99 %.1f ms",
        purchases.count(),
        purchases.quantile(0.5),
        purchases.quantile(0.99));
  }

  private void open() throws IOException {
    exchange(
        "admin-1",
        "POST",
        "/admin/matches",
        """
        {"matchId": "%s", "name": "KT - LG", "closesAt": "%s",
         "teams": [{"code": "KT", "name": "KT"}, {"code": "LG", "name": "LG"}]}"""
            .formatted(MATCH, Instant.now().plus(Duration.ofHours(5))));
  }

  private void admin(String who, String step, String body) throws IOException {
    exchange(who, "POST", "/admin/matches/" + MATCH + "/" + step, body);
  }

  private JsonNode exchange(String who, String method, String path, String body)
      throws IOException {
    try (HttpConnection connection = office.connect()) {
      HttpConnection.Answer answer =
          connection.exchange(method, path, TestTokens.of(who, "admin"), body);
      if (answer.status() >= 300) {
        throw new IllegalStateException(path + ": " + answer);
      }
      return JSON.readTree(answer.body());
    }
  }

  private JsonNode await(String phase) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(100, TimeUnit.MILLISECONDS)
        .until(
            () -> exchange("admin-1", "GET", "/admin/matches/" + MATCH + "/settlement", ""),
            settlement -> settlement.get("phase").textValue().equals(phase));
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }
}
