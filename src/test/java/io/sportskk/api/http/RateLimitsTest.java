package io.sportskk.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.RemoteAddress;
import akka.http.javadsl.model.headers.RawHeader;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits of 3 requests in 30 s for a buyer, 10 in 10 s for an address. */
class RateLimitsTest {

  private static final int REMEMBERED = 20;

  private final AtomicLong now = new AtomicLong();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final RateLimits limits = limits(true, 0);

  @Test
  void theAnswerTellsWhatIsLeft() {
    HttpRequest request = from("192.0.2.1");
    limits.countOfAddress(request);
    RateLimits.countOfBuyer(request, "buyer-1");

    HttpResponse told = RateLimits.tell(request, HttpResponse.create());

    assertThat(header(told, "RateLimit-Policy"))
        .isEqualTo("\"address\";q=10;w=10, \"buyer\";q=3;w=30");
    assertThat(header(told, "RateLimit")).isEqualTo("\"address\";r=9;t=1, \"buyer\";r=2;t=10");
  }

  @Test
  void whatIsOverTheLimitIsRefusedUntilThereIsRoomAgain() {
    for (int i = 0; i < 3; i++) {
      RateLimits.countOfBuyer(from("192.0.2.1"), "buyer-1");
    }
    HttpRequest tooMany = from("192.0.2.1");

    Problem problem = refused(() -> RateLimits.countOfBuyer(tooMany, "buyer-1"));

    assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
    assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(10));
    assertThat(header(RateLimits.tell(tooMany, HttpResponse.create()), "RateLimit"))
        .isEqualTo("\"buyer\";r=0;t=30");
    assertThat(limited("buyer")).isEqualTo(1);
    RateLimits.countOfBuyer(from("192.0.2.1"), "buyer-2");
    pass(Duration.ofSeconds(10));
    RateLimits.countOfBuyer(from("192.0.2.1"), "buyer-1");
    refused(() -> RateLimits.countOfBuyer(from("192.0.2.1"), "buyer-1"));
  }

  @Test
  void eachAddressHasALimit() {
    for (int i = 0; i < 10; i++) {
      limits.countOfAddress(from("192.0.2.1"));
    }

    refused(() -> limits.countOfAddress(from("192.0.2.1")));
    assertThat(limited("address")).isEqualTo(1);
    limits.countOfAddress(from("192.0.2.2"));
  }

  @Test
  void aNetworkOfVersion6IsOneAddress() {
    for (int i = 0; i < 10; i++) {
      limits.countOfAddress(from("2001:db8:1:2::" + i));
    }

    refused(() -> limits.countOfAddress(from("2001:db8:1:2:ffff::1")));
    limits.countOfAddress(from("2001:db8:1:3::1"));
  }

  @Test
  void howeverManyCallersComeOnlySoManyAreRemembered() {
    for (int i = 0; i < 100 * REMEMBERED; i++) {
      RateLimits.countOfBuyer(from("192.0.2.1"), "buyer-" + i);
      limits.countOfAddress(from("10.0." + i / 250 + "." + i % 250));
    }
    assertThat(limits.remembered()).isBetween(1L, 2L * REMEMBERED);

    pass(Duration.ofSeconds(31));
    assertThat(limits.remembered()).isZero();
  }

  @Test
  void switchedOffTheyRefuseAndTellNothing() {
    RateLimits off = limits(false, 0);
    HttpRequest request = off.mark(HttpRequest.GET("/"));
    for (int i = 0; i < 100; i++) {
      off.countOfAddress(request);
      RateLimits.countOfBuyer(request, "buyer-1");
    }

    assertThat(RateLimits.tell(request, HttpResponse.create()).getHeaders()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // proxies | X-Forwarded-For              | counted as
        "0         | 203.0.113.9                  | 192.0.2.1",
        "1         | 203.0.113.9                  | 203.0.113.9",
        "1         | 198.51.100.7, 203.0.113.9    | 203.0.113.9",
        "2         | 198.51.100.7, 203.0.113.9    | 198.51.100.7",
        "2         | 203.0.113.9                  | 203.0.113.9",
        "1         | 203.0.113.9:4711             | 203.0.113.9",
        "1         | [2001:db8::1]:4711           | 2001:db8::1",
        "1         | 2001:db8::1                  | 2001:db8::2",
        "1         | [2001:db8::1]                | 2001:db8::2",
        "1         | ::ffff:192.0.2.9             | 192.0.2.9",
        "1         | [192.0.2.9]                  | 192.0.2.1",
        "1         | [cafe.de]                    | 192.0.2.1",
        "1         | .::1                         | 192.0.2.1",
        "1         | localhost                    | 192.0.2.1",
        "1         | 999.1.1.1                    | 192.0.2.1",
        "1         | :::::                        | 192.0.2.1",
        "1         | unknown                      | 192.0.2.1",
      })
  void behindProxiesTheAddressIsThatOfWhomTheOutermostWasAskedBy(
      int proxies, String forwarded, String counted) {
    HttpRequest request =
        peer("192.0.2.1").addHeader(RawHeader.create("X-Forwarded-For", forwarded));

    assertThat(ClientAddress.of(request, proxies)).isEqualTo(ClientAddress.of(peer(counted), 0));
  }

  @Test
  void behindProxiesARequestWithoutTheirHeaderIsOfItsPeer() {
    assertThat(ClientAddress.of(peer("192.0.2.1"), 1)).contains("192.0.2.1");
  }

  @Test
  void theClockOfTheMachineMayBeSet() {
    assertThat(RateLimits.TIME.isWallClockBased()).isFalse();
  }

  private RateLimits limits(boolean enabled, int proxies) {
    return new RateLimits(
        new RateLimitSettings(
            enabled,
            new RateLimitSettings.Limit(3, Duration.ofSeconds(30)),
            new RateLimitSettings.Limit(10, Duration.ofSeconds(10)),
            proxies,
            REMEMBERED),
        metrics,
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return now.get();
          }

          @Override
          public boolean isWallClockBased() {
            return false;
          }
        });
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private HttpRequest from(String address) {
    return limits.mark(peer(address));
  }

  private static HttpRequest peer(String address) {
    try {
      return HttpRequest.GET("/")
          .addAttribute(
              AttributeKeys.remoteAddress, RemoteAddress.create(InetAddress.getByName(address)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }

  private double limited(String limit) {
    return metrics.get("sportskk.http.limited").tag("limit", limit).counter().count();
  }

  private static Problem refused(Runnable request) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, request::run);
    assertThat(refused).isNotNull();
    return refused.problem();
  }

  private static String header(HttpResponse response, String name) {
    return response.getHeader(name).orElseThrow().value();
  }
}
