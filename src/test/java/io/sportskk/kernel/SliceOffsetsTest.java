package io.sportskk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SliceOffsetsTest {

  @Test
  void nothingIsHandledAtFirst() {
    assertThat(new SliceOffsets(Map.of()).of(Slices.ALL)).isZero();
    assertThat(new SliceOffsets(Map.of()).of(7)).isZero();
  }

  @Test
  void anInstanceBeginsWhereTheFirstOfItsSlicesIs() {
    SliceOffsets two = new SliceOffsets(Map.of("0-511", 120L, "512-1023", 95L));
    assertThat(two.of(new SliceRange(0, 255))).isEqualTo(120);
    assertThat(two.of(new SliceRange(256, 600))).isEqualTo(95);
    assertThat(two.of(Slices.ALL)).isEqualTo(95);
    assertThat(two.highest()).isEqualTo(120);
  }

  @Test
  void whatOnlyOneOfTwoHasHandledIsNotTakenForAll() {
    assertThat(new SliceOffsets(Map.of("0-511", 120L)).of(Slices.ALL)).isZero();
  }

  /** From two to one, and back to two. */
  @Test
  void ofOffsetsOfDifferentTimesTheFurtherOneCounts() {
    SliceOffsets back =
        new SliceOffsets(Map.of("0-511", 120L, "512-1023", 400L, "0-1023", 300L, "ticket-0", 999L));
    assertThat(back.of(new SliceRange(0, 511))).isEqualTo(300);
    assertThat(back.of(new SliceRange(512, 1023))).isEqualTo(400);
  }

  @Test
  void lessIsHandledIfAProjectionBeginsAnew() {
    SliceOffsets before = new SliceOffsets(Map.of("0-511", 120L, "512-1023", 95L));
    SliceOffsets after = new SliceOffsets(Map.of("0-511", 120L, "512-1023", 96L));
    assertThat(after.isLessThan(before)).isFalse();
    assertThat(before.isLessThan(after)).isTrue();
    assertThat(new SliceOffsets(Map.of("0-511", 500L)).isLessThan(before)).isTrue();
  }

  @Test
  void offsetsOfAnotherReleaseAreKnownAsSuch() {
    assertThat(new SliceOffsets(Map.of("ticket-0", 7L)).areOfOtherKeys()).isTrue();
    assertThat(new SliceOffsets(Map.of("ticket-0", 7L, "0-1023", 5L)).areOfOtherKeys()).isFalse();
    assertThat(new SliceOffsets(Map.of()).areOfOtherKeys()).isFalse();
  }

  @Test
  void thereAreThatManySlices() {
    assertThatThrownBy(() -> new SliceRange(0, 1024)).hasMessageContaining("from 0 to 1023");
    assertThatThrownBy(() -> new SliceRange(3, 2)).hasMessageContaining("from 3 to 2");
    assertThatThrownBy(() -> new Slices("Ticket", 0)).hasMessageContaining("from 1 to 1024");
    assertThat(new Slices("Ticket", 3).ranges())
        .containsExactly(
            new SliceRange(0, 340), new SliceRange(341, 681), new SliceRange(682, 1023));
  }
}
