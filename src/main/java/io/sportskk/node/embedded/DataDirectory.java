package io.sportskk.node.embedded;

import io.sportskk.node.startup.StartFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The directory in which a laptop's node keeps what it must find again at its next start: the
 * database and the secret of its tokens. One node at a time may use it.
 */
final class DataDirectory implements AutoCloseable {

  private static final String SETTING = EmbeddedSettings.DATA_DIRECTORY;
  private static final int SECRET_BYTES = 32;

  private final Path path;
  private final FileChannel lockFile;
  private final FileLock lock;

  private DataDirectory(Path path, FileChannel lockFile, FileLock lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * @throws StartFailure if another node uses the directory, or it can't be written
   */
  static DataDirectory open(String name) {
    Path path = Path.of(name).toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      FileChannel lockFile =
          FileChannel.open(
              path.resolve("node.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(lockFile);
      if (lock == null) {
        String holder = read(lockFile);
        lockFile.close();
        throw new StartFailure(
            "The data directory "
                + path
                + " is in use by a node that is running"
                + (holder.isEmpty() ? "" : " (process " + holder + ")")
                + ": stop that one, or set "
                + SETTING
                + " to another directory.");
      }
      lockFile.truncate(0);
      lockFile.write(utf8(Long.toString(ProcessHandle.current().pid())), 0);
      return new DataDirectory(path, lockFile, lock);
    } catch (IOException e) {
      throw new StartFailure(
          "The data directory " + path + " can't be used (" + e + "): look at " + SETTING + ".", e);
    }
  }

  Path path() {
    return path;
  }

  /**
   * The secret with which this node's tokens are signed: made at random at the first start, for the
   * owner's eyes only.
   */
  String tokenSecret() {
    Path file = path.resolve("token-secret");
    try {
      if (!Files.exists(file)) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Path written = path.resolve("token-secret.new");
        Files.deleteIfExists(written);
        Files.createFile(written, ownerOnly());
        Files.writeString(written, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        Files.move(written, file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StartFailure("The secret in " + file + " can't be kept (" + e + ").", e);
    }
  }

  /** Lets another node use the directory. */
  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // a node of this very process holds it
    }
  }

  private static String read(FileChannel file) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(32);
    file.read(content, 0);
    return StandardCharsets.UTF_8.decode(content.flip()).toString();
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
