package io.sportskk.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaveTest {

  private final Wave wave = new Wave(100);

  @Test
  void theFirstWaveIsAsLargeAsMayBe() {
    assertThat(wave.size()).isEqualTo(100);
    assertThat(wave.getsThrough()).isFalse();
  }

  @Test
  void afterAWaveThatWasInVainOnlyScoutsAreSent() {
    wave.looked(Set.of(), tickets(100));
    wave.looked(Set.copyOf(tickets(100)), List.of());

    assertThat(wave.size()).isEqualTo(Wave.SCOUTS);
    assertThat(wave.getsThrough()).isFalse();
  }

  @Test
  void onceAScoutGetsThroughTheWavesDoubleUpToTheLimit() {
    wave.looked(Set.of(), List.of("scout"));
    wave.looked(Set.of("scout"), List.of());
    for (int size : List.of(20, 40, 80, 100, 100)) {
      wave.looked(Set.of(), List.of("other"));
      assertThat(wave.getsThrough()).isTrue();
      assertThat(wave.size()).isEqualTo(size);
    }
    wave.looked(Set.of("other"), List.of());
    assertThat(wave.size()).isEqualTo(Wave.SCOUTS);
  }

  @Test
  void aScoutThatIsSlowIsStillWatched() {
    wave.looked(Set.of(), List.of("slow"));
    wave.looked(Set.of("slow"), List.of("stuck"));

    assertThat(wave.watched()).containsExactlyInAnyOrder("slow", "stuck");
    wave.looked(Set.of("stuck"), List.of());
    assertThat(wave.getsThrough()).isTrue();
  }

  private static List<String> tickets(int count) {
    return IntStream.range(0, count).mapToObj(n -> "t" + n).collect(Collectors.toList());
  }
}
