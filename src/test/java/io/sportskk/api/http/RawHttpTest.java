package io.sportskk.api.http;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sportskk.api.Client;
import io.sportskk.api.TestApi;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no HTTP client would send. */
class RawHttpTest {

  private static final String HOST = "Host: localhost\r\n";

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("GET /wa{ll}et HTTP/1.1\r\n" + HOST + "\r\n", 400, "MALFORMED_REQUEST"),
        Arguments.of("GET /tickets/%zz HTTP/1.1\r\n" + HOST + "\r\n", 400, "MALFORMED_REQUEST"),
        Arguments.of(
            "GET /matches?limit=%z HTTP/1.1\r\n" + HOST + "\r\n", 400, "MALFORMED_REQUEST"),
        Arguments.of("GET /wallet HTTP/1.1\r\n\r\n", 400, "MALFORMED_REQUEST"),
        Arguments.of("GET /wallet HTTP/1.1\r\n" + HOST + HOST + "\r\n", 400, "MALFORMED_REQUEST"),
        Arguments.of("GET /wallet HTTP/3.7\r\n" + HOST + "\r\n", 505, "HTTP_VERSION_NOT_SUPPORTED"),
        Arguments.of("FROBNICATE / HTTP/1.1\r\n" + HOST + "\r\n", 501, "NOT_IMPLEMENTED"),
        Arguments.of(
            "FROBNICATEFROBNICATE / HTTP/1.1\r\n" + HOST + "\r\n", 400, "MALFORMED_REQUEST"),
        Arguments.of("CONNECT a:80 HTTP/1.1\r\n" + HOST + "\r\n", 400, "MALFORMED_REQUEST"),
        Arguments.of(
            "TRACE / HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\nxx",
            400,
            "MALFORMED_REQUEST"),
        Arguments.of("\u0016\u0003\u0001\u0002\u0000\u0001", 400, "MALFORMED_REQUEST"),
        Arguments.of("GET / HTTP/1.1\r\n" + HOST + "No colon\r\n\r\n", 400, "MALFORMED_REQUEST"),
        Arguments.of(
            "POST /tickets HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\n",
            400,
            "MALFORMED_REQUEST"),
        Arguments.of(
            "POST /tickets HTTP/1.1\r\n"
                + HOST
                + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
            400,
            "MALFORMED_REQUEST"),
        Arguments.of(
            "POST /tickets HTTP/1.1\r\n"
                + HOST
                + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
            "MALFORMED_REQUEST"),
        Arguments.of(
            "POST /tickets HTTP/1.1\r\n" + HOST + "Content-Length: 99999999999\r\n\r\n{",
            413,
            "CONTENT_TOO_LARGE"),
        Arguments.of(
            "POST /tickets HTTP/1.1\r\n"
                + HOST
                + "Transfer-Encoding: chunked\r\n\r\n5000\r\n"
                + "x".repeat(0x5000)
                + "\r\n0\r\n\r\n",
            413,
            "CONTENT_TOO_LARGE"),
        Arguments.of(
            "POST /tickets HTTP/1.1\r\n"
                + HOST
                + "Transfer-Encoding: chunked\r\n\r\nnot-hex\r\n\r\n",
            400,
            "MALFORMED_REQUEST"),
        Arguments.of(
            "GET / HTTP/1.1\r\n" + HOST + "X: 1\r\n".repeat(100) + "\r\n",
            400,
            "MALFORMED_REQUEST"),
        Arguments.of(
            "GET /wallet HTTP/1.1\r\n"
                + HOST
                + "Authorization: Bearer "
                + Client.BUYER
                + "\r\nAuthorization: Bearer "
                + Client.ADMIN
                + "\r\n\r\n",
            401,
            "INVALID_TOKEN"),
        Arguments.of("GET * HTTP/1.1\r\n" + HOST + "\r\n", 404, "NOT_FOUND"),
        Arguments.of(
            "GET http://elsewhere/nothing HTTP/1.1\r\nHost: elsewhere\r\n\r\n", 404, "NOT_FOUND"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void whatIsHardlyHttpIsAnsweredWithAProblem(String request, int status, String code)
      throws IOException {
    Response response = send(request);

    assertThat(response.status()).as(response.head() + response.body()).isEqualTo(status);
    assertThat(response.head().toLowerCase(Locale.ROOT))
        .contains("content-type: application/problem+json");
    JsonNode problem = new ObjectMapper().readTree(response.body());
    assertThat(problem.get("code").textValue()).isEqualTo(code);
    assertThat(response.head())
        .contains("X-Correlation-ID: " + problem.get("correlationId").textValue());
    assertThat(response.body()).doesNotContain("akka", "Exception", "127.0.0.1");
  }

  static Stream<Arguments> headsThatAreNotAscii() {
    return Stream.of("\u00c3", "\u00e9", "\u00f0", "\u00c3\u00a9", "\u0080", "\u00ff")
        .flatMap(
            bytes -> {
              String broken = "X-Foo: " + bytes + "\r\n";
              String token = "Authorization: Bearer " + Client.BUYER + "\r\n";
              return Stream.of(
                  Arguments.of("G" + bytes + "T / HTTP/1.1\r\n" + HOST + "\r\n"),
                  Arguments.of("GET /" + bytes + " HTTP/1.1\r\n" + HOST + "\r\n"),
                  Arguments.of("GET /wallet HTTP/1.1\r\n" + HOST + broken + token + "\r\n"),
                  Arguments.of("GET /wallet HTTP/1.1\r\n" + HOST + token + broken + "\r\n"),
                  Arguments.of(
                      "GET /wallet HTTP/1.1\n" + HOST + token + broken.replace("\r", "") + "\n"),
                  Arguments.of(
                      "POST /tickets HTTP/1.1\r\n"
                          + HOST
                          + token
                          + broken
                          + "Content-Length: 2\r\n\r\n{}"),
                  Arguments.of(
                      "POST /tickets HTTP/1.1\r\n"
                          + HOST
                          + token
                          + "Content-Length: 2\r\n"
                          + broken
                          + "\r\n{}"),
                  Arguments.of(
                      "POST /tickets HTTP/1.1\r\n"
                          + HOST
                          + token
                          + "Content-Type: application/json\r\n"
                          + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"
                          + broken
                          + "\r\n"));
            });
  }

  @ParameterizedTest
  @MethodSource("headsThatAreNotAscii")
  void aHeadThatIsNotAsciiHidesNothing(String request) throws IOException {
    try (Socket socket = connect()) {
      // Whatever follows is not looked at: the connection is closed.
      String after = "GET /matches HTTP/1.1\r\n" + HOST + "\r\n";
      socket.getOutputStream().write((request + after).getBytes(StandardCharsets.ISO_8859_1));
      String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(text).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
      assertThat(text.toLowerCase(Locale.ROOT)).contains("connection: close\r\n");
      JsonNode problem = new ObjectMapper().readTree(text.substring(text.indexOf("\r\n\r\n")));
      assertThat(problem.get("code").textValue()).isEqualTo("MALFORMED_REQUEST");
      assertThat(text)
          .contains("X-Correlation-ID: " + problem.get("correlationId").textValue() + "\r\n");
    }
  }

  @Test
  void whatCameBeforeSuchAHeadIsAnsweredAsEver() throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      byte[] body =
          "{\"matchId\":\"kt-lg\",\"team\":\"\ub450\uc0b0\",\"stake\":100}"
              .getBytes(StandardCharsets.UTF_8);
      String head =
          "POST /tickets HTTP/1.1\r\n"
              + HOST
              + "Authorization: Bearer "
              + Client.BUYER
              + "\r\nContent-Type: application/json\r\n";
      out.write(
          (head + "Content-Length: " + body.length + "\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.write(
          (head + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length) + "\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.write(
          ("\r\n0\r\n\r\nGET /matches HTTP/1.1\r\n" + HOST + "X-Foo: \u00e9\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(Pattern.compile("HTTP/1.1 (\\d+) ").matcher(text).results())
          .extracting(status -> status.group(1))
          .containsExactly("201", "201", "400");
    }
  }

  @Test
  void aHeadRequestGetsTheHeadersOfTheAnswerAlone() throws IOException {
    Response response = send("HEAD /matches HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.head()).contains("Content-Type: application/json");
    assertThat(response.body()).isEmpty();
  }

  @Test
  void optionsNamesTheMethods() throws IOException {
    Response response = send("OPTIONS /tickets HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.head()).contains("Allow: GET, HEAD, OPTIONS, POST");
  }

  @Test
  void aClientThatWaitsToBeAskedForTheBodyIsAsked() throws IOException {
    String body = "{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":100}";
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /tickets HTTP/1.1\r\n"
                  + HOST
                  + "Authorization: Bearer "
                  + Client.BUYER
                  + "\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nConnection: close\r\n"
                  + "Content-Length: "
                  + body.length()
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      byte[] first = socket.getInputStream().readNBytes("HTTP/1.1 100 ".length());
      assertThat(new String(first, StandardCharsets.ISO_8859_1)).isEqualTo("HTTP/1.1 100 ");
      out.write(body.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("HTTP/1.1 201 ");
    }
  }

  @Test
  void aTooLargeBodyIsRefusedBeforeItIsSent() throws IOException {
    Response response =
        send(
            "POST /tickets HTTP/1.1\r\n"
                + HOST
                + "Expect: 100-continue\r\nContent-Length: 20000\r\n\r\n");

    assertThat(response.status()).isEqualTo(413);
  }

  record Response(String head, String body) {
    int status() {
      return Integer.parseInt(head.split(" ", 3)[1]);
    }
  }

  private static Response send(String request) throws IOException {
    try (Socket socket = connect()) {
      String closing = request.replaceFirst("\r\nHost", "\r\nConnection: close\r\nHost");
      socket.getOutputStream().write(closing.getBytes(StandardCharsets.ISO_8859_1));
      String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = text.indexOf("\r\n\r\n");
      return new Response(text.substring(0, end + 2), text.substring(end + 4));
    }
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout((int) LIMIT.toMillis());
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), TestApi.shared().port()), 5_000);
    return socket;
  }
}
