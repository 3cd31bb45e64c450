package io.sportskk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages refer to is there: files, tests that prove something, packages. */
class DocumentationTest {

  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");
  private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w+Test\\b");
  private static final Pattern PACKAGE = Pattern.compile("\\bio\\.sportskk((?:\\.[a-z]+)+)\\b");

  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern SCRIPT = Pattern.compile("(?ms)^```sh$(.*?)^```$");
  private static final Pattern TARGET = Pattern.compile("]\\(([^)]+)\\)|<(http[^>]+)>");
  private static final Pattern CODE = Pattern.compile("`[^`\n]+`");

  /** Number, tests and state of a row: the first and the last two of five cells. */
  private static final Pattern REQUIREMENT =
      Pattern.compile("(?m)^\\| ([A-Z]\\d+) \\|[^|]*\\|[^|]*\\|([^|]*)\\| ([^|]*)\\|$");

  static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(Path.of(""));
        Stream<Path> docs = Files.walk(Path.of("project-docs"));
        Stream<Path> kubernetes = Files.walk(Path.of("kubernetes"))) {
      return Stream.of(top, docs, kubernetes)
          .flatMap(paths -> paths)
          .filter(path -> path.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatAPageRefersToIsThere(Path page) throws IOException {
    String text = Files.readString(page);
    for (String link : all(LINK, text)) {
      if (!link.startsWith("http")) {
        assertThat(page.resolveSibling(link).normalize()).as("a link of %s", page).exists();
      }
    }
    assertThat(tests()).as("tests that %s names", page).containsAll(all(TEST, text));
    for (String name : all(PACKAGE, text)) {
      String folder = name.replace('.', '/');
      assertThat(Stream.of("main", "test"))
          .as("%s of %s is there", name, page)
          .anyMatch(tree -> Files.isDirectory(Path.of("src", tree, "java").resolve(folder)));
    }
  }

  /** A row of compliance names tests that say, in their turn, which row they show. */
  @Test
  void theTestsOfARequirementBearItsNumber() throws IOException {
    List<MatchResult> rows =
        REQUIREMENT
            .matcher(Files.readString(Path.of("project-docs/compliance.md")))
            .results()
            .toList();
    assertThat(rows).hasSizeGreaterThan(30);
    for (MatchResult row : rows) {
      for (String test : all(TEST, row.group(2))) {
        assertThat(source(test)).as(test).contains("{@code " + row.group(1) + "}");
      }
      assertThat(all(TEST, row.group(2)).isEmpty())
          .as("%s has no test, as it is not built", row.group(1))
          .isEqualTo(row.group(3).startsWith("no"));
    }
  }

  private static String source(String test) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      return Files.readString(
          files.filter(file -> file.endsWith(test + ".java")).findFirst().orElseThrow());
    }
  }

  /** Who reads one of them can do all that the other tells. */
  @Test
  void bothReadmesTellTheSameCommandsLinksAndSettings() throws IOException {
    String english = Files.readString(Path.of("README.md"));
    String korean = Files.readString(Path.of("README.ko.md"));

    assertThat(commands(korean)).isEqualTo(commands(english)).hasSizeGreaterThan(20);
    assertThat(targets(korean)).isEqualTo(targets(english)).hasSizeGreaterThan(15);
    assertThat(all(CODE, prose(korean))).isEqualTo(all(CODE, prose(english)));
    assertThat(korean.lines().filter(line -> line.startsWith("#")).count())
        .isEqualTo(english.lines().filter(line -> line.startsWith("#")).count());
  }

  /** The lines of its scripts, without comments. */
  private static List<String> commands(String page) {
    return SCRIPT
        .matcher(page)
        .results()
        .flatMap(script -> script.group(1).lines())
        .map(line -> line.replaceFirst("(^|\\s+)# .*", ""))
        .filter(line -> !line.isBlank())
        .toList();
  }

  /** Where its links and images lead to, in their order, but for those to the other language. */
  private static List<String> targets(String page) {
    return TARGET
        .matcher(page)
        .results()
        .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
        .filter(target -> !target.startsWith("README."))
        .toList();
  }

  private static String prose(String page) {
    return FENCED.matcher(page).replaceAll("");
  }

  @Test
  void thereArePages() throws IOException {
    assertThat(pages()).hasSizeGreaterThan(20).contains(Path.of("README.md"));
  }

  private static Set<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(DocumentationTest::meant)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String meant(MatchResult result) {
    return result.group().startsWith("]") ? result.group(1) : result.group();
  }

  private static Set<String> tests() {
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Test.java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
