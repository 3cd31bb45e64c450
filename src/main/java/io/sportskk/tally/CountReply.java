package io.sportskk.tally;

import io.sportskk.kernel.CborSerializable;

/** The answer to {@link TallyCommand.Count} and {@link TallyCommand.Uncount}. */
public sealed interface CountReply extends CborSerializable {

  /** It is durable. */
  record Done() implements CountReply {}

  /** Nothing was done: ask again later. */
  record NotDone(String cause) implements CountReply {}
}
