package io.sportskk.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PageCursorTest {

  private static final PageCursor CURSOR =
      new PageCursor(Instant.parse("2025-05-01T12:00:00.123456Z"), "ticket-1");

  @Example
  void aCursorComesBackAsItWas() {
    for (Instant time :
        new Instant[] {CURSOR.time(), Instant.EPOCH, Instant.EPOCH.minusNanos(1_000)}) {
      PageCursor cursor = new PageCursor(time, "티켓.1\n");
      assertThat(PageCursor.decode(cursor.encode())).contains(cursor);
    }
    assertThat(CURSOR.encode()).matches("[A-Za-z0-9_-]+");
  }

  @Example
  void whatWasNotMadeByAPageIsRefused() {
    for (String text :
        new String[] {
          "",
          "garbage",
          "!",
          CURSOR.encode() + "=",
          CURSOR.encode() + "A",
          CURSOR.encode().substring(1),
          of(""),
          of("."),
          of("1"),
          of("1."),
          of(".t"),
          of("+1.t"),
          of("01.t"),
          of("-0.t"),
          of("1.\0"),
          of("99999999999999999999.t"),
          of("1." + "t".repeat(256))
        }) {
      assertThat(PageCursor.decode(text)).as(text).isEmpty();
    }
  }

  @Property
  void anyTextIsRefusedOrIsACursor(@ForAll String text) {
    Optional<PageCursor> cursor = PageCursor.decode(text);
    assertThat(cursor.map(PageCursor::encode).orElse(text)).isEqualTo(text);
  }

  private static String of(String content) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(content.getBytes(StandardCharsets.UTF_8));
  }
}
