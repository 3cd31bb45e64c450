package io.sportskk.api.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Counts and times requests. Labels are from short fixed lists, whatever clients send. */
public final class HttpMetrics {

  private static final String OTHER = "other";
  private static final String PURCHASE = "/tickets";
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /** A segment in braces stands for any one segment; the first that fits counts. */
  public static final List<String> ROUTES =
      List.of(
          PURCHASE,
          "/tickets/events",
          "/tickets/{ticketId}",
          "/tickets/{ticketId}/cancel",
          "/tickets/{ticketId}/events",
          "/tickets/{ticketId}/history",
          "/tickets/{ticketId}/proof",
          "/wallet",
          "/wallet/transactions",
          "/wallet/limits",
          "/wallet/exclusion",
          "/matches",
          "/matches/events",
          "/matches/{matchId}",
          "/matches/{matchId}/tally",
          "/matches/{matchId}/tally/history",
          "/matches/{matchId}/rules",
          "/matches/{matchId}/settlement",
          "/admin/matches",
          "/admin/matches/{matchId}/suspend",
          "/admin/matches/{matchId}/resume",
          "/admin/matches/{matchId}/close",
          "/admin/matches/{matchId}/result",
          "/admin/matches/{matchId}/confirm",
          "/admin/matches/{matchId}/withdraw",
          "/admin/matches/{matchId}/correct",
          "/admin/matches/{matchId}/void",
          "/admin/matches/{matchId}/returns",
          "/admin/matches/{matchId}/refusals",
          "/admin/matches/{matchId}/settlement",
          "/admin/matches/{matchId}/settlement/stream",
          "/admin/matches/{matchId}/settlement/tickets.csv",
          "/admin/matches/{matchId}/settlement/preview",
          "/admin/matches/{matchId}/settlement/preview/movements.csv",
          "/admin/settings",
          "/admin/sales",
          "/admin/sales/suspend",
          "/admin/sales/resume",
          "/admin/wallets/{buyerId}/deposits",
          "/admin/wallets/{buyerId}/limits",
          "/admin/wallets/{buyerId}/exclusion",
          "/admin/wallets/{buyerId}/stake-approvals",
          "/admin/tickets",
          "/admin/tickets/events",
          "/admin/tickets/refusals",
          "/admin/tickets/{ticketId}/decision",
          "/admin/tallies",
          "/admin/payments",
          "/admin/cluster",
          "/admin/ledger/accounts",
          "/admin/ledger/transactions",
          "/admin/ledger/transactions.csv",
          "/admin/ledger/trial-balance",
          "/demo/tokens",
          "/",
          "/admin",
          "/design",
          "/sign-in",
          "/assets/{asset}",
          "/openapi.yaml",
          "/docs",
          "/docs/{file}");

  private static final List<Template> TEMPLATES = ROUTES.stream().map(Template::of).toList();

  private final Meter.MeterProvider<Timer> requests;
  private final Meter.MeterProvider<Timer> purchases;

  public HttpMetrics(MeterRegistry registry) {
    requests =
        Timer.builder("sportskk.http.requests")
            .description("Time from a request to the start of its answer")
            .withRegistry(registry);
    purchases =
        Timer.builder("sportskk.purchase.latency")
            .description("Time from a purchase to its answer")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .withRegistry(registry);
  }

  void answered(HttpRequest request, HttpResponse response, long nanos) {
    String method = request.method().value();
    String route = route(request.getUri().getPathString());
    String status = Integer.toString(response.status().intValue());
    requests
        .withTags(
            Tags.of(
                "method",
                METHODS.contains(method) ? method : OTHER,
                "route",
                route,
                "status",
                status))
        .record(nanos, TimeUnit.NANOSECONDS);
    if (route.equals(PURCHASE) && method.equals("POST")) {
      purchases.withTag("status", status).record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  static String route(String path) {
    String[] segments = path.split("/", -1);
    for (Template template : TEMPLATES) {
      if (template.fits(segments)) {
        return template.name();
      }
    }
    return OTHER;
  }

  private record Template(String name, List<String> segments) {
    static Template of(String name) {
      return new Template(name, List.of(name.split("/", -1)));
    }

    boolean fits(String[] path) {
      if (path.length != segments.size()) {
        return false;
      }
      for (int i = 0; i < path.length; i++) {
        String segment = segments.get(i);
        if (!segment.startsWith("{") && !segment.equals(path[i])) {
          return false;
        }
      }
      return true;
    }
  }
}
