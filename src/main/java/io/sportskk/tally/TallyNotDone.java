package io.sportskk.tally;

/** The tally answered that it could not do what it was asked. */
final class TallyNotDone extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private TallyNotDone(String cause) {
    // Where it was thrown is of no interest, and there may be many.
    super(cause, null, false, false);
  }

  static CountReply.Done orThrow(CountReply reply) {
    if (reply instanceof CountReply.NotDone notDone) {
      throw new TallyNotDone(notDone.cause());
    }
    return (CountReply.Done) reply;
  }
}
