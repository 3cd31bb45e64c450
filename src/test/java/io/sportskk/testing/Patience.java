package io.sportskk.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long tests wait for what must happen. It is never what a test is about: on a machine that is
 * slow or busy a right program passes all the same, and a wrong one only fails later. So it is
 * generous, and said here once, before the first test, for all that would bring a limit of its own.
 */
public final class Patience implements LauncherSessionListener {

  public static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(LIMIT);
    String limit = LIMIT.toSeconds() + " s";
    // Of the probes and test kits of typed actors, and of streams.
    System.setProperty("akka.actor.testkit.typed.single-expect-default", limit);
    System.setProperty("akka.actor.testkit.typed.default-timeout", limit);
    System.setProperty("akka.actor.testkit.typed.system-shutdown-default", limit);
    System.setProperty("akka.actor.testkit.typed.filter-leeway", limit);
    System.setProperty("akka.test.single-expect-default", limit);
  }
}
