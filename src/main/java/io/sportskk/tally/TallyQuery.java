package io.sportskk.tally;

import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.ServiceKey;
import io.sportskk.kernel.CborSerializable;
import java.util.List;

/** What can be asked about the tallies of all matches. */
public sealed interface TallyQuery extends CborSerializable {

  /** Every tally node offers this service. */
  ServiceKey<TallyQuery> SERVICE = ServiceKey.create(TallyQuery.class, "tally-query");

  record AllTotals(ActorRef<Reply> replyTo) implements TallyQuery {}

  /** The answer to {@link AllTotals}. */
  sealed interface Reply extends CborSerializable {}

  /** By match id. */
  record Totals(List<MatchTotals> matches) implements Reply {}

  /** The tally's database does not answer. */
  record Unavailable(String cause) implements Reply {}
}
