package io.sportskk.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolSettingsTest {

  private static final Config DEFAULTS = ConfigFactory.parseResources("sportskk.conf").resolve();

  @Test
  void theDefaultsAreThoseOfEarlierReleases() {
    assertThat(PoolRules.from(DEFAULTS)).isEqualTo(PoolRules.EARLIER);
  }

  @ParameterizedTest
  @CsvSource({
    "0, net-refund, korea-2016, NET_REFUND, KOREA_2016",
    "5000, carry, none, CARRY, NONE",
    "10000, refund, none, REFUND, NONE"
  })
  void eachCanBeSet(int takeout, String unbacked, String tax, Unbacked of, Tax and) {
    Config config =
        ConfigFactory.parseMap(
            Map.of(
                "sportskk.pool.takeout", takeout,
                "sportskk.pool.unbacked", unbacked,
                "sportskk.pool.tax", tax));

    assertThat(PoolRules.from(config)).isEqualTo(new PoolRules(takeout, of, and));
  }

  @ParameterizedTest
  @CsvSource({
    "takeout, -1",
    "takeout, 10001",
    "takeout, 28.5 %",
    "unbacked, REFUND",
    "unbacked, keep",
    "tax, korea",
    "tax, ''"
  })
  void aValueWithoutSenseIsRefusedByTheNameOfItsKey(String key, String value) {
    Config config =
        ConfigFactory.parseMap(Map.of("sportskk.pool." + key, value)).withFallback(DEFAULTS);

    assertThatThrownBy(() -> PoolRules.from(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sportskk.pool." + key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"takeout", "unbacked", "tax"})
  void aMissingKeyIsNamed(String key) {
    Config config = DEFAULTS.withoutPath("sportskk.pool." + key);

    assertThatThrownBy(() -> PoolRules.from(config))
        .isInstanceOf(ConfigException.Missing.class)
        .hasMessageContaining("sportskk.pool." + key);
  }
}
