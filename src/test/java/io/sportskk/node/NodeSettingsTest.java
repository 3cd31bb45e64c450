package io.sportskk.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sportskk.kernel.DatabaseKind;
import io.sportskk.node.database.DatabaseSettings;
import io.sportskk.node.database.Migrations;
import io.sportskk.node.startup.NodeConfiguration;
import io.sportskk.node.startup.Role;
import io.sportskk.node.startup.StartFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSettingsTest {

  private static final String PRODUCTION =
      """
      sportskk.database.embedded.enabled = off
      sportskk.auth.jwks-url = "https://id.example/keys"
      sportskk.auth.issuer = "https://id.example/"
      sportskk.auth.audience = sportskk
      """;

  private static final String JOINING = PRODUCTION + "sportskk.cluster.join = bootstrap\n";

  @Test
  void theLaptopDefaultNeedsNoSettings() {
    NodeSettings settings = settings("");

    assertThat(settings.embedded().enabled()).isTrue();
    assertThat(settings.demo()).isTrue();
    assertThat(settings.tokenSecretMissing()).isTrue();
    assertThat(settings.roles()).containsExactly(Role.values());
  }

  @Test
  void walletsHoldMoneyOnTheLaptopOnlyUnlessTheOperatorSaysOtherwise() {
    String key = "sportskk.payment.opening-balance";

    assertThat(configuration("").resolve().getLong(key)).isEqualTo(1_000_000);
    assertThat(configuration(PRODUCTION).resolve().getLong(key)).isZero();
    assertThat(configuration(key + " = 5").resolve().getLong(key)).isEqualTo(5);
  }

  @Test
  void whatTheNodeDecidesReachesTheSettings() {
    String url = "jdbc:postgresql://127.0.0.1:1/x";

    Config decided = ConfigFactory.parseString("sportskk.database.journal.url=\"" + url + "\"");
    NodeSettings settings = NodeSettings.from(configuration("").resolve(decided));

    assertThat(settings.databases().of(Migrations.Part.JOURNAL).url()).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sportskk.http.port = eighty | sportskk.http.port",
        "sportskk.http.port = 65536 | sportskk.http.port",
        "sportskk.cluster.join = alone | sportskk.cluster.join",
        "sportskk.cluster.join = seed-nodes | sportskk.cluster.seed-nodes",
        "sportskk.cluster.seed-nodes = [10.0.0.1] | sportskk.cluster.seed-nodes",
        "sportskk.cluster.seed-nodes = [\"akka://sportskk@10.0.0.1:1\"] | sportskk.cluster.join",
        "akka.cluster.seed-nodes = [\"akka://sportskk@10.0.0.1:1\"] | akka.cluster.seed-nodes",
        "sportskk.cluster.drain-delay = 1 m | sportskk.cluster.drain-delay",
        "sportskk.cluster.heartbeat-interval = 0 s | sportskk.cluster.heartbeat-interval",
        "sportskk.cluster.max-clock-skew = 100 ms | sportskk.cluster.max-clock-skew",
        "sportskk.cluster.max-clock-skew = 1 d | sportskk.cluster.max-clock-skew",
        "sportskk.database.migration-timeout = 1 s | sportskk.database.migration-timeout",
        "sportskk.database.connection-timeout = 5 s | jdbc-journal.circuit-breaker.call-timeout",
        "sportskk.database.connection-timeout = 3 s, journal-breaker.call-timeout = 12 s"
            + " | sportskk.cluster.heartbeat-interval",
        "journal-breaker.call-timeout = 8 s | jdbc-journal.circuit-breaker.call-timeout",
        "sportskk.tally.statement-timeout = 9 s | sportskk.tally.statement-timeout",
        "sportskk.view.query-timeout = 9 s | sportskk.view.query-timeout",
        "akka-persistence-jdbc.shared-databases.slick.db.user = me | sportskk.database.journal",
        "akka-persistence-jdbc.shared-databases.own = {} | akka-persistence-jdbc.shared-databases",
        "sportskk.roles = [gateway, view] | leaves out payment, tally, ticket",
        "sportskk.cluster.join-within = soon | sportskk.cluster.join-within",
        "sportskk.database.tally.pool-size = 0 | sportskk.database.tally.pool-size",
        "sportskk.database.journal.url = \"jdbc:mariadb://h/x\" | sportskk.database.journal.url",
        "sportskk.database.tally.url = \"jdbc:mariadb://h/x\" | sportskk.database.tally.url",
        "sportskk.database.view.url = \"jdbc:oracle:thin:@h\" | sportskk.database.view.url",
        "sportskk.database.view.url = \"jdbc:mysql://h/x\" | sportskk.database.view.url",
        "sportskk.database.view.url = \"\" | sportskk.database.view.url",
        "sportskk.database.embedded.enabled = 3 | sportskk.database.embedded.enabled",
        "sportskk.http.port = ${nothing} | nothing",
        "sportskk.roles = [seller] | seller",
        "sportskk.auth.hs256-secret = short | sportskk.auth.hs256-secret",
        "sportskk.ticket.stake.step = 50 | sportskk.ticket.stake.step",
        "sportskk.match.ask-again = 8 s | sportskk.match.ask-timeout",
        "sportskk.match.ask-timeout = 9 s | sportskk.ticket.stop-within",
        "akka.circuit-breaker.payment.call-timeout = 1500 ms | sportskk.ticket.stop-within",
        "sportskk.ticket.stop-within = 12 s | before-cluster-shutdown.timeout",
        "akka.cluster.sharding.handoff-timeout = 9 s | akka.cluster.sharding.handoff-timeout",
        "sportskk.api.ask-again = 12 s | sportskk.api.purchase-timeout",
        "sportskk.api.purchase-timeout = 11 s | 11300 ms",
        "sportskk.match.terms.lease = 3700 ms | 1.1 x sportskk.match.terms.lease + 8000 ms = 12070 ms",
        "sportskk.api.purchase-timeout = 14 s | sportskk.api.shutdown-timeout",
        "akka.http.server.request-timeout = 12 s | akka.http.server.request-timeout",
        "sportskk.api.shutdown-timeout = 16 s | service-requests-done.timeout",
      })
  void aWrongSettingIsNamed(String setting, String named) {
    assertThatThrownBy(() -> settings(setting))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(named)
        .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(1));
  }

  @Test
  void theUrlOfADatabaseSaysOfWhichKindItIs() {
    DatabaseSettings databases =
        settings("sportskk.database.view.url = \"jdbc:mariadb://view.example:3306/sportskk_view\"")
            .databases();

    assertThat(databases.of(Migrations.Part.VIEW).kind()).isEqualTo(DatabaseKind.MARIADB);
    assertThat(databases.of(Migrations.Part.TALLY).kind()).isEqualTo(DatabaseKind.POSTGRESQL);
  }

  @Test
  void aDatabaseThatCannotBeUsedIsRefusedWithWhatCan() {
    assertThatThrownBy(
            () -> settings("sportskk.database.view.url = \"jdbc:mysql://h/x?password=secret\""))
        .hasMessageContaining("it begins with jdbc:postgresql: or jdbc:mariadb:, not jdbc:mysql:")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> settings("sportskk.database.journal.url = \"jdbc:mariadb://h/x\""))
        .hasMessageContaining("it begins with jdbc:postgresql:, not jdbc:mariadb:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h/x?user=me&password=secret",
        "jdbc:postgresql://h/x?password=secret&sslmode=verify-full",
        "jdbc:postgresql://h/x?sslmode=verify-full&sslpassword=secret",
        "jdbc:mariadb://h/x?keyStorePassword=secret&user=me",
        "jdbc:mariadb://h/x?PASSWORD=secret",
      })
  void noPasswordOfAUrlIsShown(String url) {
    DatabaseSettings databases =
        settings("sportskk.database.view.url = \"" + url + "\"").databases();

    assertThat(databases.of(Migrations.Part.VIEW).url()).isEqualTo(url);
    assertThat(databases.of(Migrations.Part.VIEW)).hasToString(url.replace("secret", "***"));
  }

  @Test
  void demoTokensAreRefusedUnlessTheDatabaseIsTheEmbeddedOne() {
    assertThatThrownBy(() -> settings(PRODUCTION + "sportskk.demo.enabled = on"))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("refuses to start with demo tokens on");
    assertThat(settings(PRODUCTION).demo()).isFalse();
  }

  @Test
  void tokensMustBeCheckedWithOneThingOutsideTheLaptop() {
    assertThatThrownBy(() -> settings("sportskk.database.embedded.enabled = off"))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("sportskk.auth.hs256-secret");
    assertThatThrownBy(
            () ->
                settings(
                    PRODUCTION + "sportskk.auth.hs256-secret = 0123456789abcdef0123456789abcdef"))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("not both");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bootstrap | sportskk.cluster.seed-nodes = [\"akka://sportskk@10.0.0.1:1\"] | one of the two",
        "bootstrap | sportskk.roles = [view] | sportskk.database.embedded.enabled",
      })
  void settingsThatCanNotWorkTogetherAreNamed(String join, String setting, String named) {
    assertThatThrownBy(() -> settings("sportskk.cluster.join = " + join + "\n" + setting))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("sportskk.cluster.join")
        .hasMessageContaining(named);
  }

  @Test
  void aNodeThatSellsIsReadyWithoutTheTallyAndTheView() {
    for (String role : List.of("gateway", "ticket", "payment")) {
      assertThat(Role.sells(settings(JOINING + "sportskk.roles = [tally, " + role + "]").roles()))
          .isTrue();
    }
    assertThat(Role.sells(settings(JOINING + "sportskk.roles = [tally, view]").roles())).isFalse();
  }

  private static NodeSettings settings(String text) {
    return NodeSettings.from(configuration(text).resolve());
  }

  private static NodeConfiguration configuration(String text) {
    return NodeConfiguration.of(ConfigFactory.parseString(text));
  }
}
