package io.sportskk.audit;

/** What can be found to be wrong. */
public enum FindingKind {
  // what the journal says of itself
  EVENT_UNREADABLE("an event of the journal can't be read"),
  EVENT_MISSING("the numbers of an entity's events have a gap"),
  TICKET_EVENTS_ILLEGAL("the events of a ticket can't have happened like that"),
  WALLET_EVENTS_ILLEGAL("the events of a wallet can't have happened like that"),
  MATCH_EVENTS_ILLEGAL("the events of a match can't have happened like that"),
  SNAPSHOT_UNREADABLE("a snapshot can't be read: the events are read instead, which takes longer"),
  SNAPSHOT_WRONG("a wallet's snapshot is not what its events make of it"),

  // match, catalogue and ticket
  DECIDED_ALONE("one person alone has decided how a match ends"),
  DECIDED_BY_HOLDER("who has decided how a match ends has a ticket of it"),
  CATALOGUE_MISSING("a match is not in the catalogue"),
  CATALOGUE_WRONG("a match's row in the catalogue differs from its events"),
  CATALOGUE_WITHOUT_MATCH("the catalogue has a match that there is not"),
  TICKET_WITHOUT_MATCH("a ticket is of a match or a team that there is not"),
  RULES_DIFFER("a ticket is bound to other rules than those of its match"),
  STAKE_NOT_ALLOWED("a ticket's stake is not one that may be staked"),

  // times of a ticket, by its own events
  SOLD_WHILE_SUSPENDED("a ticket was sold while the sales of its match were suspended"),
  SOLD_TOO_LATE("a ticket was sold after the sales of its match had closed"),
  CANCELLED_TOO_LATE("a buyer's cancellation was accepted after the cancel window"),

  // wallets
  CHARGED_TWICE("a ticket is charged more than once"),
  REFUNDED_TWICE("the stake of a ticket was given back more than once"),
  REFUND_DIFFERS("a stake was given back that was not charged, or another amount than was charged"),
  PAID_OUT_TWICE("a ticket was paid out more than once for the same round of its settlement"),
  PAID_OUT_UNCHARGED("a ticket was paid out that was not charged, or whose stake was given back"),
  PLAY_LIMIT_EXCEEDED("a charge broke a limit of play that the buyer or the house had set"),
  PLAYED_WHILE_EXCLUDED("a charge or a deposit was made while the buyer was excluded"),
  LIMIT_RAISED_TOO_SOON("a buyer's limit of play was raised that he had not confirmed in time"),
  EXCLUSION_SHORTENED("a buyer was excluded until a time, and that was made earlier"),
  STAKE_NOT_APPROVED("a charge has used an approval of a supervisor that does not cover it"),
  APPROVED_BY_BUYER("a buyer has approved a stake of his own"),
  WALLET_OVERDRAWN("a charge brought a wallet below zero"),
  MATCH_LIMIT_EXCEEDED("a charge brought the open charges of a match above the limit of one buyer"),
  WALLET_UNBALANCED("a wallet's balance is not what was paid in and out to it less its charges"),
  CHARGED_TOO_LATE("a charge was made after its payment deadline, or after sales had closed"),
  MONEY_NOT_CONSERVED("money has appeared or is gone"),

  // ticket and wallet
  APPROVED_NOT_CHARGED("an approved ticket is not charged"),
  UNDECIDED("payment can't tell what is to be given back for a ticket: an operator must decide"),
  CHARGE_NOT_REVERSED("a rejected or cancelled ticket is charged"),
  CHARGE_REVERSED_UNASKED("the charge of a ticket was reversed that nobody cancels"),
  REFUNDED_UNASKED("the stake of a ticket was given back of which nobody has decided that"),
  PAID_OUT_UNASKED("a ticket was paid out that has not won"),
  PAYOUT_MISSING("a ticket was settled and not paid what it was awarded"),
  RETURN_CAUSE_WRONG("a stake was given back for another cause than its ticket says"),
  REFUND_MISSING("a stake was to be given back, and the wallet knows nothing of its ticket"),
  AWARD_WRONG("a ticket was awarded something else than the result of its pool gives it"),
  LEFT_OUT("a ticket was left out by the settlement of its match"),
  SETTLEMENT_WRONG("a settlement is not what its rules and its tickets make of it"),
  CHARGE_DIFFERS("a charge is of another buyer, match or amount than its ticket"),
  CHARGE_WITHOUT_TICKET("a wallet knows a ticket that there is not"),

  // ticket and the list of unfinished tickets
  LEFT_BEHIND("an unfinished ticket is not on the list from which it would be woken up"),
  LISTED_WITHOUT_TICKET(
      "a ticket that there is not is on the list of those that would be woken up"),

  // ticket and tally
  TALLY_ENTRY_MISSING("an approved ticket is not counted"),
  TALLY_ENTRY_WRONG("a ticket is counted otherwise than it was sold, or than it stands"),
  TALLY_ENTRY_WITHOUT_TICKET("a ticket is counted that there is not"),
  TALLY_TOTAL_WRONG("a total is not the sum of its tickets"),

  // ticket and view
  VIEW_ROW_MISSING("a ticket is not in the view"),
  VIEW_ROW_BEHIND("an event that the view has passed is not in its ticket's row"),
  VIEW_ROW_WRONG("a ticket's row differs from its events"),
  VIEW_ROW_WITHOUT_TICKET("the view has a ticket that there is not"),
  VIEW_REFUSAL_WRONG("the refused cancellations that the view has of a ticket are not its events"),

  // wallet and ledger
  LEDGER_MISSING("a movement of money that the ledger has passed is not booked"),
  LEDGER_WRONG("an entry of the ledger differs from the event that it is of"),
  LEDGER_UNKNOWN("the ledger has an entry of something that has not happened"),
  LEDGER_SUM_WRONG("a sum of the ledger is not that of its entries"),

  // whoever
  UNDER_WAY_TOO_LONG("a ticket has been under way for longer than anything should take"),

  /** Only if nothing may be under way. */
  NOT_SETTLED("a ticket is still under way");

  private final String meaning;

  FindingKind(String meaning) {
    this.meaning = meaning;
  }

  /** One clause that says what is wrong. */
  public String meaning() {
    return meaning;
  }
}
