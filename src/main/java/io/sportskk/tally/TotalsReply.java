package io.sportskk.tally;

import io.sportskk.kernel.CborSerializable;

/** The answer to a question for totals. */
public sealed interface TotalsReply extends CborSerializable {

  record Found(MatchTotals totals) implements TotalsReply {}

  /** The tally's database does not answer. */
  record Unavailable(String cause) implements TotalsReply {}
}
