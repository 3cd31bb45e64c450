package io.sportskk.testing;

import io.sportskk.node.Main;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of the libraries as a node needs them, read and verified once and kept in a file. A
 * process that takes them from there needs half of the processor time until it is ready. The file
 * depends on the jars and on this Java only, so that it outlives a change of our own code; it is
 * made, in some ten seconds, when a process is started for the first time.
 */
final class ClassArchive {

  private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
  private static final Path DIRECTORY = Path.of("target", "class-archive");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static boolean impossible;

  private ClassArchive() {}

  /**
   * Options for Java. None where there is no archive: it can't be made with this Java, or is just
   * being made by another fork of the tests.
   *
   * @param jars the first entries of the class path
   */
  static synchronized List<String> options(List<Path> jars, String classPath) {
    Path archive = DIRECTORY.resolve(name(jars)).toAbsolutePath();
    if (!Files.exists(archive) && !impossible) {
      make(archive, jars, classPath);
    }
    return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
  }

  /** Another one for each Java, and for each jar that has changed. */
  private static String name(List<Path> jars) {
    StringBuilder all = new StringBuilder(System.getProperty("java.vm.version"));
    for (Path jar : jars) {
      all.append(jar).append(jar.toFile().length()).append(jar.toFile().lastModified());
    }
    return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8)) + ".jsa";
  }

  private static void make(Path archive, List<Path> jars, String classPath) {
    try {
      Files.createDirectories(DIRECTORY);
      try (FileChannel file =
              FileChannel.open(
                  DIRECTORY.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = file.tryLock()) {
        if (lock != null && !Files.exists(archive)) {
          LOG.info("Making an archive of the classes that a node loads");
          listClasses(classPath);
          Path made = DIRECTORY.resolve("made.jsa");
          dump(jars, made);
          Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } catch (IOException | IllegalStateException | ConditionTimeoutException e) {
      impossible = true;
      LOG.warn("Processes of the tests start without an archive of classes", e);
    }
  }

  /** Starts a node with all parts, and has Java write down which classes it loads. */
  private static void listClasses(String classPath) throws IOException {
    Process node =
        start(
            "node.log",
            "-XX:TieredStopAtLevel=1",
            "-XX:DumpLoadedClassList=" + classes(),
            "-Dsportskk.http.port=0",
            "-Dakka.management.http.port=0",
            "-Dakka.remote.artery.canonical.port=0",
            "-Dsportskk.database.embedded.data-directory=" + DIRECTORY.resolve("data"),
            "-classpath",
            classPath,
            Main.class.getName());
    try {
      Awaitility.await("a node is ready")
          .atMost(PATIENCE)
          .until(() -> isReady() || !node.isAlive());
      if (!isReady()) {
        throw new IllegalStateException("It ends before it is ready: see " + log("node.log"));
      }
    } finally {
      node.destroy();
      awaitEnd(node, "node.log");
    }
  }

  private static boolean isReady() throws IOException {
    return Files.readString(log("node.log")).contains("Ctrl-C");
  }

  private static void dump(List<Path> jars, Path archive) throws IOException {
    List<String> names = jars.stream().map(Path::toString).toList();
    Process dump =
        start(
            "dump.log",
            "-XX:+UseG1GC", // with which the archive holds some objects, too
            "-XX:TieredStopAtLevel=1",
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + classes(),
            "-XX:SharedArchiveFile=" + archive,
            "-classpath",
            String.join(File.pathSeparator, names));
    if (awaitEnd(dump, "dump.log") != 0) {
      throw new IllegalStateException("No archive: see " + log("dump.log"));
    }
  }

  private static Path classes() {
    return DIRECTORY.resolve("classes.txt");
  }

  private static Path log(String name) {
    return DIRECTORY.resolve(name);
  }

  private static Process start(String log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(ChildJvm.java()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log(log).toFile())
            .start();
    CleanUp.opened(process::destroy); // of one that has ended: nothing is done
    return process;
  }

  private static int awaitEnd(Process process, String log) {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("It does not end: see " + log(log));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
