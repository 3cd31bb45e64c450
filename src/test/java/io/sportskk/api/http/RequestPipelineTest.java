package io.sportskk.api.http;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import akka.stream.javadsl.Source;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Requests with bodies that never come to an end, of an address that may send two a day. */
class RequestPipelineTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          "request-pipeline",
          ConfigFactory.parseString("akka.actor.provider = local")
              .withFallback(ConfigFactory.load()));
  private static final RateLimitSettings.Limit TWO =
      new RateLimitSettings.Limit(2, Duration.ofDays(1));
  private static final long TOO_LARGE = 1024 * 1024;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final RequestPipeline pipeline =
      new RequestPipeline(
          request -> CompletableFuture.completedFuture(HttpResponse.create()),
          KIT.system(),
          new HttpMetrics(metrics),
          new RateLimits(new RateLimitSettings(true, TWO, TWO, 0, 10), metrics),
          Duration.ofMillis(100));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private HttpResponse answerToABodyOf(long bytes) {
    return pipeline
        .apply(
            HttpRequest.POST("/")
                .withEntity(
                    HttpEntities.create(
                        ContentTypes.APPLICATION_OCTET_STREAM, bytes, Source.maybe()))
                .addAttribute(
                    AttributeKeys.remoteAddress,
                    RemoteAddress.create(InetAddress.getLoopbackAddress())))
        .toCompletableFuture()
        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  @Test
  void whatIsTooLargeIsNotHeardOutForEver() {
    assertThat(answerToABodyOf(TOO_LARGE).status().intValue()).isEqualTo(413);
  }

  @Test
  void requestsAreCountedThoughTheirBodiesAreRefused() {
    assertThat(answerToABodyOf(TOO_LARGE).getHeader("RateLimit"))
        .hasValueSatisfying(left -> assertThat(left.value()).contains("r=1"));
    HttpResponse late = answerToABodyOf(10);
    assertThat(late.status().intValue()).isEqualTo(408);
    assertThat(late.getHeader("RateLimit"))
        .hasValueSatisfying(left -> assertThat(left.value()).contains("r=0"));

    assertThat(answerToABodyOf(10).status().intValue()).isEqualTo(429);
    assertThat(answerToABodyOf(TOO_LARGE).status().intValue()).isEqualTo(429);
  }
}
