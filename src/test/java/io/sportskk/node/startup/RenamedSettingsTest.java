package io.sportskk.node.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenamedSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "sportskk.cluster.roster-interval, sportskk.cluster.heartbeat-interval",
    "sportskk.payment.remember-deposits, sportskk.payment.remember-deposits-for",
    "sportskk.sse.most, sportskk.sse.max-streams",
    "sportskk.ticket.retry.first, sportskk.ticket.retry.min-backoff",
    "sportskk.ticket.retry.most, sportskk.ticket.retry.max-backoff",
    "sportskk.ticket.stake.least, sportskk.ticket.stake.min",
    "sportskk.ticket.stake.most, sportskk.ticket.stake.max",
    "sportskk.ticket.stake.unit, sportskk.ticket.stake.step"
  })
  void aSettingWithANameOfThePastIsNotReadOver(String before, String now) {
    assertThatThrownBy(() -> resolve(before + " = 10"))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(before)
        .hasMessageContaining("is called " + now + " now");
    assertThat(resolve("").hasPath(now)).isTrue();
  }

  @Test
  void allOfThemAreNamedAtOnce() {
    assertThatThrownBy(() -> resolve("sportskk.sse.most = 10, sportskk.ticket.stake.most = 200"))
        .hasMessageContaining("sportskk.sse.max-streams")
        .hasMessageContaining("sportskk.ticket.stake.max");
  }

  @Test
  void oneThatIsTakenBackIsOfNoAccount() {
    assertThat(resolve("sportskk.sse.most = null").hasPath("sportskk.sse.most")).isFalse();
  }

  private static Config resolve(String settings) {
    return NodeConfiguration.of(ConfigFactory.parseString(settings)).resolve();
  }
}
