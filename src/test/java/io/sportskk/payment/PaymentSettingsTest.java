package io.sportskk.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.sportskk.kernel.Money;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentSettingsTest {

  private static final Config DEFAULTS = ConfigFactory.parseResources("sportskk.conf").resolve();

  @Test
  void theDefaultsAreThoseOfTheDesign() {
    PaymentSettings settings = PaymentSettings.from(DEFAULTS);

    assertThat(settings.rules().matchLimit()).isEqualTo(Money.won(100_000));
    assertThat(settings.rules().rememberChargesFor()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.askTimeout())
        .isEqualTo(DEFAULTS.getDuration("akka.circuit-breaker.payment.call-timeout"));
  }

  /** {@code L5} */
  @Test
  void noStakeIsSupervisedUnlessAnAmountIsSet() {
    assertThat(PaymentSettings.supervisedStake(DEFAULTS)).isEmpty();

    Config config =
        ConfigFactory.parseString("sportskk.payment.supervised-stake = 90000")
            .withFallback(DEFAULTS);
    assertThat(PaymentSettings.from(config).rules().supervision().from())
        .isEqualTo(Money.won(90_000));
  }

  @ParameterizedTest
  @CsvSource({
    "opening-balance, -1",
    "opening-balance, 9007199254740992",
    "match-limit, -1",
    "match-limit, much",
    "match-tickets, 0",
    "remember-charges-for, 0 s",
    "remember-charges-for, -1 day",
    "remember-deposits-for, 0 s",
    "max-deposits, 0",
    "snapshot-every, 0",
    "passivate-after, 0 s",
    "ask-timeout, soon",
    "ask-timeout, 1001 ms",
    "per-buyer.under-way, 0",
    "per-buyer.waiting, 0",
    "limits.zone, Asia/Soul",
    "limits.raise-after, 0 s",
    "limits.confirm-within, -1 s",
    "limits.play-ends-after, 0 s",
    "supervised-stake, 0",
    "supervised-stake, -1",
    "supervised-stake, off",
    "supervised-stake, 9007199254740992",
    "approvals.valid-for, 0 s",
    "approvals.max-open, 0",
    "approvals.max-remembered, 0",
  })
  void aValueWithoutSenseIsRefusedByTheNameOfItsKey(String key, String value) {
    Config config =
        ConfigFactory.parseMap(Map.of("sportskk.payment." + key, value)).withFallback(DEFAULTS);

    assertThatThrownBy(() -> PaymentSettings.from(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sportskk.payment." + key);
  }

  @ParameterizedTest
  @CsvSource({
    "opening-balance",
    "match-limit",
    "match-tickets",
    "remember-charges-for",
    "remember-deposits-for",
    "max-deposits",
    "snapshot-every",
    "passivate-after",
    "ask-timeout",
    "per-buyer.under-way",
    "per-buyer.waiting",
    "limits.zone",
    "limits.raise-after",
    "limits.confirm-within",
    "limits.play-ends-after",
    "supervised-stake",
    "approvals.valid-for",
    "approvals.max-open",
    "approvals.max-remembered"
  })
  void aMissingKeyIsNamed(String key) {
    Config config = DEFAULTS.withoutPath("sportskk.payment." + key);

    assertThatThrownBy(() -> PaymentSettings.from(config))
        .isInstanceOf(ConfigException.Missing.class)
        .hasMessageContaining("sportskk.payment." + key);
  }
}
