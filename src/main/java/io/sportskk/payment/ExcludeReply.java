package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import java.time.Instant;

/** The answer to {@link WalletCommand.Exclude}. */
public sealed interface ExcludeReply extends CborSerializable {

  /** The buyer is excluded until then, by this command or before. */
  record Excluded(PlayLimits limits) implements ExcludeReply {}

  /** Nothing was changed: the buyer is excluded for longer. */
  record ForLonger(Instant until) implements ExcludeReply {}

  /** Nothing was changed: it would have ended by now. */
  record NotInTheFuture(Instant now) implements ExcludeReply {}
}
