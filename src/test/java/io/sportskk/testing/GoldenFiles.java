package io.sportskk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Golden files: what the journal holds, as it was once written, and the values that it must be read
 * back as for ever. One file for each format that a stored type has ever had, in {@code
 * src/test/resources/golden/<context>}. The test of a context is a few lines:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> whatIsStoredIsReadBack() {
 *   return GoldenFiles.of("payment", WalletEvent.class)
 *       .holds(new Deposited("buyer-1", ...))
 *       .holds(new Charged("buyer-1", ...))
 *       .tests();
 * }
 * }</pre>
 *
 * <p>The tests fail if
 *
 * <ul>
 *   <li>a type below the given sealed types has no golden file,
 *   <li>a golden file is not read back, by Akka's serialization and the manifest in the file, as
 *       the value that is given for it,
 *   <li>what is written today differs from the newest golden file of its type,
 *   <li>a golden file is there that no value is given for.
 * </ul>
 *
 * <p>A file is never made or changed by a test. For a missing one a proposal is written to {@code
 * target/golden/<context>}: look at it and move it. A type whose format changes keeps its file and
 * gets one more, {@code holds("Charged-2", ...)}; the value for the old file is then what it is
 * migrated to.
 */
public final class GoldenFiles {

  private static final ObjectMapper CBOR = new CBORMapper();

  private final Path folder;
  private final Path proposals;
  private final Set<Class<?>> types;

  /** By the name of the file, the files of one type from the oldest to the newest. */
  private final Map<String, Object> values = new LinkedHashMap<>();

  private GoldenFiles(String context, Set<Class<?>> types) {
    this.folder = Path.of("src", "test", "resources", "golden", context);
    this.proposals = Path.of("target", "golden", context);
    this.types = types;
  }

  /**
   * @param context the folder
   * @param stored what is stored: classes, and sealed interfaces of which all classes are stored
   */
  public static GoldenFiles of(String context, Class<?>... stored) {
    return new GoldenFiles(
        context,
        Stream.of(stored).flatMap(GoldenFiles::concrete).collect(Collectors.toUnmodifiableSet()));
  }

  /** The value of the only file of its type, which has the name of the class. */
  public GoldenFiles holds(Object value) {
    return holds(value.getClass().getSimpleName(), value);
  }

  /** The value of one file; the last one given for a type is its format of today. */
  public GoldenFiles holds(String file, Object value) {
    if (values.put(file, value) != null) {
      throw new IllegalArgumentException("given twice: " + file);
    }
    return this;
  }

  /**
   * A change of the format of all types that are given so far: each of them has one more file,
   * whose name ends with this.
   */
  public GoldenFiles andAll(String change) {
    Map<Class<?>, Object> newest = new LinkedHashMap<>();
    values.values().forEach(value -> newest.put(value.getClass(), value));
    newest.forEach((type, value) -> holds(type.getSimpleName() + "-" + change, value));
    return this;
  }

  /** One test for each file, and one for the whole. */
  public Stream<DynamicTest> tests() {
    Map<Class<?>, String> newest = new LinkedHashMap<>();
    values.forEach((file, value) -> newest.put(value.getClass(), file));
    return Stream.concat(
        Stream.of(
            DynamicTest.dynamicTest(
                "every stored type has a golden file, and every golden file a type",
                this::isComplete)),
        values.entrySet().stream()
            .map(
                entry -> {
                  String file = entry.getKey();
                  Object value = entry.getValue();
                  boolean today = newest.get(value.getClass()).equals(file);
                  return DynamicTest.dynamicTest(
                      file + " is read back",
                      () -> withSerialization(s -> isReadBack(s, file, value, today)));
                }));
  }

  private void isComplete() {
    assertThat(values.values().stream().map(Object::getClass).collect(Collectors.toSet()))
        .as("types that a golden file is named for")
        .isEqualTo(types);
    assertThat(filesThere())
        .as("golden files in " + folder)
        .isEqualTo(new TreeSet<>(values.keySet()));
  }

  private void isReadBack(
      Serialization serialization, String file, Object value, boolean formatOfToday) {
    Golden written = Golden.write(serialization, value);
    Path path = folder.resolve(file + ".golden");
    if (!Files.exists(path)) {
      Path proposal = proposals.resolve(file + ".golden");
      save(proposal, written);
      fail("there is no " + path + "; if " + proposal + " is right, move it there");
    }
    Golden golden = Golden.parse(linesOf(path));
    assertThat(golden.read(serialization)).as(path.toString()).isEqualTo(value);
    if (formatOfToday) {
      assertThat(written.manifest()).as("manifest of today").isEqualTo(golden.manifest());
      assertThat(tree(written)).as("content of today").isEqualTo(tree(golden));
    }
  }

  private Set<String> filesThere() {
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(path -> path.getFileName().toString())
          .map(name -> name.replaceFirst("\\.golden$", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object tree(Golden golden) {
    try {
      return CBOR.readTree(golden.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> linesOf(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void save(Path path, Golden golden) {
    try {
      Files.createDirectories(path.getParent());
      Files.write(path, golden.lines());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Class<?>> concrete(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(GoldenFiles::concrete)
        : Stream.of(type);
  }

  /** The node's own serializers, without the rest of the node. */
  private static void withSerialization(Consumer<Serialization> work) {
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            "golden-files",
            ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(ConfigFactory.parseResources("serialization.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    try {
      work.accept(SerializationExtension.get(system));
    } finally {
      system.terminate();
    }
  }

  /**
   * One stored value.
   *
   * @param manifest by which the serializer knows the type and the version
   * @param payload in Base64
   */
  private record Golden(int serializer, String manifest, String payload) {

    static Golden write(Serialization serialization, Object value) {
      Serializer serializer = serialization.findSerializerFor(value);
      return new Golden(
          serializer.identifier(),
          Serializers.manifestFor(serializer, value),
          Base64.getEncoder().encodeToString(serializer.toBinary(value)));
    }

    static Golden parse(List<String> lines) {
      return new Golden(
          Integer.parseInt(field(lines, 0, "serializer")),
          field(lines, 1, "manifest"),
          field(lines, 2, "payload"));
    }

    Object read(Serialization serialization) {
      return serialization.deserialize(bytes(), serializer, manifest).get();
    }

    byte[] bytes() {
      return Base64.getDecoder().decode(payload);
    }

    /** The payload a second time as JSON, for the human reader only. */
    List<String> lines() {
      return List.of(
          "serializer: " + serializer,
          "manifest: " + manifest,
          "payload: " + payload,
          "reads: " + tree(this));
    }

    private static String field(List<String> lines, int line, String name) {
      String prefix = name + ": ";
      if (lines.size() <= line || !lines.get(line).startsWith(prefix)) {
        throw new IllegalArgumentException("line " + (line + 1) + " should start with " + prefix);
      }
      return lines.get(line).substring(prefix.length());
    }
  }
}
