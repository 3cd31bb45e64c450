package io.sportskk.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class FittingPageTest {

  @Test
  void aPageHasNoMoreThanItsLimit() {
    assertThat(FittingPage.of(List.of("a", "b", "c"), 2, item -> 1))
        .isEqualTo(new FittingPage<>(List.of("a", "b"), true));
    assertThat(FittingPage.of(List.of("a", "b"), 2, item -> 1))
        .isEqualTo(new FittingPage<>(List.of("a", "b"), false));
    assertThat(FittingPage.of(List.of(), 2, item -> 1))
        .isEqualTo(new FittingPage<>(List.of(), false));
  }

  @Test
  void aPageHasNoMoreThanFitsIntoAMessageButOneItemAlways() {
    int half = FittingPage.MOST_BYTES / 2;
    assertThat(FittingPage.of(List.of(half, half, 1), 100, bytes -> bytes))
        .isEqualTo(new FittingPage<>(List.of(half, half), true));
    assertThat(FittingPage.of(List.of(4 * half, 1), 100, bytes -> bytes))
        .isEqualTo(new FittingPage<>(List.of(4 * half), true));
  }

  @Test
  void itIsHalfOfWhatAMessageMayHave() {
    assertThat(ConfigFactory.load().getBytes("akka.remote.artery.advanced.maximum-frame-size"))
        .isGreaterThanOrEqualTo(2 * FittingPage.MOST_BYTES);
  }

  @Test
  void aTextIsAsLargeAsItsBytes() {
    assertThat(FittingPage.bytes("KT")).isEqualTo(2);
    assertThat(FittingPage.bytes("스포츠")).isEqualTo(9);
    assertThat(FittingPage.bytes(null)).isZero();
  }
}
