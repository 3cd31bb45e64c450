package io.sportskk.ticket;

import io.sportskk.kernel.Slices;
import java.time.Clock;
import java.util.function.DoubleSupplier;

/**
 * What every ticket works with.
 *
 * @param random gives numbers from 0 (inclusive) to 1 (exclusive), for the jitter of retries
 */
record TicketServices(
    TicketSettings settings,
    Slices slices,
    Payments payments,
    TallyRequests tally,
    Sales sales,
    PurchaseReport report,
    Clock clock,
    DoubleSupplier random) {}
