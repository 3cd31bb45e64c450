package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import java.time.Instant;

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
 */
public record BreakerStatus(
    String node,
    String state,
    Instant since,
    long opened,
    long answered,
    long failures,
    long suspended)
    implements CborSerializable {}
