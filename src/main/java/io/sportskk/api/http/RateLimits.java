package io.sportskk.api.http;

import akka.http.javadsl.model.AttributeKey;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Limits how many requests of one address, and of one buyer, this node works on; what is over a
 * limit is answered 429. Each gateway counts for itself.
 *
 * <p>Answers tell what is left in the fields of the IETF's draft-ietf-httpapi-ratelimit-headers.
 */
public final class RateLimits {

  private static final AttributeKey<Counted> COUNTED =
      AttributeKey.create("rateLimits", Counted.class);

  /** Goes on evenly, whatever the clock of the machine is set to. */
  static final TimeMeter TIME = TimeMeter.SYSTEM_NANOTIME;

  private final boolean enabled;
  private final int trustedProxies;
  private final Buckets addresses;
  private final Buckets buyers;

  public RateLimits(RateLimitSettings settings, MeterRegistry metrics) {
    this(settings, metrics, TIME);
  }

  /**
   * @param time by which the limits are counted
   */
  RateLimits(RateLimitSettings settings, MeterRegistry metrics, TimeMeter time) {
    enabled = settings.enabled();
    trustedProxies = settings.trustedProxies();
    addresses = new Buckets("address", settings.address(), settings.remembered(), time, metrics);
    buyers = new Buckets("buyer", settings.buyer(), settings.remembered(), time, metrics);
  }

  /** What one request counts against, and what was left of it. */
  private record Counted(RateLimits limits, Queue<Left> left) {}

  private record Left(Buckets of, long requests, Duration untilReset) {

    String item() {
      // Put together, not formatted: that takes ten times as long, for each request.
      return '"' + of.name + "\";r=" + requests + ";t=" + seconds(untilReset);
    }
  }

  /** Lets the request carry what it counts against. */
  HttpRequest mark(HttpRequest request) {
    return enabled
        ? request.addAttribute(COUNTED, new Counted(this, new ConcurrentLinkedQueue<>()))
        : request;
  }

  /**
   * Counts a marked request of its client's address.
   *
   * @throws ProblemException if it is one too many
   */
  void countOfAddress(HttpRequest request) {
    request
        .getAttribute(COUNTED)
        .ifPresent(
            counted ->
                ClientAddress.of(request, trustedProxies)
                    .ifPresent(address -> addresses.take(address, counted.left)));
  }

  /**
   * Counts a marked request of a buyer.
   *
   * @throws ProblemException if it is one too many
   */
  public static void countOfBuyer(HttpRequest request, String buyerId) {
    request
        .getAttribute(COUNTED)
        .ifPresent(counted -> counted.limits.buyers.take(buyerId, counted.left));
  }

  /** Adds what is left to the answer. */
  static HttpResponse tell(HttpRequest request, HttpResponse response) {
    Queue<Left> left =
        request.getAttribute(COUNTED).map(Counted::left).orElseGet(ConcurrentLinkedQueue::new);
    return left.isEmpty()
        ? response
        : response
            .addHeader(RawHeader.create("RateLimit-Policy", list(left, it -> it.of.policy)))
            .addHeader(RawHeader.create("RateLimit", list(left, Left::item)));
  }

  /** A list of structured fields (RFC 9651). */
  private static String list(Queue<Left> left, Function<Left, String> item) {
    return left.stream().map(item).collect(Collectors.joining(", "));
  }

  private static long seconds(Duration time) {
    return time.plusMillis(999).toSeconds();
  }

  /** How many addresses and buyers are counted now. */
  long remembered() {
    return addresses.size() + buyers.size();
  }

  /** The limits of many callers of one kind. */
  private static final class Buckets {
    private final String name;
    private final RateLimitSettings.Limit limit;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets;
    private final Counter limited;

    /** What is allowed, as it is told. */
    private final String policy;

    Buckets(
        String name,
        RateLimitSettings.Limit limit,
        int remembered,
        TimeMeter time,
        MeterRegistry metrics) {
      this.name = name;
      this.limit = limit;
      this.time = time;
      this.policy = '"' + name + "\";q=" + limit.requests() + ";w=" + limit.per().toSeconds();
      // Unused for so long a bucket is full, and as good as a new one. More callers than that at a
      // time are forgotten early, which is to their good.
      this.buckets =
          Caffeine.newBuilder()
              .maximumSize(remembered)
              .expireAfterAccess(limit.per())
              .ticker(time::currentTimeNanos)
              .build();
      this.limited =
          Counter.builder("sportskk.http.limited")
              .tag("limit", name)
              .description("requests that were over a limit")
              .register(metrics);
    }

    void take(String caller, Queue<Left> left) {
      ConsumptionProbe probe =
          buckets.get(caller, unknown -> full()).tryConsumeAndReturnRemaining(1);
      left.add(new Left(this, probe.getRemainingTokens(), nanos(probe.getNanosToWaitForReset())));
      if (!probe.isConsumed()) {
        limited.increment();
        throw ProblemType.TOO_MANY_REQUESTS
            .because(
                "More than %d requests of one %s in %d s; nothing was done."
                    .formatted(limit.requests(), name, limit.per().toSeconds()))
            .with("violatedPolicies", List.of(name))
            .retryableAfter(nanos(probe.getNanosToWaitForRefill()))
            .exception();
      }
    }

    long size() {
      buckets.cleanUp();
      return buckets.estimatedSize();
    }

    private Bucket full() {
      return Bucket.builder()
          .addLimit(it -> it.capacity(limit.requests()).refillGreedy(limit.requests(), limit.per()))
          .withCustomTimePrecision(time)
          .build();
    }

    private static Duration nanos(long nanos) {
      return Duration.of(nanos, TimeUnit.NANOSECONDS.toChronoUnit());
    }
  }
}
