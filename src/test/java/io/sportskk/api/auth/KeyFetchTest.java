package io.sportskk.api.auth;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

  private static void answer(OutputStream out, String head, String body) throws IOException {
    out.write(("HTTP/1.1 " + head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void keysAreFetched() {
    KeyFetch fetch =
        fetchFrom(LIMIT, (in, out) -> answer(out, "200 OK\r\nContent-Length: 11", "{\"keys\":[]}"));
    assertThat(fetch.fetch())
        .succeedsWithin(LIMIT)
        .satisfies(keys -> assertThat(keys.isEmpty()).isTrue());
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
