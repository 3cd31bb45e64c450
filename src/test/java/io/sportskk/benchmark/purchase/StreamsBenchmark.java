package io.sportskk.benchmark.purchase;

import io.sportskk.testing.TestTokens;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many buyers watch a ticket of their own each, and then the tickets are cancelled, one after the
 * other: what the open streams cost the node, and how long a change takes from its time in the
 * ticket to its reader.
 *
 * <p>System properties: {@code streams} (10,000), {@code changes} a second (500; a cancellation is
 * two), {@code node-options} of Java. The machine must allow a process some 1,000 files more than
 * streams.
 */
public final class StreamsBenchmark {

  private static final int STREAMS = Integer.getInteger("streams", 10_000);
  private static final int CHANGES = Integer.getInteger("changes", 500);
  private static final String NODE_OPTIONS = System.getProperty("node-options", "-Xmx1g");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Heartbeats are in it. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Pattern TICKET_ID = Pattern.compile("\"ticketId\":\"([^\"]+)\"");
  private static final Pattern STATUS = Pattern.compile("\"status\":\"([^\"]+)\"");
  private static final Pattern UPDATED_AT = Pattern.compile("\"updatedAt\":\"([^\"]+)\"");

  private StreamsBenchmark() {}

  private record Watched(String ticketId, String token) {}

  public static void main(String[] args) throws Exception {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Dsportskk.sse.max-streams=" + (STREAMS + 100),
                "-Dakka.http.server.max-connections=" + (STREAMS + 1_000)));
    options.addAll(List.of(NODE_OPTIONS.split(" ")));
    Path directory = Path.of("target", "benchmark", "streams-" + System.currentTimeMillis());
    try (Office office = Office.start(directory, options).awaitReady()) {
      HttpBuyers buyers = office.buyers();
      say("warm-up: %d purchases", Load.closed(buyers, 64, Duration.ofSeconds(30)).count());
      List<Watched> tickets = buy(office);
      say("%d tickets; heap in use after a collection: %.0f MiB", tickets.size(), office.heap());
      try (Streams streams = new Streams(office.address())) {
        for (Watched ticket : tickets) {
          streams.open(ticket);
        }
        streams.await(STREAMS);
        say(
            "%d streams open; heap in use after a collection: %.0f MiB, resident %d MiB",
            STREAMS, office.heap(), ProcessorTime.residentMebibytes(office.pid()));
        long before = ProcessorTime.of(office.pid());
        TimeUnit.SECONDS.sleep(SILENCE.toSeconds());
        say(
            "nothing happens: processor of the node %.0f ms a second",
            (double) (ProcessorTime.of(office.pid()) - before) / SILENCE.toSeconds());
        long node = ProcessorTime.of(office.pid());
        streams.forget();
        long began = System.nanoTime();
        cancel(office, tickets);
        streams.await(2L * tickets.size());
        double seconds = (System.nanoTime() - began) / 1e9;
        say(
            "%.0f changes a second: from the change to its reader p50 %.1f, p99 %.1f, worst %.1f"
                + " ms; processor of the node %.2f ms a change",
            2 * tickets.size() / seconds,
            streams.quantile(0.5),
            streams.quantile(0.99),
            streams.quantile(1),
            (double) (ProcessorTime.of(office.pid()) - node) / (2 * tickets.size()));
      }
    }
  }

  private static List<Watched> buy(Office office) throws IOException {
    HttpBuyers.OnSale match = office.onSale().get(0);
    List<Watched> tickets = new ArrayList<>();
    try (HttpConnection connection = office.connect()) {
      for (int number = 0; number < STREAMS; number++) {
        String token = TestTokens.of("watcher-" + number, "buyer");
        HttpConnection.Answer answer =
            connection.exchange(
                "POST",
                "/tickets",
                token,
                "{\"matchId\":\"%s\",\"team\":\"%s\",\"stake\":100}"
                    .formatted(match.matchId(), match.team()));
        tickets.add(new Watched(found(TICKET_ID, answer.body()), token));
      }
    }
    return tickets;
  }

  /** At the wanted rate, whatever the answers take. */
  private static void cancel(Office office, List<Watched> tickets) throws Exception {
    int connections = 16;
    List<Thread> threads = new ArrayList<>();
    long began = System.nanoTime();
    for (int number = 0; number < connections; number++) {
      int first = number;
      Thread thread =
          new Thread(
              () -> {
                try (HttpConnection connection = office.connect()) {
                  for (int i = first; i < tickets.size(); i += connections) {
                    long due = began + i * 2_000_000_000L / CHANGES;
                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                    Watched ticket = tickets.get(i);
                    HttpConnection.Answer answer =
                        connection.exchange(
                            "POST", "/tickets/" + ticket.ticketId + "/cancel", ticket.token, "{}");
                    if (answer.status() >= 400) {
                      throw new IllegalStateException(answer.toString());
                    }
                  }
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }

  /** How long each change has taken to its reader. */
  private static final class Streams implements AutoCloseable {

    private final ReadStreams streams;
    private final List<Double> millis = new ArrayList<>();
    private long seen;

    Streams(InetSocketAddress address) throws IOException {
      this.streams = new ReadStreams(address);
    }

    void open(Watched ticket) throws IOException {
      streams.open("/tickets/" + ticket.ticketId + "/events", ticket.token, new OfTicket());
    }

    /** Waits for so many tickets that are at an end, or for all to be shown as approved. */
    void await(long events) throws InterruptedException {
      streams.await(
          () -> seen >= events, PATIENCE, () -> seen + " of " + events + " events have come");
    }

    void forget() {
      streams.look(
          () -> {
            seen = 0;
            millis.clear();
            return null;
          });
    }

    double quantile(double share) {
      List<Double> sorted = streams.look(() -> millis.stream().sorted().toList());
      return sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size())));
    }

    private final class OfTicket implements ReadStreams.Reader {

      /** Of an event that is not all there. */
      private final StringBuilder text = new StringBuilder();

      @Override
      public void read(ByteBuffer bytes) {
        text.append(StandardCharsets.UTF_8.decode(bytes));
        for (int end = text.indexOf("}\n"); end >= 0; end = text.indexOf("}\n")) {
          arrived(text.substring(0, end));
          text.delete(0, end + 2);
        }
      }

      @Override
      public void ended() {
        // so does each, with its ticket
      }
    }

    private void arrived(String event) {
      if (found(STATUS, event).equals("Pending")) {
        return; // what was before the ticket was bought
      }
      Instant changed = Instant.parse(found(UPDATED_AT, event));
      millis.add(Duration.between(changed, Instant.now()).toNanos() / 1e6);
      seen++;
    }

    @Override
    public void close() throws IOException {
      streams.close();
    }
  }
}
