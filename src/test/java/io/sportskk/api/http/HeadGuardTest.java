package io.sportskk.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes through to the parser, however the network cuts it. */
class HeadGuardTest {

  private static final Duration HEAD_WITHIN = Duration.ofSeconds(10);
  private static final String GET = "GET /matches HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String CHUNKED = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";

  /** Text in which each character is a byte. */
  private static String passed(String... packets) {
    HeadGuard guard = new HeadGuard(HEAD_WITHIN, () -> 0);
    StringBuilder passed = new StringBuilder();
    for (String packet : packets) {
      passed.append(next(guard, packet));
    }
    return passed.toString();
  }

  /** Whole, and byte by byte. */
  private static List<String> eachWay(String text) {
    return List.of(passed(text), passed(text.split("(?<=(?s:.))")));
  }

  static Stream<String> wellFormed() {
    String utf8 =
        new String(
            "{\"name\":\"두산\"}".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return Stream.of(
        GET,
        GET + GET,
        "GET / HTTP/1.1\nHost: a\n\n" + GET,
        "POST / HTTP/1.1\r\nContent-Length: " + utf8.length() + "\r\n\r\n" + utf8 + GET,
        "POST / HTTP/1.1\r\ncontent-LENGTH:3 \t\r\n\r\n\u00e9\r\n" + GET,
        "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n\u00e9\u00e9\u00e9" + GET,
        "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n" + GET,
        CHUNKED + "3\r\n\u00e9\r\n\r\n0\r\n\r\n" + GET,
        CHUNKED
            + "3;a=\u00e9\r\n\u00e9\u00e9\u00e9\r\n0A\r\n0123456789\r\n0\r\nTrailer: a\r\n\r\n"
            + GET,
        CHUNKED + "1\n\u00ff\n0\n\n" + GET,
        "POST / HTTP/1.1\r\nTRANSFER-ENCODING:  Chunked \r\n\r\n1 \r\n\u00e9\r\n0\r\n\r\n" + GET,
        "POST / HTTP/1.1\r\nX: a\r\n Content-Length: 9\r\nContent-Length: 1\r\n\r\n\u00e9" + GET,
        "GET / HTTP/1.1\r\nContent-Lengths: x\r\nX-Content-Length: y\r\n\r\n" + GET);
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void requestsComeThroughAsTheyAre(String text) {
    assertThat(eachWay(text)).containsOnly(text);
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void afterAnyOfThemAHeadIsGuarded(String text) {
    String head = "GET / HTTP/1.1\r\nX: a";
    assertThat(eachWay(text + head + "\u00e9\r\nHost: a\r\n\r\n" + GET))
        .containsOnly(text + head + HeadGuard.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G\u00e9T / HTTP/1.1",
        "GET /\u00e9 HTTP/1.1",
        "GET / HTTP/1.1\u00e9\r\n",
        "GET / HTTP/1.1\r\n\u00e9: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\u00e9",
        "GET / HTTP/1.1\r\nHost: a\r\n \u00e9",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\u00e9",
      })
  void nowhereInAHeadIsThereSuchAByte(String text) {
    String before = text.substring(0, text.indexOf('\u00e9'));
    assertThat(eachWay(text)).containsOnly(before + HeadGuard.REFUSED);
  }

  @Test
  void aTrailerIsGuardedAsAHeadIs() {
    String before = CHUNKED + "1\r\na\r\n0\r\nX: ";
    assertThat(eachWay(before + "\u00e9\r\n\r\n" + GET)).containsOnly(before + HeadGuard.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: ",
        "Content-Length: 1 2",
        "Content-Length: +1",
        "Content-Length: 1234567890123456789",
        "Content-Length: 1, 1",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: x x",
        "Transfer-Encoding:",
      })
  void aLengthThatMayBeReadInTwoWaysIsRefused(String header) {
    String before = "POST / HTTP/1.1\r\n" + header + "\r";
    assertThat(eachWay(before + "\n\r\n" + GET)).containsOnly(before + HeadGuard.REFUSED);
    String longer = "POST / HTTP/1.1\r\n" + header + " ".repeat(100) + "\r";
    assertThat(eachWay(longer + "\n\r\n")).containsOnly(longer + HeadGuard.REFUSED);
  }

  @Property(tries = 300)
  void followsAnyConversationInAnyPackets(
      @ForAll("conversations") List<String[]> requests, @ForAll("cuts") List<Integer> cuts) {
    StringBuilder all = new StringBuilder();
    requests.forEach(request -> all.append(request[0]).append(request[1]));
    String text = all.toString();

    assertThat(passed(cut(text, cuts))).isEqualTo(text);

    // The same with a byte that is refused at the end of one of its heads.
    int bad = cuts.get(0) % requests.size();
    StringBuilder until = new StringBuilder();
    requests.subList(0, bad).forEach(request -> until.append(request[0]).append(request[1]));
    String head = requests.get(bad)[0];
    until.append(head, 0, head.length() - 4);
    String broken = until + "\u00e9" + text.substring(until.length());
    assertThat(passed(cut(broken, cuts))).isEqualTo(until.toString() + HeadGuard.REFUSED);
  }

  private static String[] cut(String text, List<Integer> sizes) {
    List<String> packets = new ArrayList<>();
    int from = 0;
    for (int i = 0; from < text.length(); i++) {
      int to = Math.min(text.length(), from + 1 + sizes.get(i % sizes.size()));
      packets.add(text.substring(from, to));
      from = to;
    }
    return packets.toArray(String[]::new);
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(0, 60).list().ofMinSize(1).ofMaxSize(20);
  }

  /** Each a head and its body. */
  @Provide
  Arbitrary<List<String[]>> conversations() {
    Arbitrary<String> bytes =
        Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(40);
    Arbitrary<String> more =
        Arbitraries.of("", "X: a\r\n", "Content-Type: application/json\r\n", "A:\r\n b\r\n");
    Arbitrary<String[]> bare =
        more.map(headers -> new String[] {"GET / HTTP/1.1\r\n" + headers + "\r\n", ""});
    Arbitrary<String[]> sized =
        Combinators.combine(more, bytes)
            .as(
                (headers, body) ->
                    new String[] {
                      "POST / HTTP/1.1\r\n"
                          + headers
                          + "Content-Length: "
                          + body.length()
                          + "\r\n\r\n",
                      body
                    });
    Arbitrary<String[]> chunked =
        Combinators.combine(more, bytes.list().ofMaxSize(4))
            .as(
                (headers, chunks) -> {
                  StringBuilder body = new StringBuilder();
                  for (String chunk : chunks) {
                    if (!chunk.isEmpty()) {
                      body.append(Integer.toHexString(chunk.length()))
                          .append("\r\n")
                          .append(chunk)
                          .append("\r\n");
                    }
                  }
                  return new String[] {
                    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + headers + "\r\n",
                    body + "0\r\n\r\n"
                  };
                });
    return Arbitraries.oneOf(bare, sized, chunked).list().ofMinSize(1).ofMaxSize(6);
  }

  @Test
  void aHeadThatTakesTooLongIsRefusedAtItsNextByte() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow
    HeadGuard guard = new HeadGuard(HEAD_WITHIN, nanos::get);
    assertThat(next(guard, GET + "G")).isEqualTo(GET + "G");
    nanos.addAndGet(HEAD_WITHIN.toNanos());
    assertThat(next(guard, "E")).isEqualTo("E");
    nanos.addAndGet(1);
    assertThat(next(guard, "T")).isEqualTo(HeadGuard.REFUSED);
    assertThat(next(guard, " / HTTP/1.1\r\n")).isEmpty();
  }

  /** It is Akka's to say how long a connection may be idle, and the pipeline's for a body. */
  @Test
  void onlyAHeadIsBoundedAndEachForItself() {
    AtomicLong nanos = new AtomicLong();
    HeadGuard guard = new HeadGuard(HEAD_WITHIN, nanos::get);
    for (String part :
        List.of(
            GET,
            "GET / HTTP/1.1\r\nHost: a\r\n",
            "\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na",
            "b",
            "c" + GET,
            CHUNKED + "1\r\na\r",
            "\n0\r\n",
            "\r\n" + GET)) {
      assertThat(next(guard, part)).isEqualTo(part);
      nanos.addAndGet(HEAD_WITHIN.toNanos());
    }
  }

  @Test
  void whoSendsOneRequestAfterTheOtherIsNotSlow() {
    AtomicLong nanos = new AtomicLong();
    HeadGuard guard = new HeadGuard(HEAD_WITHIN, nanos::get);
    String part = GET.substring(5) + GET.substring(0, 5); // each ends within the next head
    assertThat(next(guard, GET.substring(0, 5))).isEqualTo(GET.substring(0, 5));
    for (int i = 0; i < 5; i++) {
      nanos.addAndGet(HEAD_WITHIN.toNanos());
      assertThat(next(guard, part)).isEqualTo(part);
    }
  }

  private static String next(HeadGuard guard, String part) {
    return guard
        .pass(ByteString.fromArray(part.getBytes(StandardCharsets.ISO_8859_1)))
        .decodeString(StandardCharsets.ISO_8859_1);
  }
}
