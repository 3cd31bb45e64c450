package io.sportskk.ticket;

/** What an operator has decided of a ticket that is {@link TicketStatus#UNDECIDED}. */
public enum ReversalDecision {
  /** The stake was charged and is still to be given back. */
  GIVE_BACK,
  /** Nothing was charged, or it has been given back already. */
  NOTHING_TO_GIVE_BACK
}
