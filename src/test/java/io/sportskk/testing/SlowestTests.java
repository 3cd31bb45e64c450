package io.sportskk.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Says which test classes of a run have taken longest, when all lanes have ended. It needs no class
 * but its own.
 */
public final class SlowestTests {

  /** With a file for each test class, by {@link TestTimes}. */
  static final Path DIRECTORY = Path.of("target", "test-times");

  private static final int SHOWN = 20;

  private record TestClass(String name, Duration time, int tests) {

    static TestClass read(Path file) throws IOException {
      List<String> lines = Files.readAllLines(file);
      return new TestClass(
          file.getFileName().toString(),
          Duration.ofMillis(Long.parseLong(lines.get(0))),
          Integer.parseInt(lines.get(1)));
    }

    @Override
    public String toString() {
      return "%8.1f s  %s (%d)".formatted(seconds(time), name, tests);
    }
  }

  private SlowestTests() {}

  /**
   * @param args when the run began: what an earlier one has left behind does not count
   */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    List<TestClass> classes = since(Instant.parse(args[0]));
    if (classes.isEmpty()) {
      System.out.println("No test has run: is there one of that name?");
      System.exit(1);
    }
    Duration sum = classes.stream().map(TestClass::time).reduce(Duration.ZERO, Duration::plus);
    int tests = classes.stream().mapToInt(TestClass::tests).sum();
    System.out.printf(
        "%d tests in %d classes took %.1f s in all lanes together; the slowest (with their number of tests):%n",
        tests, classes.size(), seconds(sum));
    classes.stream()
        .sorted(Comparator.comparing(TestClass::time).reversed())
        .limit(SHOWN)
        .forEach(System.out::println);
  }

  private static List<TestClass> since(Instant begin) throws IOException {
    List<TestClass> classes = new ArrayList<>();
    if (Files.exists(DIRECTORY)) {
      try (Stream<Path> files = Files.list(DIRECTORY)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (!Files.getLastModifiedTime(file).toInstant().isBefore(begin)) {
            classes.add(TestClass.read(file));
          }
        }
      }
    }
    return classes;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
