package io.sportskk.ticket;

import io.sportskk.kernel.CborSerializable;
import java.time.Instant;

/**
 * A ticket as it stood after one of its events.
 *
 * @param tallied whether the tally has confirmed that it counts this ticket
 * @param reason why it was rejected or cancelled, else null
 * @param sequenceNr the number of the ticket's event that led here, from 1
 * @param rules the version of the rules of the pool by which it is settled; null of a ticket that
 *     an earlier release has sold
 */
public record Ticket(
    Purchase purchase,
    TicketStatus status,
    boolean tallied,
    String reason,
    Instant updatedAt,
    long sequenceNr,
    String rules)
    implements CborSerializable {}
