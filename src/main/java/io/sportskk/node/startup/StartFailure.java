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

  /** The first line of what an exception, or the innermost one that has something to say, says. */
  public static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    String message =
        innermost.getMessage() != null
            ? innermost.getMessage()
            : innermost.getClass().getSimpleName();
    return message.lines().findFirst().orElse(message).strip();
  }
}
