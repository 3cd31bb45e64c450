package io.sportskk.view;

/**
 * The indexes of the view's table. In each the tickets of one status are in the order of a page.
 */
enum TicketIndex {
  ALL,
  MATCH,
  MATCH_TEAM,
  TEAM,
  BUYER;

  /** The most selective one for a filter; what else it asks is looked for among its tickets. */
  static TicketIndex of(TicketFilter filter) {
    if (filter.buyerId() != null) {
      return BUYER;
    }
    if (filter.matchId() != null) {
      return filter.team() == null ? MATCH : MATCH_TEAM;
    }
    return filter.team() == null ? ALL : TEAM;
  }
}
