package io.sportskk.payment;

/** What a wallet tells itself. Never leaves the node. */
sealed interface WalletProgress extends WalletCommand {

  /** Nobody has asked anything for a while. */
  record Idle() implements WalletProgress {}
}
