package io.sportskk.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.RequestEntityAcceptance;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpMetricsTest {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpMetrics metrics = new HttpMetrics(registry);

  private void answered(HttpRequest request, int status, long millis) {
    metrics.answered(request, HttpResponse.create().withStatus(status), millis * 1_000_000);
  }

  @ParameterizedTest
  @CsvSource({
    "/tickets, /tickets",
    "/tickets/1, /tickets/{ticketId}",
    "/tickets/1/cancel, /tickets/{ticketId}/cancel",
    "/matches/events, /matches/events",
    "/matches/kt-lg, /matches/{matchId}",
    "/matches/kt-lg/tally, /matches/{matchId}/tally",
    "/matches/kt-lg/tally/history, /matches/{matchId}/tally/history",
    "/admin/wallets/b/deposits, /admin/wallets/{buyerId}/deposits",
    "/, /",
    "/admin, /admin",
    "/assets/buyer-main-0123456789abcdef.js, /assets/{asset}",
    "/admin/none, other",
    "/tickets/, /tickets/{ticketId}",
    "/tickets/1/2/3, other",
    "/wp-admin.php, other",
  })
  void aPathIsLabelledWithItsRoute(String path, String route) {
    assertThat(HttpMetrics.route(path)).isEqualTo(route);
  }

  @Test
  void whateverIsSentTheNumberOfSeriesIsBounded() {
    for (int i = 0; i < 1_000; i++) {
      answered(HttpRequest.GET("/" + i), 404, 1);
      answered(HttpRequest.GET("/tickets/" + i), 404, 1);
      answered(
          HttpRequest.create("/x")
              .withMethod(
                  HttpMethods.custom(
                      "M" + i, false, false, RequestEntityAcceptance.Expected$.MODULE$, false)),
          501,
          1);
    }
    assertThat(registry.getMeters()).hasSize(3);
  }

  @Test
  void purchasesHaveAHistogram() {
    answered(HttpRequest.POST("/tickets"), 201, 20);
    answered(HttpRequest.GET("/tickets"), 200, 20);

    Timer timer = registry.get("sportskk.purchase.latency").tag("status", "201").timer();
    assertThat(timer.count()).isEqualTo(1);
    assertThat(registry.scrape())
        .contains("sportskk_purchase_latency_seconds_bucket{status=\"201\",le=\"");
  }
}
