package io.sportskk.ticket;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;
import java.time.Instant;

/**
 * What was bought, by whom and when: the part of a ticket that never changes. Every event of the
 * ticket carries it, so that no reader of the events has to ask the entity back.
 *
 * @param requestedAt when the ticket's entity took the request
 * @param correlationId of the request that bought the ticket
 */
public record Purchase(
    String ticketId,
    String buyerId,
    String matchId,
    String team,
    Money stake,
    Instant requestedAt,
    String correlationId)
    implements CborSerializable, Correlated {}
