package io.sportskk.kubernetes;

import java.util.List;
import java.util.Map;

/** The part of a {@code kustomization.yaml} that these manifests use. */
record KustomizationFile(
    String apiVersion,
    String kind,
    String namespace,
    List<String> resources,
    List<String> components,
    List<Image> images,
    List<Generator> configMapGenerator,
    List<Generator> secretGenerator,
    List<Patch> patches) {

  KustomizationFile {
    resources = orNone(resources);
    components = orNone(components);
    images = orNone(images);
    configMapGenerator = orNone(configMapGenerator);
    secretGenerator = orNone(secretGenerator);
    patches = orNone(patches);
  }

  record Image(String name, String newName, String newTag) {}

  /**
   * @param type of a Secret
   * @param behavior null or {@code merge}
   */
  record Generator(
      String name,
      String type,
      String behavior,
      List<String> files,
      List<String> literals,
      Options options) {
    Generator {
      files = orNone(files);
      literals = orNone(literals);
    }
  }

  record Options(boolean disableNameSuffixHash, Map<String, String> labels) {}

  record Patch(String path, Target target) {}

  /** Null is any. */
  record Target(String kind, String name, String labelSelector) {}

  private static <T> List<T> orNone(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
