package io.sportskk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes down how long each test class takes, in whatever process it runs: a file for each, which
 * {@link SlowestTests} reads. (Surefire's own files leave out tests of a class that is run with
 * several parameters.)
 */
public final class TestTimes implements TestExecutionListener {

  private TestPlan plan;
  private long begun;
  private int tests;

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionStarted(TestIdentifier started) {
    if (isClass(started)) {
      begun = System.nanoTime();
      tests = 0;
    }
  }

  @Override
  public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
    if (finished.isTest()) {
      tests++;
    }
    if (isClass(finished)) {
      long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      write(((ClassSource) finished.getSource().orElseThrow()).getClassName(), millis);
    }
  }

  /** Not a class inside another one, nor a class with one of its parameters. */
  private boolean isClass(TestIdentifier identifier) {
    return identifier.getSource().filter(ClassSource.class::isInstance).isPresent()
        && plan.getParent(identifier).flatMap(plan::getParent).isEmpty();
  }

  private void write(String testClass, long millis) {
    try {
      Files.createDirectories(SlowestTests.DIRECTORY);
      Files.write(
          SlowestTests.DIRECTORY.resolve(testClass), List.of(Long.toString(millis), "" + tests));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
