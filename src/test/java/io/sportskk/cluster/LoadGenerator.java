package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sportskk.testing.LocalNode;
import io.sportskk.testing.Patience;
import io.sportskk.testing.TestTokens;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/**
 * Buyers who buy at a constant rate, up to some that wait for their answers at the same time, from
 * gateways that are ready, as a load balancer would choose them. Nothing is ever tried again.
 *
 * <p>Moments are those of {@link System#nanoTime}.
 */
final class LoadGenerator implements AutoCloseable {

  static final int BUYERS = 500;

  /** For so long no purchase may fail at the end of a window, */
  private static final Duration QUIET = Duration.ofSeconds(5);

  /** in which at least so many tickets are sold, however long that takes on a slow machine. */
  private static final int SOLD = 100;

  /** More would only wait, where a machine can't carry the rate: so it is never overrun. */
  private static final int MAX_IN_FLIGHT = 25;

  private static final Duration PATIENCE = Patience.LIMIT;
  private static final long LOOK_EVERY_MILLIS = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private volatile List<LocalNode> gateways;
  private final String matchId;

  /** Begins the correlation id of each purchase. */
  private final String run = "load-" + UUID.randomUUID();

  private final List<String> tokens = new ArrayList<>();
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
  private final Collection<Purchase> answered = new ConcurrentLinkedQueue<>();

  /** When the purchases were begun that are not answered yet, by their numbers. */
  private final NavigableMap<Long, Long> underWay = new ConcurrentSkipListMap<>();

  private final AtomicReference<Throwable> broken = new AtomicReference<>();
  private final ScheduledFuture<?> looking;
  private final ScheduledFuture<?> buying;
  private final long started = System.nanoTime();
  private volatile List<LocalNode> ready;
  private long number;

  /**
   * Begins at once.
   *
   * @param rate purchases per second, but for what a machine can't carry
   */
  LoadGenerator(Collection<LocalNode> gateways, String matchId, int rate) {
    this.gateways = List.copyOf(gateways);
    this.matchId = matchId;
    this.ready = this.gateways;
    for (int buyer = 0; buyer < BUYERS; buyer++) {
      tokens.add(TestTokens.of("buyer-" + buyer, "buyer"));
    }
    looking =
        clock.scheduleWithFixedDelay(
            () -> orBreak(this::look), LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    buying =
        clock.scheduleAtFixedRate(
            () -> orBreak(this::buy), 0, 1_000_000 / rate, TimeUnit.MICROSECONDS);
  }

  /** The moment from which on a window has all purchases that are not answered now. */
  long now() {
    synchronized (underWay) {
      long now = System.nanoTime();
      Map.Entry<Long, Long> first = underWay.firstEntry();
      return first == null ? now : first.getValue();
    }
  }

  /** Whoever asks for {@link #now} misses none that is begun earlier. */
  private long begin(long n) {
    synchronized (underWay) {
      long now = System.nanoTime();
      underWay.put(n, now);
      return now;
    }
  }

  /** A window without any failure: see {@link #untilQuiet(long, long)}. */
  LoadReport untilQuiet(long from) {
    return untilQuiet(from, from);
  }

  /**
   * Buyers go on until nothing has failed for 5 s, which begin now at the earliest, and {@link
   * #SOLD} tickets were sold meanwhile: so whatever was done last is followed by as many seconds of
   * sales.
   *
   * @param from where the window begins, of which the report is
   * @param noFailureAfter no purchase may fail that is begun later than this
   * @throws AssertionError if one fails, or if the load has ended
   */
  LoadReport untilQuiet(long from, long noFailureAfter) {
    long called = System.nanoTime();
    Awaitility.await("nothing fails for " + QUIET.toSeconds() + " s, and tickets are sold")
        .atMost(
            Duration.ofNanos(Math.max(0, noFailureAfter - System.nanoTime()))
                .plus(QUIET)
                .plus(PATIENCE.multipliedBy(2)))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () ->
                quietTime(from, noFailureAfter, called).compareTo(QUIET) >= 0
                    && report(called, now()).ticketIds().size() >= SOLD);
    return report(from, now());
  }

  /** For how long since then nothing has failed. What is not answered yet may fail. */
  private Duration quietTime(long from, long noFailureAfter, long since) {
    assertRuns();
    long until = now();
    LoadReport report = report(from, until);
    OptionalLong lastFailure = report.lastFailure();
    if (lastFailure.isPresent() && lastFailure.getAsLong() - noFailureAfter > 0) {
      throw new AssertionError("Purchases fail: " + report + report.someFailures());
    }
    long quietSince = since;
    if (lastFailure.isPresent() && lastFailure.getAsLong() - since > 0) {
      quietSince = lastFailure.getAsLong();
    }
    return Duration.ofNanos(until - quietSince);
  }

  /** What came of the purchases of a window, as far as they are answered. */
  LoadReport report(long from, long to) {
    return LoadReport.of(answered, from, to);
  }

  /**
   * Nobody buys any more.
   *
   * @return what came of all purchases, once all are answered
   */
  LoadReport stop() {
    assertRuns();
    buying.cancel(false);
    looking.cancel(false);
    Awaitility.await("all purchases are answered")
        .atMost(PATIENCE.multipliedBy(2))
        .until(underWay::isEmpty);
    assertNotBroken();
    return report(started, System.nanoTime());
  }

  private void assertRuns() {
    assertNotBroken();
    assertThat(buying.isDone() || looking.isDone()).as("the load has ended").isFalse();
  }

  private void assertNotBroken() {
    if (broken.get() != null) {
      throw new AssertionError("The load is broken", broken.get());
    }
  }

  /** What a scheduled task throws would end it in silence. */
  private void orBreak(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      broken.compareAndSet(null, e);
      throw e;
    }
  }

  /** From now on buyers go to these gateways only. */
  synchronized void buyAt(LocalNode... only) {
    gateways = List.of(only);
    ready = gateways;
  }

  private synchronized void look() {
    List<LocalNode> found = gateways.stream().filter(LocalNode::isReady).toList();
    if (!found.isEmpty()) {
      ready = found;
    }
  }

  private void buy() {
    if (underWay.size() >= MAX_IN_FLIGHT) {
      return;
    }
    long n = number++;
    List<LocalNode> now = ready;
    LocalNode gateway = now.get((int) (n % now.size()));
    String body =
        "{\"matchId\":\"%s\",\"team\":\"%s\",\"stake\":100}"
            .formatted(matchId, n % 3 == 0 ? "LG" : "KT");
    String correlationId = run + "-" + n;
    HttpRequest request =
        HttpRequest.newBuilder(gateway.http().resolve("/tickets"))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + tokens.get((int) (n % BUYERS)))
            .header("Content-Type", "application/json")
            .header("X-Correlation-ID", correlationId)
            .POST(BodyPublishers.ofString(body))
            .build();
    long begun = begin(n);
    CompletableFuture<Void> unused = // what fails is a purchase, too
        http.sendAsync(request, BodyHandlers.ofString())
            .handle(
                (response, failure) -> purchase(gateway, correlationId, begun, response, failure))
            .thenAccept(answered::add)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    broken.compareAndSet(null, failure);
                  }
                  underWay.remove(n);
                });
  }

  private static Purchase purchase(
      LocalNode gateway,
      String correlationId,
      long begun,
      HttpResponse<String> response,
      Throwable failure) {
    long ended = System.nanoTime();
    if (failure != null) {
      return new Purchase(
          correlationId, begun, ended, 0, null, false, gateway.name() + ": " + failure);
    }
    String ticketId = null;
    if (response.statusCode() == 201 || response.statusCode() == 202) {
      ticketId = ticketId(response.body());
    }
    return new Purchase(
        correlationId,
        begun,
        ended,
        response.statusCode(),
        ticketId,
        ticketId == null && saysThatNothingWasBought(response),
        ticketId == null ? gateway.name() + ": " + response.body() : null);
  }

  /** A refusal that names a ticket is about one that exists: it was rejected, or cancelled. */
  private static boolean saysThatNothingWasBought(HttpResponse<String> response) {
    boolean refused =
        response.statusCode() / 100 == 4 || response.body().contains("Nothing was bought.");
    return refused && ticketId(response.body()) == null;
  }

  private static String ticketId(String answer) {
    try {
      return JSON.readTree(answer).path("ticketId").textValue();
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer, e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /**
   * @param correlationId that was sent, and is that of the ticket, if there is one
   * @param status of the answer, 0 if there was none
   * @param ticketId null if none was sold
   * @param refused whether the answer says that there is no ticket, and never will be
   * @param fault what was wrong, null if a ticket was sold
   */
  record Purchase(
      String correlationId,
      long begun,
      long ended,
      int status,
      String ticketId,
      boolean refused,
      String fault) {

    boolean sold() {
      return ticketId != null;
    }

    Duration took() {
      return Duration.ofNanos(ended - begun);
    }
  }
}
