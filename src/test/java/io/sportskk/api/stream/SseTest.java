package io.sportskk.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SseTest {

  @Test
  void anEventHasATypeAnIdAndData() {
    assertThat(Sse.event("ticket", "7", "{}").utf8String())
        .isEqualTo("event: ticket\nid: 7\ndata: {}\n\n");
  }

  @Test
  void everyLineOfTheDataIsALineOfItsOwn() {
    assertThat(Sse.event("e", "1", "a\nb\r\nc\rd\n").utf8String())
        .isEqualTo("event: e\nid: 1\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \n\n");
  }

  @Test
  void jsonIsOneLineOfUtf8() {
    assertThat(Sse.json("e", "1", Map.of("name", "두산\n")).utf8String())
        .isEqualTo("event: e\nid: 1\ndata: {\"name\":\"두산\\n\"}\n\n");
  }

  @Test
  void typeAndIdCantSmuggleAnythingIn() {
    for (String bad : new String[] {"a\nb", "a\rb", "a\0b"}) {
      assertThatThrownBy(() -> Sse.event(bad, "1", ""))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Sse.event("e", bad, ""))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Sse.position(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theHeartbeatIsACommentAndThePositionNoEvent() {
    assertThat(Sse.HEARTBEAT.utf8String()).startsWith(":").endsWith("\n\n");
    assertThat(Sse.position("a-1").utf8String()).isEqualTo("id: a-1\n\n");
    assertThat(Sse.retry(Duration.ofSeconds(2)).utf8String()).isEqualTo("retry: 2000\n\n");
  }

  @Test
  void theCharsetIsNamed() {
    assertThat(Sse.CONTENT_TYPE.toString()).isEqualTo("text/event-stream; charset=UTF-8");
  }
}
