package io.sportskk.audit;

/**
 * What was to be compared does not belong together: to say that nothing is wrong would only mean
 * that nothing was compared. The message says what does not fit.
 */
public final class NotComparable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotComparable(String message) {
    super(message);
  }
}
