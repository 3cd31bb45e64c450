package io.sportskk.settlement;

/** What a settlement tells itself. Never leaves the node. */
sealed interface SettlementProgress extends SettlementCommand {

  /** Take the next step. */
  record Proceed() implements SettlementProgress {}

  /**
   * How a step has ended.
   *
   * @param step its number: one that was begun before the entity was recovered is of no interest
   */
  record Stepped(long step, Outcome outcome) implements SettlementProgress {}

  /** Nobody has asked for a while. */
  record Idle() implements SettlementProgress {}
}
