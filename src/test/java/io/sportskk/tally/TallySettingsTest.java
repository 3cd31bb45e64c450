package io.sportskk.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallySettingsTest {

  private static final Config DEFAULTS = ConfigFactory.parseResources("sportskk.conf");

  @Test
  void theDefaultsAreAccepted() {
    TallySettings settings = TallySettings.from(DEFAULTS.resolve());
    assertThat(settings.batch()).isEqualTo(500);
    assertThat(settings.callTimeout()).isEqualTo(Duration.ofMillis(300));
  }

  @ParameterizedTest
  @CsvSource({
    "sportskk.tally.batch, 0",
    "sportskk.tally.queue, -1",
    "sportskk.tally.publish-every, 0 s",
    "sportskk.tally.point-every, 0 s",
    "sportskk.tally.statement-timeout, 1500 ms",
    "sportskk.tally.ask-timeout, soon",
    "sportskk.projection.group-within, -1 s",
  })
  void aSettingThatMakesNoSenseIsNamed(String key, String value) {
    Config config = ConfigFactory.parseString(key + " = " + value).withFallback(DEFAULTS).resolve();
    assertThatThrownBy(() -> TallySettings.from(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
  }
}
