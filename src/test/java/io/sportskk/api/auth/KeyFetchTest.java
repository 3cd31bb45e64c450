package io.sportskk.api.auth;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Issuers that don't answer as they should. */
class KeyFetchTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  private final ServerSocket issuer = open();

  private interface Conversation {
    void with(InputStream in, OutputStream out) throws IOException;
  }

  private static ServerSocket open() {
    try {
      return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() throws IOException {
    issuer.close();
  }

  private KeyFetch fetchFrom(Duration limit, Conversation conversation) {
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = issuer.accept()) {
                conversation.with(socket.getInputStream(), socket.getOutputStream());
              } catch (IOException e) {
                // The client has had enough, or the test is over.
              }
            },
            "issuer");
    thread.setDaemon(true);
    thread.start();
    return new KeyFetch(URI.create("http://127.0.0.1:" + issuer.getLocalPort() + "/keys"), limit);
  }

  private KeyFetch fetchOf(JWK... keys) {
    String body = new JWKSet(List.of(keys)).toString(false);
    return fetchFrom(
        LIMIT, (in, out) -> answer(out, "200 OK\r\nContent-Length: " + body.length(), body));
  }

  private static void answer(OutputStream out, String head, String body) throws IOException {
    out.write(("HTTP/1.1 " + head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void keysAreFetched() throws JOSEException {
    assertThat(fetchOf(new ECKeyGenerator(Curve.P_256).keyID("a").generate().toPublicJWK()).fetch())
        .succeedsWithin(LIMIT)
        .satisfies(keys -> assertThat(keys.getKeyByKeyId("a")).isNotNull());
  }

  @Test
  void keysOfWhichNoneCanBeUsedAreNone() throws JOSEException {
    JWK toEncrypt =
        new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.ENCRYPTION).generate().toPublicJWK();
    JWK secret = new OctetSequenceKeyGenerator(256).generate();
    for (KeyFetch fetch : List.of(fetchOf(), fetchOf(toEncrypt, secret))) {
      assertThat(fetch.fetch())
          .failsWithin(LIMIT)
          .withThrowableThat()
          .withMessageContaining("no key that tokens can be verified with");
    }
  }

  @Test
  void anIssuerThatSaysNothingIsNotWaitedFor() {
    assertThat(fetchFrom(SHORT, (in, out) -> in.readAllBytes()).fetch()).failsWithin(LIMIT);
  }

  @Test
  void anAnswerThatComesByteByByteIsNotWaitedFor() {
    KeyFetch fetch =
        fetchFrom(
            SHORT,
            (in, out) -> {
              answer(out, "200 OK\r\nContent-Length: 1000", "{");
              in.readAllBytes(); // until the client hangs up
            });
    assertThat(fetch.fetch())
        .failsWithin(LIMIT)
        .withThrowableThat()
        .withMessageContaining("no whole answer within 300 ms");
  }

  @Test
  void anAnswerWithoutEndIsNotTaken() {
    KeyFetch fetch =
        fetchFrom(
            LIMIT,
            (in, out) -> {
              answer(out, "200 OK\r\nContent-Length: 100000000", "");
              while (true) {
                out.write(new byte[10_000]);
              }
            });
    assertThat(fetch.fetch())
        .failsWithin(LIMIT)
        .withThrowableThat()
        .withMessageContaining("more than 262144 bytes");
  }

  @Test
  void anotherAnswerHasNoKeys() {
    assertThat(
            fetchFrom(LIMIT, (in, out) -> answer(out, "404 No\r\nContent-Length: 0", "")).fetch())
        .failsWithin(LIMIT)
        .withThrowableThat()
        .withMessageContaining("404");
  }

  @Test
  void whatIsNoSetOfKeysIsRefused() {
    assertThat(
            fetchFrom(LIMIT, (in, out) -> answer(out, "200 OK\r\nContent-Length: 4", "null"))
                .fetch())
        .failsWithin(LIMIT);
  }
}
