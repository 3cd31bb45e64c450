package io.sportskk.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that is deployed together.
 *
 * @param directory of the overlay
 */
record Manifests(String name, Path directory, List<ObjectNode> trees, List<HasMetadata> objects) {

  static final Path KUBERNETES = Path.of("kubernetes");
  static final String CONFIGURATION = "application.conf";

  private static final String OPTION_OFF = "  # - ../../components/";
  private static final String OPTION_ON = "  - ../../components/";

  static Manifests local() {
    return of("local", KUBERNETES.resolve("overlays/local"));
  }

  static Manifests production() {
    return of("production", KUBERNETES.resolve("overlays/production"));
  }

  /** The account that a pipeline deploys production with. */
  static Manifests deployer() {
    return of("deployer", KUBERNETES.resolve("deployer"));
  }

  /** Production as an operator changes it, who takes the # before an option away. */
  static Manifests productionWith(Path copy, String... options) {
    copy(KUBERNETES, copy);
    Path overlay = copy.resolve("overlays/production");
    Path file = overlay.resolve("kustomization.yaml");
    String text = Yaml.text(file);
    for (String option : options) {
      if (!text.contains(OPTION_OFF + option)) {
        throw new IllegalArgumentException("there is no option " + option);
      }
      text = text.replace(OPTION_OFF + option, OPTION_ON + option);
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of("production with " + String.join(", ", options), overlay);
  }

  private static Manifests of(String name, Path directory) {
    List<ObjectNode> trees = Kustomize.build(directory);
    return new Manifests(name, directory, trees, trees.stream().map(TypedModel::read).toList());
  }

  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /**
   * @throws IllegalArgumentException if there is none
   */
  <T extends HasMetadata> T the(Class<T> type, String name) {
    return all(type).stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no " + type.getSimpleName() + " " + name + " in " + this));
  }

  @Override
  public String toString() {
    return name;
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
