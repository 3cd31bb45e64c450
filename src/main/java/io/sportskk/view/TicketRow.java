package io.sportskk.view;

import io.sportskk.kernel.CborSerializable;
import java.time.Instant;

/**
 * A ticket as the view has it.
 *
 * @param status the name that users see, for example {@code Approved}
 * @param stake in KRW
 * @param reason why it was rejected, cancelled or refunded, else null
 * @param dividend in tenths, 0 if it has not won; null while it is not settled
 * @param payout what was paid out or given back, before tax, in KRW; null while it is not settled
 * @param tax kept of that, in KRW; null while it is not settled
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
    Long dividend,
    Long payout,
    Long tax,
    Instant requestedAt,
    Instant updatedAt)
    implements CborSerializable {}
