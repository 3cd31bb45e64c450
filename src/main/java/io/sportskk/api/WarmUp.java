package io.sportskk.api;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.settings.ServerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.api.auth.AuthSettings;
import io.sportskk.api.auth.Principal;
import io.sportskk.api.auth.TokenSigner;
import io.sportskk.api.http.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that a gateway sends to itself before it is ready, so that its first buyers find classes
 * loaded, code compiled and connections open.
 *
 * <p>They go the way of all requests, over a port that nobody else knows, and ask for what is not
 * there: a ticket of a match that does not exist, the wallet of nobody. So nothing is stored. They
 * are not measured and have no limits, as that port has a registry of its own; and it takes tokens
 * by a secret of its own, whatever the public one takes.
 */
public final class WarmUp {

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(1);
  private static final int SECRET_BYTES = 32;
  private static final Duration TOKEN_LASTS = Duration.ofMinutes(10);

  /** At the same time, so that the parts get to know queues and batches. */
  private static final int PURCHASES = 16;

  private static final int ROUNDS = 50;

  private final long deadline;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  /** Random, so that there is no match and no buyer of that name. */
  private final String nobody = "warm-up-" + UUID.randomUUID();

  private final String token;

  private WarmUp(Duration within, TokenSigner signer, Instant now) {
    deadline = System.nanoTime() + within.toNanos();
    token = signer.sign(nobody, List.of(Principal.Role.BUYER.label()), now, now.plus(TOKEN_LASTS));
  }

  /**
   * Returns after this time at the latest, whatever becomes of the requests: a part that is down,
   * or hangs, keeps no node from starting.
   */
  public static void run(
      ActorSystem<?> system, ApiSettings settings, Duration within, Clock clock) {
    ApiSettings apart = settings.apart(secret());
    WarmUp warmUp =
        new WarmUp(
            within, new TokenSigner(apart.auth()), clock.instant().truncatedTo(ChronoUnit.SECONDS));
    CompletionStage<HttpServer> port = bind(system, apart, clock);
    try {
      warmUp.ask(warmUp.inTime(port.toCompletableFuture()).localAddress());
    } catch (TimeoutException e) {
      LOG.debug("The warm-up is over", e);
    } catch (ExecutionException | RuntimeException e) {
      if (CoordinatedShutdown.get(system).getShutdownReason().isPresent()) {
        LOG.debug("The node stops while it warms up", e);
      } else {
        LOG.warn("The node starts without (more of) a warm-up", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the node stops
    } finally {
      CompletionStage<?> unused =
          port.thenCompose(HttpServer::unbind)
              .thenCombine(port, (closed, server) -> server.terminate(CLOSES_WITHIN));
    }
  }

  private static CompletionStage<HttpServer> bind(
      ActorSystem<?> system, ApiSettings settings, Clock clock) {
    return HttpServer.bind(
        system,
        InetAddress.getLoopbackAddress().getHostAddress(),
        0,
        ServerSettings.create(system.settings().config()),
        HttpApi.pipeline(
            system,
            settings,
            HttpApi.resources(system, settings, HttpApi.authentication(settings, clock), clock),
            new SimpleMeterRegistry()));
  }

  private static AuthSettings.Secret secret() {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    return new AuthSettings.Secret(Base64.getEncoder().encodeToString(random));
  }

  private void ask(InetSocketAddress address)
      throws InterruptedException, ExecutionException, TimeoutException {
    String host = address.getHostString();
    boolean isIpv6 = host.contains(":");
    String api = "http://" + (isIpv6 ? "[" + host + "]" : host) + ":" + address.getPort();
    List<HttpRequest> requests = requests(api);
    for (int round = 0; round < ROUNDS; round++) {
      if (!isAnswered(requests)) {
        LOG.info("The warm-up ends early: a part of the cluster does not answer");
        return;
      }
    }
  }

  /** What is asked of parts that are away would only keep them from coming back. */
  private boolean isAnswered(List<HttpRequest> requests)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<CompletableFuture<HttpResponse<Void>>> answers =
        requests.stream()
            .map(request -> client.sendAsync(request, BodyHandlers.discarding()))
            .toList();
    inTime(CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)));
    return answers.stream().noneMatch(answer -> answer.join().statusCode() >= 500);
  }

  private List<HttpRequest> requests(String api) {
    List<HttpRequest.Builder> requests = new ArrayList<>();
    for (int i = 0; i < PURCHASES; i++) {
      requests.add(
          post(
              api + "/tickets",
              "{\"matchId\":\"" + nobody + "\",\"team\":\"nobody\",\"stake\":1000}"));
    }
    requests.add(get(api + "/tickets/" + UUID.randomUUID()));
    requests.add(get(api + "/wallet"));
    requests.add(get(api + "/matches"));
    requests.add(get(api + "/matches/" + nobody + "/tally"));
    return requests.stream()
        .map(request -> request.header("Authorization", "Bearer " + token).build())
        .toList();
  }

  private static HttpRequest.Builder get(String url) {
    return HttpRequest.newBuilder(URI.create(url));
  }

  private static HttpRequest.Builder post(String url, String json) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  private <T> T inTime(CompletableFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }
}
