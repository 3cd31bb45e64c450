package io.sportskk.ticket;

/**
 * What a ticket tells itself: answers that have arrived and timers that have run out. Never leaves
 * the node.
 */
sealed interface TicketProgress extends TicketCommand {
  record Idle() implements TicketProgress {}
}
