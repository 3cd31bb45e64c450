package io.sportskk.api.auth;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When keys are fetched, and who waits for it. */
class IssuerKeysTest {

  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);
  private static final Duration KEPT_FOR = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(9);
  private static final Duration LATER = Duration.ofSeconds(10);

  /** As System.nanoTime() may be: about to begin anew with the smallest number. */
  private long now = Long.MAX_VALUE - TIME_TO_LIVE.toNanos() / 2;

  private final List<CompletableFuture<JWKSet>> fetches = new ArrayList<>();
  private final IssuerKeys keys = new IssuerKeys(this::fetch, TIME_TO_LIVE, KEPT_FOR, () -> now);

  private CompletableFuture<JWKSet> fetch() {
    CompletableFuture<JWKSet> fetch = new CompletableFuture<>();
    fetches.add(fetch);
    return fetch;
  }

  /** The fetch that was begun last brings these. */
  private void bring(String... names) {
    fetches
        .get(fetches.size() - 1)
        .complete(
            new JWKSet(
                Stream.of(names)
                    .<JWK>map(
                        name ->
                            new OctetSequenceKey.Builder(name.getBytes(StandardCharsets.UTF_8))
                                .keyID(name)
                                .build())
                    .toList()));
  }

  private void fail() {
    fetches.get(fetches.size() - 1).completeExceptionally(new IllegalStateException("away"));
  }

  private List<String> known() {
    return keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null).stream()
        .map(key -> key.getKeyID())
        .toList();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void haveKeys() {
    CompletableFuture<Void> ready = keys.ready("a");
    bring("a");
    assertThat(ready).succeedsWithin(LIMIT);
  }

  @Test
  void theFirstKeysAreFetchedOnceForAllThatWaitForThem() {
    List<CompletableFuture<Void>> ready =
        List.of(keys.ready("a"), keys.ready(null), keys.ready("b"));
    assertThat(ready).noneMatch(CompletableFuture::isDone);

    bring("a");

    assertThat(ready).allSatisfy(one -> assertThat(one).succeedsWithin(LIMIT));
    assertThat(fetches).hasSize(1);
    assertThat(known()).containsExactly("a");
  }

  @Test
  void keysThatAreDueAreFetchedBesideTheRequests() {
    haveKeys();
    pass(TIME_TO_LIVE.minusMillis(1));
    assertThat(keys.ready("a")).isCompleted();
    assertThat(fetches).hasSize(1);

    pass(Duration.ofMillis(1));
    assertThat(keys.ready("a")).isCompleted();
    assertThat(keys.ready("a")).isCompleted();
    assertThat(fetches).hasSize(2);
    assertThat(known()).containsExactly("a");

    bring("b");
    assertThat(known()).containsExactly("b");
  }

  @Test
  void theSameKeysFetchedAgainAreTheSameObject() {
    haveKeys();
    JWKSet before = keys.current();
    pass(TIME_TO_LIVE);
    assertThat(keys.ready("a")).isCompleted();
    bring("a");
    assertThat(keys.current()).isSameAs(before);
    pass(TIME_TO_LIVE.minusMillis(1));
    assertThat(keys.ready("a")).isCompleted();
    assertThat(fetches).as("they are young again").hasSize(2);

    pass(Duration.ofMillis(1));
    assertThat(keys.ready("a")).isCompleted();
    bring("a", "b");
    assertThat(keys.current()).isNotEqualTo(before);
  }

  @Test
  void keysAreKeptWhileTheIssuerIsAwayButNotForEver() {
    haveKeys();
    pass(TIME_TO_LIVE);
    assertThat(keys.ready("a")).isCompleted();
    fail();
    pass(SOON);
    assertThat(keys.ready("a")).isCompleted();
    assertThat(fetches).as("not over and over").hasSize(2);
    pass(LATER);
    assertThat(keys.ready("a")).isCompleted();
    assertThat(fetches).hasSize(3);
    fail();

    pass(KEPT_FOR);
    CompletableFuture<Void> tooOld = keys.ready("a");
    assertThat(tooOld).isNotDone();
    fail();
    assertThat(tooOld).isCompletedExceptionally();
    assertThat(keys.ready("a")).as("at once").isCompletedExceptionally();

    pass(LATER);
    haveKeys();
  }

  @Test
  void anUnknownKeyIsLookedForButNotOverAndOver() {
    haveKeys();
    CompletableFuture<Void> tooSoon = keys.ready("b");
    assertThat(tooSoon).isCompleted();
    assertThat(fetches).hasSize(1);

    pass(LATER);
    List<CompletableFuture<Void>> unknown =
        List.of(keys.ready("b"), keys.ready("c"), keys.ready("d"));
    assertThat(unknown).noneMatch(CompletableFuture::isDone);
    assertThat(keys.ready("a")).as("others go on").isCompleted();
    assertThat(fetches).hasSize(2);

    bring("a", "b");
    assertThat(unknown).allSatisfy(one -> assertThat(one).isCompleted());
    assertThat(known()).containsExactly("a", "b");
  }

  @Test
  void anUnknownKeyThatCannotBeLookedForIsUnknown() {
    haveKeys();
    pass(LATER);
    CompletableFuture<Void> unknown = keys.ready("b");
    fail();
    assertThat(unknown).isCompleted();
    assertThat(known()).containsExactly("a");
  }
}
