package io.sportskk.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FeedRingTest {

  private final FeedRing ring = new FeedRing("here", 2);
  private final AtomicInteger written = new AtomicInteger();

  private void append(int number) {
    ring.append(
        "ticket",
        () -> {
          written.incrementAndGet();
          return Map.of("number", number);
        });
  }

  @Test
  void anEventIsWrittenOnceForAllItsReadersAndNotWithoutOne() {
    append(1);
    append(2);
    append(3);
    assertThat(written).hasValue(0);

    FeedBatch first = ring.after(1).orElseThrow();
    FeedBatch second = ring.after(1).orElseThrow();
    assertThat(first.events().utf8String())
        .isEqualTo(
            """
            event: ticket
            id: here-2
            data: {"number":2}

            event: ticket
            id: here-3
            data: {"number":3}

            """);
    assertThat(second.events()).isEqualTo(first.events());
    assertThat(written).hasValue(2);
  }

  @Test
  void whoeverIsTooFarBehindIsTold() {
    append(1);
    append(2);
    append(3);
    assertThat(ring.after(0).orElseThrow().last()).isTrue();
    assertThat(ring.after(3)).isEmpty();
  }
}
