package io.sportskk.node.embedded;

import io.sportskk.node.startup.StartFailure;
import io.zonky.test.db.postgres.util.ArchUtils;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL, unpacked from the class path.
 *
 * <p>The library that packs them can unpack them, too, but only to start a server its own way: see
 * project-docs/decisions/0003-embedded-postgresql.md.
 *
 * <p>They are unpacked into the data directory, not into a directory for temporary files: there,
 * other users could plant theirs, and a clean-up could take some away.
 */
final class PostgresBinaries {

  private static final String DIRECTORY = "postgresql-programs";

  private final Path directory;

  private PostgresBinaries(Path directory) {
    this.directory = directory;
  }

  /**
   * Unpacks the programs if they aren't there yet. Programs of another version and what an
   * interrupted start has left are deleted.
   *
   * @param dataDirectory held by this node alone
   * @throws StartFailure if there are no programs for this machine
   */
  static PostgresBinaries unpack(Path dataDirectory) throws IOException {
    return unpack(
        dataDirectory, archive(System.getProperty("os.name"), System.getProperty("os.arch")));
  }

  static PostgresBinaries unpack(Path dataDirectory, String archive) throws IOException {
    URL url = PostgresBinaries.class.getClassLoader().getResource(archive);
    if (url == null) {
      throw new StartFailure(
          "This build has no PostgreSQL for this machine ("
              + archive
              + "): build it on such a machine, or with the Maven profile all-platforms (Linux and"
              + " macOS, amd64 and arm64); or set sportskk.database.embedded.enabled to off, and the"
              + " URLs of a PostgreSQL of yours.");
    }
    Path all = dataDirectory.resolve(DIRECTORY);
    URLConnection connection = url.openConnection();
    Path directory = all.resolve(version(connection));
    if (!Files.isDirectory(directory)) {
      delete(all);
      Path unfinished = all.resolve("unfinished");
      Files.createDirectories(unfinished);
      try (InputStream in = connection.getInputStream()) {
        unpack(in, unfinished);
      }
      Files.move(unfinished, directory);
    }
    return new PostgresBinaries(directory);
  }

  /** The command line of a program. */
  List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      // PostgreSQL does not run as root. In a user namespace of its own it sees another user.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(directory.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return command;
  }

  static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** As the library names them. */
  static String archive(String os, String machine) {
    String system = os.toLowerCase(Locale.ROOT).replace(' ', '_');
    return "postgres-"
        + (system.startsWith("mac") ? "darwin" : system)
        + "-"
        + ArchUtils.normalize(machine)
        + ".txz";
  }

  /** The checksum that the jar file has of the archive names its version at no cost. */
  private static String version(URLConnection connection) throws IOException {
    connection.setUseCaches(false);
    return connection instanceof JarURLConnection jar
        ? Long.toHexString(jar.getJarEntry().getCrc())
        : Long.toHexString(connection.getContentLengthLong());
  }

  private static void unpack(InputStream archive, Path directory) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive, 1 << 16)))) {
      for (ArchiveEntry next = tar.getNextEntry(); next != null; next = tar.getNextEntry()) {
        TarArchiveEntry entry = (TarArchiveEntry) next;
        Path file = directory.resolve(entry.getName()).normalize();
        if (!file.startsWith(directory)) {
          throw new IOException("an entry of the archive points out of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          unpack(tar, entry, file);
        }
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    boolean program = (entry.getMode() & 0100) != 0;
    if (program && !file.toFile().setExecutable(true, false)) {
      throw new IOException(file + " can't be made executable");
    }
  }
}
