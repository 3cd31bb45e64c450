package io.sportskk.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts, as Prometheus itself reads them, over figures that are right and that are wrong. */
class AlertsTest {

  private static final Path FIGURES = Path.of("src/test/resources/alerts/alerts-test.yaml");

  @TempDir Path directory;

  @Test
  void prometheusTakesTheRules() throws Exception {
    Tools.assumeItRuns("promtool", "--version");
    writeRules();

    assertThat(Tools.run(directory, "promtool", "check", "rules", "rules.yaml"))
        .contains(alerts().size() + " rules found");
  }

  @Test
  void eachAlertFiresWhenItShouldAndNotOtherwise() throws Exception {
    Tools.assumeItRuns("promtool", "--version");
    writeRules();
    Files.copy(FIGURES, directory.resolve("figures.yaml"));

    Tools.run(directory, "promtool", "test", "rules", "figures.yaml");
  }

  @Test
  void thereAreFiguresForEachAlert() {
    String figures = Yaml.text(FIGURES);
    assertThat(alerts())
        .hasSizeGreaterThan(15)
        .doesNotHaveDuplicates()
        .allSatisfy(alert -> assertThat(figures).contains(alert));
  }

  /** Absent figures have no labels that would say of which component they are. */
  @Test
  void eachComponentHasAnAlertOfItsOwnThatNoNodeOfItIsThere() {
    for (Workload node : Workload.nodes(Manifests.production())) {
      String component = node.labels().get("app.kubernetes.io/component");
      assertThat(rule().getSpec().getGroups())
          .flatExtracting(group -> group.getRules())
          .filteredOn(alert -> alert.getAlert().endsWith("Missing"))
          .filteredOn(alert -> component.equals(alert.getLabels().get("component")))
          .singleElement()
          .satisfies(
              alert ->
                  assertThat(alert.getExpr().getStrVal())
                      .contains("app_kubernetes_io_component=\"" + component + "\""));
    }
  }

  private void writeRules() throws IOException {
    JsonNode spec =
        Manifests.production().trees().stream()
            .filter(tree -> Kustomize.is(tree, "PrometheusRule", "sportskk"))
            .map(tree -> tree.get("spec"))
            .findFirst()
            .orElseThrow();
    ObjectNode rules = Yaml.object();
    rules.set("groups", spec.get("groups"));
    // JSON is YAML.
    Files.writeString(directory.resolve("rules.yaml"), rules.toString());
  }

  private static List<String> alerts() {
    return rule().getSpec().getGroups().stream()
        .flatMap(group -> group.getRules().stream())
        .map(alert -> alert.getAlert())
        .toList();
  }

  private static PrometheusRule rule() {
    return Manifests.production().the(PrometheusRule.class, "sportskk");
  }
}
