package io.sportskk.ticket;

import io.sportskk.kernel.CborSerializable;
import java.time.Instant;

/**
 * A ticket as it stood after one of its changes.
 *
 * @param tallied whether the tally has confirmed that it counts this ticket
 * @param reason why it was rejected, cancelled or refunded, else null
 * @param award what it came to when its pool was settled, by the newest result; null before
 * @param sequenceNr the number of the ticket's change that led here, from 1; that of its event,
 *     unless a cancellation was refused before, which is an event and no change
 * @param rules the version of the rules of the pool by which it is settled; null of a ticket that
 *     an earlier release has sold
 * @param paid what it was paid in all rounds of the settlement; null before, and of a node of an
 *     earlier release
 * @param cancellableUntil until when its buyer can cancel it (exclusive), as far as the ticket
 *     knows: sales may be stopped earlier; null unless it is approved, and of a node of an earlier
 *     release
 */
public record Ticket(
    Purchase purchase,
    TicketStatus status,
    boolean tallied,
    String reason,
    Award award,
    Instant updatedAt,
    long sequenceNr,
    String rules,
    PaidSoFar paid,
    Instant cancellableUntil)
    implements CborSerializable {}
