package io.sportskk.view;

import io.sportskk.kernel.CborSerializable;
import java.time.Instant;

/**
 * A ticket as the view has it.
 *
 * @param status the name that users see, for example {@code Approved}
 * @param stake in KRW
 * @param reason why it was rejected or cancelled, else null
 */
public record TicketRow(
    String ticketId,
    String buyerId,
    String matchId,
    String team,
    long stake,
    String status,
    boolean tallied,
    String reason,
    String correlationId,
    Instant requestedAt,
    Instant updatedAt)
    implements CborSerializable {}
