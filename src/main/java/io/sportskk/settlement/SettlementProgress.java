package io.sportskk.settlement;

/** What a settlement tells itself. Never leaves the node. */
sealed interface SettlementProgress extends SettlementCommand {

  /** Take the next step. */
  record Proceed() implements SettlementProgress {}

  /** How the step under way has ended. */
  record Stepped(Outcome outcome) implements SettlementProgress {}

  /** Nobody has asked for a while. */
  record Idle() implements SettlementProgress {}
}
