package io.sportskk.node.startup;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of the libraries, read and verified, in a file that the JVM maps into its memory. The
 * JVM is told of it by {@code -XX:SharedArchiveFile}; of a file that is missing, or does not fit
 * this JVM and these jars, it makes no use, and goes on without it.
 *
 * <p>So a process sees that there is something to do: it makes the archive for the next one, of the
 * classes that it has loaded itself (which {@code -XX:DumpLoadedClassList} has written down).
 * Without both options nothing is done.
 */
public final class ClassArchive {

  private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

  /** What is meant for the node: another collector, an agent. */
  private static final List<String> OPTIONS_FROM_OUTSIDE =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final Path archive;
  private final Path classes;

  private ClassArchive(Path archive, Path classes) {
    this.archive = archive;
    this.classes = classes;
  }

  /**
   * Makes the archive beside this process, if it has none that it can use.
   *
   * @return completed when that is done; true if there is a new one
   */
  public static CompletableFuture<Boolean> renew() {
    try {
      HotSpotDiagnosticMXBean jvm =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      String archive = jvm.getVMOption("SharedArchiveFile").getValue();
      String classes = jvm.getVMOption("DumpLoadedClassList").getValue();
      boolean used = System.getProperty("java.vm.info", "").contains("sharing");
      if (used || archive.isEmpty() || classes.isEmpty()) {
        return CompletableFuture.completedFuture(false);
      }
      return new ClassArchive(Path.of(archive), Path.of(classes)).make();
    } catch (IOException | RuntimeException e) { // another kind of JVM, a disk that is full
      return notMade(e.toString());
    }
  }

  private CompletableFuture<Boolean> make() throws IOException {
    Path made = archive.resolveSibling(archive.getFileName() + "." + ProcessHandle.current().pid());
    Path log = archive.resolveSibling(archive.getFileName() + ".log");
    ProcessBuilder command =
        new ProcessBuilder(
                "nice", // it is in no hurry
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:dump",
                "-XX:+UseG1GC", // with which the archive holds some objects, too
                "-XX:SharedClassListFile=" + classes,
                "-XX:SharedArchiveFile=" + made,
                "-classpath",
                String.join(File.pathSeparator, jars()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    OPTIONS_FROM_OUTSIDE.forEach(command.environment()::remove);
    Process dump = command.start();
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(dump::destroy, "class-archive"));
    } catch (IllegalStateException e) { // it has begun to stop
      dump.destroy();
    }
    return dump.onExit()
        .thenCompose(ended -> ended.exitValue() == 0 ? put(made) : notMade("see " + log));
  }

  /**
   * What comes first in the class path: a directory can't be in an archive, nor what follows it.
   */
  private static List<String> jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .takeWhile(entry -> entry.endsWith(".jar"))
        .toList();
  }

  /** At once: a process that starts meanwhile finds the old one or the new one. */
  private CompletableFuture<Boolean> put(Path made) {
    try {
      Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
      LOG.debug("{} is made: the next start is quicker", archive);
      return CompletableFuture.completedFuture(true);
    } catch (IOException e) {
      return notMade(e.toString());
    }
  }

  private static CompletableFuture<Boolean> notMade(String why) {
    LOG.debug("No archive of classes could be made: {}", why);
    return CompletableFuture.completedFuture(false);
  }
}
