package io.sportskk.view;

import io.sportskk.kernel.CborSerializable;
import java.time.Instant;

/**
 * Which tickets to find; null for whatever does not matter.
 *
 * @param status the name that users see, for example {@code Approved}
 * @param from the earliest time of purchase (inclusive)
 * @param to the latest time of purchase (exclusive)
 */
public record TicketFilter(
    String status, String matchId, String team, String buyerId, Instant from, Instant to)
    implements CborSerializable {}
