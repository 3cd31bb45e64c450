package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiSettingsTest {

  private static Config with(String key, Object value) {
    return TestApi.config().withValue(key, ConfigValueFactory.fromAnyRef(value));
  }

  @Test
  void theShippedSettingsAreComplete() {
    ApiSettings settings = ApiSettings.from(TestApi.config());

    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.demo()).isTrue();
    assertThat(settings.auth().jwksUrl()).isNull();
    assertThat(settings.auth().issuer()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "sportskk.sse.heartbeat, 0 s, longer than nothing",
    "sportskk.sse.heartbeat, 60 s, akka.http.server.idle-timeout",
    "sportskk.sse.refresh, 0 s, longer than nothing",
    "sportskk.sse.buffer, 0, at least 1",
    "sportskk.sse.replay, 0, at least 1",
    "sportskk.sse.max-streams, 0, at least 1",
    "sportskk.sse.max-opening, 0, at least 1",
    "sportskk.sse.retry-jitter, -0.1, not be negative",
    "sportskk.sse.max-streams, 10000, akka.http.server.max-connections"
  })
  void streamsThatCantWorkAreRefused(String key, String value, String why) {
    assertThatThrownBy(() -> ApiSettings.from(with(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "sportskk.http.rate-limit.buyer.requests, 0, at least 1",
    "sportskk.http.rate-limit.buyer.per, 500 ms, whole seconds",
    "sportskk.http.rate-limit.address.requests, 0, at least 1",
    "sportskk.http.rate-limit.address.per, 0 s, whole seconds",
    "sportskk.http.rate-limit.trusted-proxies, -1, at least 0",
    "sportskk.http.rate-limit.remembered, 0, at least 1",
  })
  void limitsThatMakeNoSenseAreRefused(String key, String value, String why) {
    assertThatThrownBy(() -> ApiSettings.from(with(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(why);
  }

  @Test
  void exactlyOneWayToVerifyTokensIsSet() {
    assertThatThrownBy(() -> ApiSettings.from(with("sportskk.auth.hs256-secret", "")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sportskk.auth.hs256-secret")
        .hasMessageContaining("sportskk.auth.jwks-url");
    assertThatThrownBy(
            () -> ApiSettings.from(with("sportskk.auth.jwks-url", "https://issuer.example/keys")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("exactly one");
  }

  @Test
  void aSecretHasAtLeast256Bits() {
    assertThatThrownBy(() -> ApiSettings.from(with("sportskk.auth.hs256-secret", "x".repeat(31))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sportskk.auth.hs256-secret")
        .hasMessageContaining("256 bits")
        .hasMessageNotContaining("xxx");
    assertThat(ApiSettings.from(with("sportskk.auth.hs256-secret", "x".repeat(32)))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"issuer.example/keys", "ftp://issuer.example/keys", "http://", "'https://a b'"})
  void theKeysAreAtAnHttpUrl(String url) {
    assertThatThrownBy(() -> ApiSettings.from(withKeys(url, "the issuer", "sportskk")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Invalid value at 'sportskk.auth.jwks-url'");
  }

  @Test
  void tokensOfAnIssuerOfManyMustBeMeantForThisApi() {
    String url = "https://issuer.example/keys";

    assertThat(ApiSettings.from(withKeys(url, "the issuer", "sportskk")).auth().jwksUrl())
        .hasToString(url);
    assertThatThrownBy(() -> ApiSettings.from(withKeys(url, "", "sportskk")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sportskk.auth.issuer");
    assertThatThrownBy(() -> ApiSettings.from(withKeys(url, "the issuer", "")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sportskk.auth.audience");
  }

  private static Config withKeys(String url, String issuer, String audience) {
    return ConfigFactory.parseMap(
            Map.of(
                "sportskk.auth.hs256-secret",
                "",
                "sportskk.auth.jwks-url",
                url,
                "sportskk.auth.issuer",
                issuer,
                "sportskk.auth.audience",
                audience))
        .withFallback(TestApi.config());
  }

  @ParameterizedTest
  @CsvSource({
    "sportskk.auth.keys-time-to-live, 0 s, longer than nothing",
    "sportskk.auth.keys-kept-for, 4 m, sportskk.auth.keys-time-to-live",
    "sportskk.auth.remembered-tokens, -1, must not be negative",
  })
  void settingsOfTokensMakeSense(String key, String value, String why) {
    assertThatThrownBy(() -> ApiSettings.from(with(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "sportskk.http.port, eighty",
    "sportskk.api.ask-timeout, soon",
    "sportskk.sse.buffer, much",
  })
  void aSettingOfTheWrongTypeIsNamed(String key, String value) {
    assertThatThrownBy(() -> ApiSettings.from(with(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key.substring("sportskk.".length()));
  }

  @Test
  void theSecretIsNotInTheTextOfTheSettings() {
    assertThat(TestApi.settings().toString()).doesNotContain(TestApi.SECRET);
  }
}
