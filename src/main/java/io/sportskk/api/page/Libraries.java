package io.sportskk.api.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/**
 * Where the files of the libraries are that pages import by name. Each comes as a WebJar: a jar
 * with the files of a package of npm, in a folder that is named by its version.
 */
final class Libraries {

  private static final String FILES = "META-INF/resources/webjars/";
  private static final String VERSIONS = "META-INF/maven/org.webjars.npm/";

  /** By the name of the package. */
  private static final Map<String, Library> KNOWN =
      Map.of(
          "lit", new Library("lit", "index.js"),
          "lit-html", new Library("lit-html", "lit-html.js"),
          "lit-element", new Library("lit-element", "index.js"),
          "@lit/reactive-element", new Library("lit__reactive-element", "reactive-element.js"),
          "uplot", new Library("uplot", "dist/uPlot.esm.js"));

  /**
   * @param jar the WebJar's name
   * @param main the file that is meant by the name of the package alone
   */
  private record Library(String jar, String main) {}

  private Libraries() {}

  /**
   * The file that is meant by an import such as {@code lit} or {@code lit-html/is-server.js}.
   *
   * @throws IllegalArgumentException if it is of no library that pages may use
   */
  static String resource(String imported) {
    int end = imported.indexOf('/', imported.startsWith("@") ? imported.indexOf('/') + 1 : 0);
    Library library = KNOWN.get(end < 0 ? imported : imported.substring(0, end));
    if (library == null) {
      throw new IllegalArgumentException("pages use no library called " + imported);
    }
    String file = end < 0 ? library.main() : imported.substring(end + 1);
    return FILES + library.jar() + "/" + version(library.jar()) + "/" + file;
  }

  private static String version(String jar) {
    Properties properties = new Properties();
    try (InputStream in = Files.open(VERSIONS + jar + "/pom.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
