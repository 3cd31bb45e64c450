package io.sportskk.testing;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * The tests of a class are steps of one story: once one has failed, those after it are not tried,
 * and say so. One that is left out, by an assumption, does not count.
 */
public final class OneStory implements BeforeEachCallback, AfterEachCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(OneStory.class);
  private static final String FAILED = "failed";

  @Override
  public void beforeEach(ExtensionContext step) {
    String failed = story(step).get(FAILED, String.class);
    if (failed != null) {
      throw new AssertionError("Not tried, as the story has come to an end with " + failed);
    }
  }

  @Override
  public void afterEach(ExtensionContext step) {
    step.getExecutionException()
        .filter(failure -> !(failure instanceof TestAbortedException))
        .ifPresent(
            failure -> story(step).getOrComputeIfAbsent(FAILED, first -> step.getDisplayName()));
  }

  private static ExtensionContext.Store story(ExtensionContext step) {
    return step.getParent().orElseThrow().getStore(NAMESPACE);
  }
}
