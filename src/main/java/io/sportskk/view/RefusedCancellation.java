package io.sportskk.view;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.ticket.TicketEvent.CancellationRefused;
import java.time.Instant;

/**
 * Somebody wanted to cancel a ticket when nobody could any more ({@code V2}).
 *
 * @param sequenceNr the number of the ticket's event
 * @param as what he is: the buyer of the ticket, another buyer, or an administrator
 * @param by his id
 * @param correlationId of what he asked
 */
public record RefusedCancellation(
    String ticketId,
    long sequenceNr,
    String matchId,
    String as,
    String by,
    String reason,
    String correlationId,
    Instant at)
    implements CborSerializable {

  static RefusedCancellation of(CancellationRefused event, long sequenceNr) {
    return new RefusedCancellation(
        event.purchase().ticketId(),
        sequenceNr,
        event.purchase().matchId(),
        event.as().name(),
        event.by(),
        event.reason().name(),
        event.correlationId(),
        event.at());
  }
}
