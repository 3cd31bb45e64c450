package io.sportskk.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts of the pages use what they use as it is meant: TypeScript checks them, by their
 * comments. It runs in the Node.js that comes with Playwright.
 */
class PageTypesTest {

  private static final Path SCRIPTS = Path.of("src/main/resources/web");

  /** By the WebJar: where it is for whoever imports it. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "lit", "lit",
          "lit-html", "lit-html",
          "lit-element", "lit-element",
          "lit__reactive-element", "@lit/reactive-element",
          "uplot", "uplot");

  private static final String SETTINGS =
      """
      {
        "compilerOptions": {
          "allowJs": true,
          "checkJs": true,
          "strict": true,
          "noEmit": true,
          "noUnusedLocals": true,
          "noImplicitReturns": true,
          "target": "es2022",
          "module": "esnext",
          "moduleResolution": "bundler",
          "lib": ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
          "types": [],
          "skipLibCheck": true
        },
        "include": ["web"],
        "exclude": ["web/docs.js"]
      }
      """;

  @TempDir private Path directory;

  @Test
  void scriptsAreTyped() throws IOException, InterruptedException {
    Path typescript = directory.resolve("typescript");
    unpack("typescript", typescript);
    for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
      unpack(library.getKey(), directory.resolve("node_modules").resolve(library.getValue()));
    }
    copy(SCRIPTS, directory.resolve("web"));
    Files.writeString(directory.resolve("tsconfig.json"), SETTINGS);
    Process process =
        new ProcessBuilder(node(), typescript.resolve("lib/tsc.js").toString(), "--pretty", "false")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(told).isEmpty();
    assertThat(process.exitValue()).isZero();
  }

  private static String node() {
    List<String> command;
    try {
      command =
          Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
              .createProcessBuilder()
              .command();
    } catch (RuntimeException e) {
      assumeTrue(false, "Playwright has no Node.js for this machine: " + e.getMessage());
      throw e;
    }
    return command.get(0);
  }

  /** A WebJar's files are in a folder that is named by its version. */
  private static void unpack(String name, Path to) throws IOException {
    ClassLoader classes = PageTypesTest.class.getClassLoader();
    Properties properties = new Properties();
    try (InputStream in =
        classes.getResourceAsStream("META-INF/maven/org.webjars.npm/" + name + "/pom.properties")) {
      properties.load(in);
    }
    String folder =
        "META-INF/resources/webjars/" + name + "/" + properties.getProperty("version") + "/";
    URL known = classes.getResource(folder + "package.json");
    String jar = known.toString().replaceFirst("^jar:file:", "").replaceFirst("!.*$", "");
    try (FileSystem files = FileSystems.newFileSystem(Path.of(jar))) {
      copy(files.getPath(folder), to);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
