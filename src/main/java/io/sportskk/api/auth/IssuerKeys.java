package io.sportskk.api.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.sportskk.api.http.ErrorHandling;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer, as they were last fetched. When they are due they are fetched again beside
 * the requests, which go on with those that there are; so they do while the issuer is away, for as
 * long as keys may be kept. Only a request that can't do without new keys waits for them.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {

  /** However many tokens name keys that there are not, and however long the issuer is away. */
  private static final Duration FETCHED_AT_MOST_EVERY = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  private record Fetched(JWKSet keys, long at) {}

  private final Supplier<CompletableFuture<JWKSet>> fetch;
  private final Duration timeToLive;
  private final Duration keptFor;

  /** Tells how old keys are, whatever the clock of the machine is set to. */
  private final LongSupplier nanos;

  /** Null before the first ones. */
  private volatile Fetched latest;

  /** The fetch that was begun last, null if there was none yet. */
  private CompletableFuture<Void> last;

  private long begun;

  /**
   * @param fetch comes to an end soon, whatever the issuer does
   * @param timeToLive after which keys are fetched again
   * @param keptFor how long keys are used if none can be fetched
   * @param nanos goes on evenly, as {@link System#nanoTime} does
   */
  IssuerKeys(
      Supplier<CompletableFuture<JWKSet>> fetch,
      Duration timeToLive,
      Duration keptFor,
      LongSupplier nanos) {
    this.fetch = fetch;
    this.timeToLive = timeToLive;
    this.keptFor = keptFor;
    this.nanos = nanos;
  }

  /**
   * Completed once there are keys that may be used and, unless it is too soon to ask for it again,
   * the one of this name is among them if the issuer has it. Fails if there are no keys.
   *
   * @param keyId null if any key may be meant
   */
  CompletableFuture<Void> ready(String keyId) {
    Fetched known = latest;
    long now = nanos.getAsLong();
    if (known == null || isOlder(known, keptFor, now)) {
      return fetchUnlessTooSoon(now).thenRun(this::requireKeys);
    }
    if (keyId != null && known.keys().getKeyByKeyId(keyId) == null) {
      return fetchUnlessTooSoon(now); // without it the token is refused
    }
    if (isOlder(known, timeToLive, now)) {
      CompletableFuture<Void> unused = fetchUnlessTooSoon(now); // nobody waits for it
    }
    return CompletableFuture.completedFuture(null);
  }

  /** The keys of the last fetch that brought some; null before the first. */
  JWKSet current() {
    Fetched known = latest;
    return known == null ? null : known.keys();
  }

  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) {
    Fetched known = latest;
    return known == null ? List.of() : selector.select(known.keys());
  }

  private static boolean isOlder(Fetched fetched, Duration age, long now) {
    return now - fetched.at() >= age.toNanos();
  }

  private void requireKeys() {
    Fetched known = latest;
    if (known == null || isOlder(known, keptFor, nanos.getAsLong())) {
      throw ErrorHandling.unavailable("The keys that tokens are verified with can't be had.")
          .exception();
    }
  }

  /** The fetch that is under way, or a new one; if that would be too soon, the one before. */
  private synchronized CompletableFuture<Void> fetchUnlessTooSoon(long now) {
    boolean tooSoon =
        last != null && (!last.isDone() || now - begun < FETCHED_AT_MOST_EVERY.toNanos());
    if (!tooSoon) {
      begun = now;
      last = fetch.get().handle(this::fetched);
    }
    return last;
  }

  private Void fetched(JWKSet keys, Throwable failure) {
    if (failure == null) {
      Fetched before = latest;
      boolean same = before != null && before.keys().equals(keys);
      // The same object, so that who remembers by which keys something was verified need not look
      // into them each time.
      latest = new Fetched(same ? before.keys() : keys, nanos.getAsLong());
    } else {
      LOG.warn("The keys that tokens are verified with can't be fetched: {}", failure.toString());
    }
    return null;
  }
}
