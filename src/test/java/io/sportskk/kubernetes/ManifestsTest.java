package io.sportskk.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every manifest is what the types of Kubernetes allow, and every file is used. */
class ManifestsTest {

  /** Where a key is a name of one's own, not a field. */
  private static final Set<String> MAPS =
      Set.of("labels", "annotations", "matchLabels", "requests", "limits", "data");

  @TempDir static Path directory;

  @Test
  void everyManifestIsOfAKnownTypeAndHasItsFieldsOnly() {
    assertThat(Manifests.local().objects()).hasSizeGreaterThan(20);
    assertThat(Manifests.production().objects()).hasSizeGreaterThan(20);
    assertThat(all("all-typed").objects()).hasSizeGreaterThan(30);
  }

  @Test
  void aFieldThatThereIsNotFailsWhereverItIs() {
    List<String> refused = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    for (Manifests manifests : List.of(Manifests.local(), all("all-misspelt"))) {
      for (ObjectNode tree : manifests.trees()) {
        for (String place : objectsOf(tree, "")) {
          ObjectNode changed = tree.deepCopy();
          ((ObjectNode) changed.at(place)).put("misspelt", "x");
          (isRead(changed) ? taken : refused).add(tree.get("kind").asText() + place);
        }
      }
    }
    assertThat(taken).containsOnly("Service/spec/selector"); // a map of labels here
    assertThat(refused).hasSizeGreaterThan(500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {b: 1}}}",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {b: true}}",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: 1}}",
        "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: '80'}]}}",
        "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: {port: 80}}}",
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}, automountServiceAccountToken: 'no'}",
        "{apiVersion: v2, kind: ConfigMap, metadata: {name: a}}",
        "{apiVersion: v1, kind: configmap, metadata: {name: a}}"
      })
  void aValueOfAnotherTypeFails(String manifest) {
    ObjectNode object = Yaml.objects(manifest).get(0);
    assertThatThrownBy(() -> TypedModel.read(object)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aValueOfItsTypeIsTaken() {
    String manifest =
        "{apiVersion: v1, kind: Service, metadata: {name: a, labels: {b: '1'}},"
            + " spec: {ports: [{port: 80, targetPort: http}, {port: 81, targetPort: 82}]}}";
    assertThatCode(() -> TypedModel.read(Yaml.objects(manifest).get(0))).doesNotThrowAnyException();
  }

  @Test
  void everyFileIsNamedByAKustomization() throws IOException {
    Set<Path> named = new TreeSet<>();
    Set<Path> present;
    try (Stream<Path> files = Files.walk(Manifests.KUBERNETES)) {
      present = files.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
    }
    for (Path file : present) {
      if (file.endsWith("kustomization.yaml")) {
        named.add(file);
        KustomizationFile kustomization = Yaml.read(file, KustomizationFile.class);
        Stream.of(
                kustomization.resources().stream(),
                kustomization.configMapGenerator().stream().flatMap(it -> it.files().stream()),
                kustomization.secretGenerator().stream().flatMap(it -> it.files().stream()),
                kustomization.patches().stream().map(KustomizationFile.Patch::path))
            .flatMap(names -> names)
            .forEach(name -> named.add(file.resolveSibling(name).normalize()));
      }
    }
    present.remove(Manifests.KUBERNETES.resolve("README.md"));
    present.remove(Manifests.KUBERNETES.resolve("deploy.sh"));
    assertThat(named).containsAll(present);
  }

  private static Manifests all(String copy) {
    return Manifests.productionWith(directory.resolve(copy), "gateway-api", "artery-tls");
  }

  private static boolean isRead(ObjectNode object) {
    try {
      TypedModel.read(object);
      return true;
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("misspelt");
      return false;
    }
  }

  /** The places of all objects with fields, as JSON pointers. */
  private static List<String> objectsOf(JsonNode node, String path) {
    List<String> found = new ArrayList<>();
    if (node.isObject()) {
      found.add(path);
      node.fields()
          .forEachRemaining(
              field -> {
                if (!MAPS.contains(field.getKey())) {
                  found.addAll(
                      objectsOf(field.getValue(), path + "/" + field.getKey().replace("/", "~1")));
                }
              });
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      found.addAll(objectsOf(node.get(i), path + "/" + i));
    }
    return found;
  }
}
