package io.sportskk.api.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files that came with this program. */
final class Files {

  private Files() {}

  /**
   * @throws IllegalStateException if there is no such file
   */
  static byte[] read(String resource) {
    try (InputStream in = open(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InputStream open(String resource) {
    InputStream in = Files.class.getClassLoader().getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("this program lacks its file " + resource);
    }
    return in;
  }
}
