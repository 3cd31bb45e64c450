package io.sportskk.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.sportskk.node.startup.NodeConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the operator's file against the configuration that is shipped. */
class ConfigurationTemplateTest {

  private static final Path TEMPLATE = Path.of("application.conf.template");
  private static final Pattern SETTING = Pattern.compile("#([a-z][a-z0-9.-]*) = (.*)");
  private static final Config SHIPPED =
      ConfigFactory.parseResources("application.conf")
          .withFallback(ConfigFactory.defaultReferenceUnresolved());

  @AfterEach
  void forgetTheFile() {
    System.clearProperty("config.file");
    ConfigFactory.invalidateCaches();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aSettingExistsAndHasItsDefault(String key, String value) {
    Config actual = SHIPPED.resolve();
    Config stated = ConfigFactory.parseString(key + " = " + value).withFallback(SHIPPED).resolve();

    assertThat(actual.hasPath(key)).as("there is " + key).isTrue();
    assertThat(stated.getValue(key).valueType()).isEqualTo(actual.getValue(key).valueType());
    assertThat(stated.getValue(key).unwrapped()).isEqualTo(actual.getValue(key).unwrapped());
  }

  @Test
  void everySettingOfOursIsDescribed() throws IOException {
    Config ours = ConfigFactory.parseResources("sportskk.conf");
    TreeSet<String> keys =
        ours.entrySet().stream()
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(keys).isNotEmpty();
    assertThat(settings().map(setting -> setting[0]).toList()).containsAll(keys);
  }

  @Test
  void everyLineIsAnExplanationOrASettingThatIsExplained() throws IOException {
    assertThat(Files.readAllLines(TEMPLATE))
        .allSatisfy(
            line ->
                assertThat(line)
                    .satisfiesAnyOf(
                        it -> assertThat(it).isEmpty(),
                        it -> assertThat(it).isEqualTo("#"),
                        it -> assertThat(it).startsWith("# "),
                        it -> assertThat(it).matches(SETTING)));
  }

  @Test
  void aCopyChangesNothingUntilALineIsChanged(@TempDir Path directory) throws IOException {
    Path copy = Files.copy(TEMPLATE, directory.resolve("application.conf"));
    Config without = NodeConfiguration.load().resolve();

    System.setProperty("config.file", copy.toString());
    Config with = NodeConfiguration.load().resolve();

    assertThat(with.getConfig("sportskk")).isEqualTo(without.getConfig("sportskk"));
    assertThat(with.getConfig("akka")).isEqualTo(without.getConfig("akka"));
  }

  @Test
  void aCopyWithALineChangedIsReadWithTheDefaultsOfAllOthers(@TempDir Path directory)
      throws IOException {
    Path copy = directory.resolve("application.conf");
    Files.writeString(
        copy,
        Files.readString(TEMPLATE)
            .replace("#sportskk.http.port = 8080", "sportskk.http.port = 8099"));

    System.setProperty("config.file", copy.toString());
    NodeSettings settings = NodeSettings.from(NodeConfiguration.load().resolve());

    assertThat(settings.http().port()).isEqualTo(8099);
    assertThat(settings.management().port()).isEqualTo(8558);
  }

  @Test
  void aFileMayReferToASettingThatOnlyTheDefaultsHave(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("application.conf");
    Files.writeString(file, "sportskk.demo.enabled = ${sportskk.database.embedded.enabled}");
    System.setProperty("config.file", file.toString());
    ConfigFactory.invalidateCaches();
    assertThatThrownBy(ConfigFactory::load).isInstanceOf(ConfigException.class);

    NodeConfiguration configuration = NodeConfiguration.load();
    NodeConfiguration.hideFileFromLibraries();

    assertThat(configuration.resolve().getBoolean("sportskk.demo.enabled")).isTrue();
    assertThat(ConfigFactory.load().getBoolean("sportskk.demo.enabled")).isTrue();
  }

  static Stream<String[]> settings() throws IOException {
    return Files.readAllLines(TEMPLATE).stream()
        .map(SETTING::matcher)
        .filter(matcher -> matcher.matches())
        .map(matcher -> new String[] {matcher.group(1), matcher.group(2)});
  }
}
