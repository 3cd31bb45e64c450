package io.sportskk.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the tests' own Kustomize against the real one, on machines that have kubectl. */
class KustomizeTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", "gateway-api", "artery-tls", "gateway-api,artery-tls"})
  void whatItMakesOfProductionIsWhatKubectlMakesOfIt(String options) throws Exception {
    checkAgainstKubectl(
        Manifests.productionWith(
            directory.resolve("copy"),
            Stream.of(options.split(",")).filter(it -> !it.isEmpty()).toArray(String[]::new)));
  }

  @Test
  void whatItMakesOfLocalIsWhatKubectlMakesOfIt() throws Exception {
    checkAgainstKubectl(Manifests.local());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resources: [missing.yaml]",
        "components: [missing]",
        "replicas: [{name: a, count: 2}]",
        "images: [{name: nobody, newName: a, newTag: b}]",
        "configMapGenerator: [{name: nobody, behavior: merge, literals: [A=1]}]",
        "configMapGenerator: [{name: a, files: [missing.conf]}]",
        "patches: [{path: patch.yaml, target: {kind: Service, name: nobody}}]",
        "patches: [{path: patch.yaml, target: {kind: Service, name: present}}]"
      })
  void whatDoesNotExistOrIsNotKnownFails(String line) throws IOException {
    Files.writeString(
        directory.resolve("service.yaml"),
        "{apiVersion: v1, kind: Service, metadata: {name: present}}");
    Files.writeString(
        directory.resolve("patch.yaml"), "[{op: replace, path: /spec/type, value: ClusterIP}]");
    String file =
        "kind: Kustomization\n" + (line.startsWith("res") ? "" : "resources: [service.yaml]\n");
    Files.writeString(directory.resolve("kustomization.yaml"), file);
    if (!line.startsWith("res")) {
      assertThat(Kustomize.build(directory)).hasSize(1);
    }

    Files.writeString(directory.resolve("kustomization.yaml"), file + line + "\n");

    assertThatThrownBy(() -> Kustomize.build(directory)).isInstanceOf(RuntimeException.class);
  }

  private static void checkAgainstKubectl(Manifests manifests)
      throws IOException, InterruptedException {
    Tools.assumeThereIs("kubectl");
    String real = Tools.run(manifests.directory(), "kubectl", "kustomize", ".");
    for (ObjectNode object : manifests.trees()) {
      if (List.of("ConfigMap", "Secret").contains(object.get("kind").asText())) {
        String name = object.at("/metadata/name").asText();
        real = real.replaceAll("\\b" + name + "-[a-z0-9]{10}\\b", name);
      }
    }
    assertThat(Yaml.objects(real)).containsExactlyInAnyOrderElementsOf(manifests.trees());
  }
}
