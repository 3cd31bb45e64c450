package io.sportskk.audit;

/** What a system that is in use is still busy with. None of it is wrong. */
public enum InFlight {
  /** The payment of a ticket is not decided. */
  PENDING("tickets that are not paid yet"),
  /** The charge of a ticket is being reversed. */
  CANCELLING("tickets that are being cancelled"),
  /**
   * A finished ticket is on the list of those to be woken up, from which it is taken when it is. So
   * it can be put there by a node that was frozen and has not noticed yet that it was replaced.
   */
  FINISHED_ON_LIST("finished tickets that are still on the list of unfinished ones"),
  /** A ticket has not heard yet that it is counted. */
  NOT_CONFIRMED("approved tickets that the tally has not confirmed yet"),
  /** The tally has not come to a ticket's approval or cancellation. */
  TALLY_BEHIND("tickets of which the tally does not know the latest"),
  /** A ticket has been paid, and has not heard of it. */
  SETTLING("tickets that are being settled"),
  /** A ticket came when the totals of its match were final. */
  LATE("late tickets that are to be refunded"),
  /** The view has not come to a ticket's last event. */
  VIEW_BEHIND("tickets of which the view does not know the latest"),
  /** The ledger has not come to an event of a wallet. */
  LEDGER_BEHIND("movements of money that the ledger has not booked yet"),
  /** The catalogue has not come to a match's last event. */
  CATALOGUE_BEHIND("matches of which the catalogue does not know the latest");

  private final String meaning;

  InFlight(String meaning) {
    this.meaning = meaning;
  }

  /** What is counted. */
  public String meaning() {
    return meaning;
  }
}
