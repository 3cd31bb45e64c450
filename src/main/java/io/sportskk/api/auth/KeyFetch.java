package io.sportskk.api.auth;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches the keys of an issuer. No thread waits for them, and nobody waits for long: not for the
 * connection, not for the answer, nor for an answer that comes byte by byte or has no end.
 */
final class KeyFetch {

  private static final int MOST_BYTES = 256 * 1024;

  private static final JWKSelector USABLE =
      new JWKSelector(
          new JWKMatcher.Builder()
              .keyTypes(KeyType.RSA, KeyType.EC)
              .keyUses(KeyUse.SIGNATURE, null)
              .build());

  private final HttpClient client;
  private final HttpRequest request;
  private final Duration limit;

  /**
   * @param limit how long all of it may take
   */
  KeyFetch(URI url, Duration limit) {
    this.limit = limit;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(limit)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    this.request = HttpRequest.newBuilder(url).header("Accept", "application/json").build();
  }

  /** Fails with the reason if there are none to be had that a token can be verified with. */
  CompletableFuture<JWKSet> fetch() {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, head -> new Limited());
    CompletableFuture<JWKSet> keys = answer.thenApply(KeyFetch::keys);
    // A limit of the request's own would end with the head of the answer.
    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              // First the reason is told: a request that is cancelled fails with one of its own.
              keys.completeExceptionally(
                  new TimeoutException("no whole answer within " + limit.toMillis() + " ms"));
              answer.cancel(true);
            });
    return keys;
  }

  private static JWKSet keys(HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      throw new CompletionException(
          new IllegalStateException("the answer is " + answer.statusCode()));
    }
    JWKSet keys = parsed(answer.body());
    if (USABLE.select(keys).isEmpty()) {
      throw new CompletionException(
          new IllegalStateException("the answer has no key that tokens can be verified with"));
    }
    return keys;
  }

  private static JWKSet parsed(byte[] keys) {
    try {
      return JWKSet.parse(new String(keys, StandardCharsets.UTF_8));
    } catch (ParseException e) {
      throw new CompletionException(e);
    }
  }

  /** A body that is not larger than a set of keys may be. */
  private static final class Limited implements BodySubscriber<byte[]> {

    private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private Flow.Subscription subscription;
    private long received;

    @Override
    public CompletionStage<byte[]> getBody() {
      body.getBody()
          .whenComplete(
              (bytes, failure) -> {
                if (failure == null) {
                  whole.complete(bytes);
                } else {
                  whole.completeExceptionally(failure);
                }
              });
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
      subscription = started;
      body.onSubscribe(started);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
      received += bytes.stream().mapToLong(ByteBuffer::remaining).sum();
      if (received > MOST_BYTES) {
        subscription.cancel();
        whole.completeExceptionally(
            new IllegalStateException("the answer has more than " + MOST_BYTES + " bytes"));
      } else {
        body.onNext(new ArrayList<>(bytes));
      }
    }

    @Override
    public void onError(Throwable failure) {
      body.onError(failure);
    }

    @Override
    public void onComplete() {
      body.onComplete();
    }
  }
}
