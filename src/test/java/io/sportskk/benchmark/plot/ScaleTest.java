package io.sportskk.benchmark.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {

  private static final Offset<Double> CLOSE = within(1e-9);

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        "1807: 0, 500, 1,000, 1,500, 2,000",
        "2000: 0, 500, 1,000, 1,500, 2,000",
        "6: 0, 1, 2, 3, 4, 5, 6",
        "0.6: 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6",
        "61: 0, 20, 40, 60, 80",
      })
  void fromZeroItGoesInRoundStepsToWhatIsNotBelowTheMost(double most, String labels) {
    Scale scale = Scale.fromZero(most);

    assertThat(String.join(", ", labels(scale))).isEqualTo(labels);
    assertThat(scale.at(0)).isEqualTo(0, CLOSE);
    assertThat(scale.at(most)).isBetween(0.5, 1.0);
    assertThat(scale.at(most / 2)).isEqualTo(scale.at(most) / 2, CLOSE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        "3.1 : 356: 2, 5, 10, 20, 50, 100, 200, 500",
        "1   : 100: 1, 2, 5, 10, 20, 50, 100",
        "0.07: 0.6: 0.05, 0.1, 0.2, 0.5, 1",
        "5   : 5  : 5, 10",
      })
  void aLogarithmicOneHoldsAllFromTheLeastToTheMost(double least, double most, String labels) {
    Scale scale = Scale.logarithmic(least, most);

    assertThat(String.join(", ", labels(scale))).isEqualTo(labels);
    assertThat(scale.at(least)).isBetween(0.0, 0.3);
    assertThat(scale.at(most)).isGreaterThanOrEqualTo(scale.at(least)).isLessThanOrEqualTo(1);
  }

  @Test
  void onALogarithmicOneWhatIsTwiceAsMuchIsAsFarAwayEverywhere() {
    Scale scale = Scale.logarithmic(1, 1_000);

    assertThat(scale.at(20) - scale.at(10)).isEqualTo(scale.at(400) - scale.at(200), CLOSE);
    assertThat(scale.at(10)).isEqualTo(1 / 3.0, CLOSE);
  }

  @Test
  void aLogarithmicOneCanNameJustWhatWasMeasured() {
    Scale scale = Scale.logarithmic(List.of(16, 1, 256, 64, 16));

    assertThat(labels(scale)).containsExactly("1", "16", "64", "256");
    assertThat(scale.at(1)).isEqualTo(0, CLOSE);
    assertThat(scale.at(16)).isEqualTo(0.5, CLOSE);
    assertThat(scale.at(256)).isEqualTo(1, CLOSE);
    assertThat(Scale.logarithmic(List.of(64)).at(64)).isEqualTo(0, CLOSE);
  }

  @Test
  void eachNineIsAsFarAwayAsTheOneBefore() {
    Scale scale = Scale.nines(0.9999);

    assertThat(labels(scale)).containsExactly("0 %", "50 %", "90 %", "99 %", "99.9 %", "99.99 %");
    assertThat(scale.at(0.9)).isEqualTo(0.25, CLOSE);
    assertThat(scale.at(0.99)).isEqualTo(0.5, CLOSE);
    assertThat(scale.at(0.9999)).isEqualTo(1, CLOSE);
    assertThat(labels(Scale.nines(0.998))).last().isEqualTo("99 %");
  }

  @Test
  void whatIsBeyondTheAxisIsAtItsEnd() {
    Scale scale = Scale.logarithmic(10, 100);

    assertThat(scale.at(1)).isZero();
    assertThat(scale.at(0)).isZero();
    assertThat(scale.at(1_000)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void thereIsNoneForNothing(double most) {
    assertThatThrownBy(() -> Scale.fromZero(most)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Scale.logarithmic(most, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> labels(Scale scale) {
    return scale.ticks().stream().map(Scale.Tick::label).toList();
  }
}
