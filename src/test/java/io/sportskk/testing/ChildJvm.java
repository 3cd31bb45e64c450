package io.sportskk.testing;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start Java in a process of its own. */
public final class ChildJvm {

  private ChildJvm() {}

  /**
   * The beginning of the command: this Java, options for a process that shares a small machine with
   * others and does not live long, and this class path. System properties and the main class
   * follow.
   */
  public static List<String> command() {
    List<Path> jars = new ArrayList<>();
    List<Path> directories = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      (entry.endsWith(".jar") ? jars : directories).add(Path.of(entry));
    }
    // An archive of classes is of the first entries of a class path, and these must be jars.
    List<String> entries = new ArrayList<>();
    jars.forEach(jar -> entries.add(jar.toString()));
    directories.forEach(directory -> entries.add(directory.toString()));
    String classPath = String.join(File.pathSeparator, entries);

    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(List.of("-Xmx320m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=64m"));
    command.addAll(ClassArchive.options(jars, classPath));
    command.add("-Dsportskk.http.warm-up=0s"); // tests are in more of a hurry than buyers
    command.addAll(List.of("-classpath", classPath));
    return command;
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
