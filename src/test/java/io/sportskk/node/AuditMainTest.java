package io.sportskk.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sportskk.node.startup.NodeConfiguration;
import io.sportskk.node.startup.StartFailure;
import io.sportskk.testing.FreePorts;
import io.sportskk.testing.TestDatabases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit as an operator runs it: in a process of its own, with its exit code. */
class AuditMainTest {

  private TestDatabases databases;

  @BeforeEach
  void create() throws SQLException {
    databases = TestDatabases.create();
    journal(
        """
        INSERT INTO event_journal
          (persistence_id, sequence_number, writer, event_ser_id, event_ser_manifest, event_payload)
        VALUES ('Other|that-nobody-reads', 1, '', 0, '', '')""");
  }

  @AfterEach
  void drop() {
    databases.close();
  }

  @Test
  void itExitsWithZeroIfAllIsRight() {
    try (NodeProcess audit =
        NodeProcess.start(AuditMain.class, settings(), Map.of(), "--settled")) {
      assertThat(audit.awaitExit()).as(audit.text()).isEqualTo(0);
      assertThat(audit.text()).contains("0 wallets", "Nothing is wrong.").doesNotContain("ERROR");
    }
  }

  @Test
  void itExitsWithOneAndNamesWhatIsWrong() throws SQLException {
    try (Connection connection = databases.tally().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO tally_entry VALUES ('lost', 'match-1', 'KT', 100, 'COUNTED')");
    }
    try (NodeProcess audit = NodeProcess.start(AuditMain.class, settings(), Map.of())) {
      assertThat(audit.awaitExit()).as(audit.text()).isEqualTo(1);
      assertThat(audit.text())
          .contains("1 TALLY_ENTRY_WITHOUT_TICKET", "lost", "1 TALLY_TOTAL_WRONG", "match-1/KT");
    }
  }

  @Test
  void itExitsWithTwoAndOneLineIfADatabaseDoesNotAnswer() {
    Map<String, Object> settings = settings();
    int nobody = FreePorts.next();
    settings.put(
        "sportskk.database.view.url", "jdbc:postgresql://127.0.0.1:" + nobody + "/sportskk_view");
    isRefused(settings, "127.0.0.1:" + nobody);
  }

  @Test
  void aDatabaseWithoutItsTablesIsNamedInOneLine() {
    Map<String, Object> settings = settings();
    settings.put(
        "sportskk.database.tally.url",
        settings.get("sportskk.database.view.url")); // the operator has mixed them up
    isNotChecked(settings, "tally_entry");
  }

  @Test
  void nothingIsRightOrWrongWithAnEmptyJournal() throws SQLException {
    journal("TRUNCATE event_journal CASCADE");
    isNotChecked(settings(), "no events at all");
  }

  private void journal(String sql) throws SQLException {
    try (Connection connection = databases.journal().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void anEmbeddedDatabaseThatDoesNotRunIsNamedInOneLine(@TempDir Path directory) {
    isNotChecked(
        Map.of("sportskk.database.embedded.data-directory", directory.toString()),
        directory.toString());
  }

  @Test
  void itExitsWithTwoAndOneLineIfItIsAskedSomethingElse() {
    isRefused(settings(), "--setled", "--setled");
  }

  private static void isRefused(
      Map<String, Object> settings, String expected, String... arguments) {
    try (NodeProcess audit = NodeProcess.start(AuditMain.class, settings, Map.of(), arguments)) {
      assertThat(audit.awaitExit()).as(audit.text()).isEqualTo(2);
      assertThat(audit.lines())
          .filteredOn(line -> line.contains("ERROR"))
          .singleElement()
          .satisfies(line -> assertThat(line).contains(expected));
      assertThat(audit.text()).doesNotContain("\tat ");
    }
  }

  /** In this process: that such a failure is one line and exits with 2 is proved above. */
  private static void isNotChecked(Map<String, Object> settings, String expected) {
    NodeConfiguration configuration = NodeConfiguration.of(ConfigFactory.parseMap(settings));
    assertThatThrownBy(() -> AuditMain.audit(configuration, false))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(expected)
        .message()
        .hasLineCount(1);
  }

  private Map<String, Object> settings() {
    Config config = databases.config();
    Map<String, Object> settings = new HashMap<>();
    config.entrySet().forEach(entry -> settings.put(entry.getKey(), entry.getValue().unwrapped()));
    return settings;
  }
}
