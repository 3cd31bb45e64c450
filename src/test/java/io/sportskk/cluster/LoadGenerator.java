package io.sportskk.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sportskk.testing.LocalNode;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Buyers who buy at a constant rate, however long the answers take, from gateways that are ready,
 * as a load balancer would choose them. Nothing is ever tried again.
 */
final class LoadGenerator implements AutoCloseable {

  static final int BUYERS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long LOOK_EVERY_MILLIS = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final List<LocalNode> gateways;
  private final String matchId;
  private final List<String> tokens = new ArrayList<>();
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
  private final Collection<Purchase> purchases = new ConcurrentLinkedQueue<>();
  private final AtomicInteger number = new AtomicInteger();
  private final Phaser underWay = new Phaser(1);
  private final ScheduledFuture<?> looking;
  private final ScheduledFuture<?> buying;
  private volatile List<LocalNode> ready;

  /**
   * Begins at once.
   *
   * @param rate purchases per second
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
            this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    buying = clock.scheduleAtFixedRate(this::buy, 0, 1_000_000 / rate, TimeUnit.MICROSECONDS);
  }

  /** Lets them buy for a while. */
  void goOn(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis()); // the load is the passing of time
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int count() {
    return number.get();
  }

  /** Nobody buys any more; returns when all that was under way is answered. */
  LoadReport stop() {
    buying.cancel(false);
    looking.cancel(true);
    underWay.arriveAndAwaitAdvance();
    return new LoadReport(List.copyOf(purchases));
  }

  private void look() {
    List<LocalNode> found = gateways.stream().filter(LocalNode::isReady).toList();
    if (!found.isEmpty()) {
      ready = found;
    }
  }

  private void buy() {
    int n = number.getAndIncrement();
    List<LocalNode> now = ready;
    LocalNode gateway = now.get(n % now.size());
    String body =
        "{\"matchId\":\"%s\",\"team\":\"%s\",\"stake\":100}"
            .formatted(matchId, n % 3 == 0 ? "LG" : "KT");
    HttpRequest request =
        HttpRequest.newBuilder(gateway.http().resolve("/tickets"))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + tokens.get(n % BUYERS))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    long started = System.nanoTime();
    underWay.register();
    CompletableFuture<Void> unused = // what fails is a purchase, too
        http.sendAsync(request, BodyHandlers.ofString())
            .handle((response, failure) -> purchase(gateway, started, response, failure))
            .thenAccept(purchases::add)
            .whenComplete((done, failure) -> underWay.arriveAndDeregister());
  }

  private static Purchase purchase(
      LocalNode gateway, long started, HttpResponse<String> response, Throwable failure) {
    long ended = System.nanoTime();
    if (failure != null) {
      return new Purchase(started, ended, 0, null, gateway.name() + ": " + failure);
    }
    String ticketId = null;
    if (response.statusCode() == 201 || response.statusCode() == 202) {
      ticketId = json(response.body()).path("ticketId").textValue();
    }
    return new Purchase(
        started,
        ended,
        response.statusCode(),
        ticketId,
        ticketId == null ? gateway.name() + ": " + response.body() : null);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /**
   * @param started of {@link System#nanoTime}
   * @param status of the answer, 0 if there was none
   * @param ticketId null if none was sold
   * @param fault what was wrong, null if a ticket was sold
   */
  record Purchase(long started, long ended, int status, String ticketId, String fault) {

    boolean sold() {
      return ticketId != null;
    }

    long millis() {
      return TimeUnit.NANOSECONDS.toMillis(ended - started);
    }
  }
}
