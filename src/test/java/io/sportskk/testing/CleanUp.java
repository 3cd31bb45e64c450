package io.sportskk.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What outlives this JVM unless somebody ends it: processes, a server, a network, a mounted disk. A
 * test closes what it has opened; this does so for one that is interrupted, as by Ctrl-C, what was
 * opened last first.
 */
public final class CleanUp {

  private static final Logger LOG = LoggerFactory.getLogger(CleanUp.class);
  private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(CleanUp::closeAll, "clean-up"));
  }

  private CleanUp() {}

  /** To be closed when this JVM ends, unless it is {@link #closed} before. */
  public static void opened(AutoCloseable resource) {
    synchronized (OPEN) {
      OPEN.push(resource);
    }
  }

  public static void closed(AutoCloseable resource) {
    synchronized (OPEN) {
      OPEN.removeIf(open -> open == resource);
    }
  }

  private static void closeAll() {
    for (AutoCloseable resource = next(); resource != null; resource = next()) {
      try {
        resource.close();
      } catch (Exception e) { // the others are to be closed all the same
        LOG.warn("{} is left behind", resource, e);
      }
    }
  }

  private static AutoCloseable next() {
    synchronized (OPEN) {
      return OPEN.poll();
    }
  }
}
