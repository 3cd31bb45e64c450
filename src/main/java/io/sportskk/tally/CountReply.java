package io.sportskk.tally;

import io.sportskk.kernel.CborSerializable;

/** The answer to {@link TallyCommand.Count} and {@link TallyCommand.Uncount}. */
public sealed interface CountReply extends CborSerializable {

  /** It is durable. */
  record Done() implements CountReply {}

  /** It is not certain to be done: ask again later, which is harmless if it was. */
  record NotDone(String cause) implements CountReply {}
}
