package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import java.time.Instant;
import java.util.List;

/**
 * How the payment breaker of one node stands. Each node has its own, and knows of no other's.
 *
 * @param node address of the node, host and port
 * @param state {@code Closed} (payment works), {@code Open} (suspended) or {@code HalfOpen} (one
 *     call is tried)
 * @param since when it came into this state
 * @param opened how often it has opened since the node started, again after a failed try included
 * @param answered calls that a wallet answered since the node started, refusals included
 * @param failures calls that no wallet answered since the node started
 * @param suspended calls that were not made because the breaker was not closed
 * @param turns when payment was found not to work, and to work again, the oldest first, of those
 *     that are remembered; none by a node of an earlier release
 */
public record BreakerStatus(
    String node,
    String state,
    Instant since,
    long opened,
    long answered,
    long failures,
    long suspended,
    List<Turn> turns)
    implements CborSerializable {

  public BreakerStatus {
    turns = turns == null ? List.of() : List.copyOf(turns);
  }

  /**
   * What it was from then on.
   *
   * @param state {@code Closed} or {@code Open}; that one call is tried in between is no turn
   */
  public record Turn(String state, Instant at) {}
}
