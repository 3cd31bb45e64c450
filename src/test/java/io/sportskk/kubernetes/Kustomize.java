package io.sportskk.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * What {@code kubectl kustomize} makes of a directory, so far as these manifests use it: what is
 * not known here fails, and so does what Kustomize passes over in silence, a patch without a
 * target. Only the hash at the end of generated names is left out. {@link KustomizeTest} holds it
 * against the real one.
 */
final class Kustomize {

  private static final Set<String> WITHOUT_NAMESPACE = Set.of("Namespace");

  private final List<ObjectNode> objects = new ArrayList<>();

  private Kustomize() {}

  static List<ObjectNode> build(Path directory) {
    Kustomize build = new Kustomize();
    build.apply(directory, "Kustomization");
    return List.copyOf(build.objects);
  }

  static boolean is(JsonNode object, String kind, String name) {
    return object.path("kind").asText().equals(kind)
        && object.at("/metadata/name").asText().equals(name);
  }

  private void apply(Path directory, String kind) {
    Path path = directory.resolve("kustomization.yaml");
    KustomizationFile file = Yaml.read(path, KustomizationFile.class);
    require(kind.equals(file.kind()), path + " is a " + file.kind());
    for (String resource : file.resources()) {
      Path resolved = directory.resolve(resource).normalize();
      if (Files.isDirectory(resolved)) {
        build(resolved).forEach(this::add);
      } else {
        Yaml.objects(resolved).forEach(this::add);
      }
    }
    file.components()
        .forEach(component -> apply(directory.resolve(component).normalize(), "Component"));
    file.configMapGenerator().forEach(it -> generate("ConfigMap", it, directory));
    file.secretGenerator().forEach(it -> generate("Secret", it, directory));
    file.patches().forEach(patch -> patch(patch, directory));
    if (file.namespace() != null) {
      objects.forEach(object -> setNamespace(object, file.namespace()));
    }
    file.images().forEach(this::setImage);
  }

  private void add(ObjectNode object) {
    String kind = object.path("kind").asText();
    String name = object.at("/metadata/name").asText();
    require(objects.stream().noneMatch(it -> is(it, kind, name)), kind + " " + name + " twice");
    objects.add(object);
  }

  private void generate(String kind, KustomizationFile.Generator generator, Path directory) {
    ObjectNode target;
    if ("merge".equals(generator.behavior())) {
      target = the(kind, generator.name());
    } else {
      require(generator.behavior() == null, "unknown behavior " + generator.behavior());
      target = Yaml.object().put("apiVersion", "v1").put("kind", kind);
      target.putObject("metadata").put("name", generator.name());
      target.putObject("data");
      add(target);
    }
    boolean secret = kind.equals("Secret");
    if (secret) {
      target.put("type", generator.type() == null ? "Opaque" : generator.type());
    }
    ObjectNode data = (ObjectNode) target.get("data");
    for (String literal : generator.literals()) {
      String[] parts = literal.split("=", 2);
      require(parts.length == 2, "no value: " + literal);
      data.put(parts[0], encoded(parts[1], secret));
    }
    for (String file : generator.files()) {
      data.put(file, encoded(Yaml.text(directory.resolve(file)), secret));
    }
    if (generator.options() != null && generator.options().labels() != null) {
      ObjectNode labels = ((ObjectNode) target.get("metadata")).putObject("labels");
      generator.options().labels().forEach(labels::put);
    }
  }

  private static String encoded(String value, boolean secret) {
    return secret
        ? Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
        : value;
  }

  private void patch(KustomizationFile.Patch patch, Path directory) {
    Path path = directory.resolve(patch.path());
    JsonNode content = Yaml.tree(path);
    require(patch.target() != null, path + " has no target");
    List<ObjectNode> targets =
        objects.stream().filter(object -> selects(patch.target(), object)).toList();
    require(!targets.isEmpty(), "the target of " + path + " does not exist");
    for (ObjectNode target : targets) {
      ((ArrayNode) content).forEach(operation -> JsonPatch.apply(operation, target));
    }
  }

  private static boolean selects(KustomizationFile.Target target, ObjectNode object) {
    if (target.labelSelector() != null) {
      String[] parts = target.labelSelector().split("=", -1);
      require(parts.length == 2, "unknown selector " + target.labelSelector());
      if (!object.at("/metadata/labels").path(parts[0]).asText().equals(parts[1])) {
        return false;
      }
    }
    return object.get("kind").asText().equals(target.kind())
        && (target.name() == null || object.at("/metadata/name").asText().equals(target.name()));
  }

  private void setNamespace(ObjectNode object, String namespace) {
    if (!WITHOUT_NAMESPACE.contains(object.get("kind").asText())) {
      ((ObjectNode) object.get("metadata")).put("namespace", namespace);
    }
    for (JsonNode subject : object.path("subjects")) {
      if (objects.stream()
          .anyMatch(it -> is(it, subject.get("kind").asText(), subject.get("name").asText()))) {
        ((ObjectNode) subject).put("namespace", namespace);
      }
    }
  }

  private void setImage(KustomizationFile.Image image) {
    int found = 0;
    for (ObjectNode object : objects) {
      for (JsonNode container : object.at("/spec/template/spec/containers")) {
        if (container.get("image").asText().equals(image.name())) {
          ((ObjectNode) container).put("image", image.newName() + ":" + image.newTag());
          found++;
        }
      }
    }
    require(found > 0, "nothing has the image " + image.name());
  }

  private ObjectNode the(String kind, String name) {
    return objects.stream()
        .filter(object -> is(object, kind, name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no " + kind + " " + name));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
