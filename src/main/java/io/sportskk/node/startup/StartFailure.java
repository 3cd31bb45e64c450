package io.sportskk.node.startup;

/**
 * A node can't start. The message is one line that tells an operator what is wrong and what to do.
 */
public final class StartFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StartFailure(String message) {
    super(message);
  }

  public StartFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** What comes of a start whose thread is interrupted, as it stays. */
  public static StartFailure stopped(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StartFailure("The node was stopped while it started.", e);
  }

  /** The first line of what an exception, or the innermost one that has something to say, says. */
  public static String reason(Throwable failure) {
    Throwable innermost = innermost(failure);
    String message =
        innermost.getMessage() != null
            ? innermost.getMessage()
            : innermost.getClass().getSimpleName();
    return message.lines().findFirst().orElse(message).strip();
  }

  static Throwable innermost(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    return innermost;
  }
}
