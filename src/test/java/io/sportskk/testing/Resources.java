package io.sportskk.testing;

import java.util.Arrays;
import java.util.Objects;

/** What a test class has opened before its first test, which may not have come to its end. */
public final class Resources {

  private Resources() {}

  /**
   * Closes one after the other, whatever comes of it, and then fails if one of them has failed.
   *
   * @param resources null for what was never opened
   */
  public static void close(AutoCloseable... resources) {
    AssertionError failed = new AssertionError("What the tests have opened can't be closed");
    Arrays.stream(resources)
        .filter(Objects::nonNull)
        .forEach(
            resource -> {
              try {
                resource.close();
              } catch (Exception e) {
                failed.addSuppressed(e);
              }
            });
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }
}
