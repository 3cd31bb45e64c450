package io.sportskk.ticket;

import java.time.Clock;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * What every ticket works with.
 *
 * @param stopWithin how long a ticket that is to stop waits for the answers that it owes its
 *     callers
 * @param random gives numbers from 0 (inclusive) to 1 (exclusive), for the jitter of retries
 */
record TicketServices(
    TicketSettings settings,
    Payments payments,
    TallyRequests tally,
    Sales sales,
    PurchaseReport report,
    SettlingTurns turns,
    Clock clock,
    Duration stopWithin,
    DoubleSupplier random) {}
