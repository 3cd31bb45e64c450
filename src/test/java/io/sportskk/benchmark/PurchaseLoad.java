package io.sportskk.benchmark;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Buys tickets of a node on this machine as fast as it sells them: a closed loop over a fixed
 * number of connections, with plain sockets, so that the load takes little of the processor that it
 * shares with the node.
 *
 * <p>Arguments: connections, seconds, buyers, port. See {@code project-docs/benchmarks.md}.
 */
public final class PurchaseLoad {

  private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern ON_SALE =
      Pattern.compile("\"matchId\"\\s*:\\s*\"([^\"]+)\"[^{]*\\{\"code\"\\s*:\\s*\"([^\"]+)\"");
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private final int port;
  private final List<String> tokens;
  private final List<Match> matches;

  private record Match(String matchId, String team) {}

  private record Answer(int status, String body) {}

  private PurchaseLoad(int port, List<String> tokens, List<Match> matches) {
    this.port = port;
    this.tokens = tokens;
    this.matches = matches;
  }

  public static void main(String[] arguments) throws Exception {
    int connections = argument(arguments, 0, 64);
    int seconds = argument(arguments, 1, 30);
    int buyers = argument(arguments, 2, 10_000);
    int port = argument(arguments, 3, 8080);

    PurchaseLoad load = new PurchaseLoad(port, tokens(port, connections, buyers), matches(port));
    load.run(connections, WARM_UP);
    load.run(connections, Duration.ofSeconds(seconds)).print(seconds);
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private static List<String> tokens(int port, int connections, int buyers) throws Exception {
    List<Callable<List<String>>> work = new ArrayList<>();
    for (int first = 0; first < connections; first++) {
      int from = first;
      work.add(
          () -> {
            List<String> tokens = new ArrayList<>();
            try (Connection connection = new Connection(port)) {
              for (int buyer = from; buyer < buyers; buyer += connections) {
                Answer answer =
                    connection.post(
                        "/demo/tokens",
                        null,
                        "{\"sub\":\"load-" + buyer + "\",\"roles\":[\"buyer\"]}");
                Matcher token = TOKEN.matcher(answer.body());
                if (!token.find()) {
                  throw new IOException("no token: " + answer);
                }
                tokens.add(token.group(1));
              }
            }
            return tokens;
          });
    }
    List<String> tokens = new ArrayList<>();
    inParallel(work).forEach(tokens::addAll);
    Collections.shuffle(tokens, new Random(1));
    return tokens;
  }

  private static List<Match> matches(int port) throws IOException {
    try (Connection connection = new Connection(port)) {
      Answer answer = connection.exchange("GET", "/matches", null, "");
      List<Match> matches = new ArrayList<>();
      Matcher matcher = ON_SALE.matcher(answer.body());
      while (matcher.find()) {
        matches.add(new Match(matcher.group(1), matcher.group(2)));
      }
      if (matches.isEmpty()) {
        throw new IOException("no match: " + answer);
      }
      return matches;
    }
  }

  private Result run(int connections, Duration time) throws Exception {
    List<Callable<Result>> work = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; i < connections; i++) {
      Random random = new Random(i);
      work.add(() -> buyUntil(end, random));
    }
    return inParallel(work).stream().reduce(new Result(), Result::plus);
  }

  private Result buyUntil(long end, Random random) throws IOException {
    Result result = new Result();
    try (Connection connection = new Connection(port)) {
      while (System.nanoTime() < end) {
        Match match = matches.get(random.nextInt(matches.size()));
        String body =
            "{\"matchId\":\""
                + match.matchId()
                + "\",\"team\":\""
                + match.team()
                + "\",\"stake\":100}";
        String token = tokens.get(random.nextInt(tokens.size()));
        long began = System.nanoTime();
        Answer answer = connection.post("/tickets", token, body);
        result.add(answer, System.nanoTime() - began);
      }
    }
    return result;
  }

  private static <T> List<T> inParallel(List<Callable<T>> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(work)) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      threads.shutdown();
    }
  }

  /** What came back, and how long each answer took in nanoseconds. */
  private static final class Result {
    private final Map<String, Long> outcomes = new TreeMap<>();
    private long[] times = new long[1024];
    private int count;

    void add(Answer answer, long nanos) {
      boolean tallied = answer.body().contains("\"tallied\":true");
      outcomes.merge(answer.status() + (tallied ? " tallied" : ""), 1L, Long::sum);
      if (count == times.length) {
        times = Arrays.copyOf(times, times.length * 2);
      }
      times[count++] = nanos;
    }

    Result plus(Result other) {
      other.outcomes.forEach((outcome, number) -> outcomes.merge(outcome, number, Long::sum));
      long[] both = Arrays.copyOf(times, count + other.count);
      System.arraycopy(other.times, 0, both, count, other.count);
      times = both;
      count = both.length;
      return this;
    }

    void print(int seconds) {
      Arrays.sort(times, 0, count);
      System.out.printf(
          "%d purchases in %d s: %.0f/s; p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, worst %.1f ms; %s%n",
          count,
          seconds,
          (double) count / seconds,
          millis(0.50),
          millis(0.90),
          millis(0.99),
          times[count - 1] / 1e6,
          outcomes);
    }

    private double millis(double share) {
      return times[(int) (count * share)] / 1e6;
    }
  }

  /** A kept-alive HTTP/1.1 connection that understands just what the node answers. */
  private static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Connection(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 8192);
      out = socket.getOutputStream();
    }

    Answer post(String path, String token, String json) throws IOException {
      return exchange("POST", path, token, json);
    }

    Answer exchange(String method, String path, String token, String json) throws IOException {
      String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
              + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
              + (json.isEmpty()
                  ? ""
                  : "Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\n")
              + "\r\n"
              + json;
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      int status = Integer.parseInt(line().split(" ", 3)[1]);
      int length = 0;
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
          length = Integer.parseInt(header.substring(15).trim());
        }
      }
      return new Answer(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException("the node has closed the connection");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
