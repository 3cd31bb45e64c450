package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.kernel.Money;
import java.time.Instant;

/**
 * What has happened to a wallet. A ledger of all movements of money can be made from these events
 * alone.
 */
public sealed interface WalletEvent extends CborSerializable, Correlated {

  /** The id of the deposit that a wallet opens with. */
  String OPENING_BALANCE = "opening-balance";

  String buyerId();

  Instant at();

  /**
   * Money was paid in.
   *
   * @param depositId {@link #OPENING_BALANCE} for what a new wallet holds by itself
   */
  record Deposited(String buyerId, String depositId, Money amount, String correlationId, Instant at)
      implements WalletEvent {}

  record Charged(
      String buyerId,
      String ticketId,
      String matchId,
      Money amount,
      Instant salesCloseAt,
      String correlationId,
      Instant at)
      implements WalletEvent {}

  record ChargeReversed(
      String buyerId,
      String ticketId,
      String matchId,
      Money amount,
      String correlationId,
      Instant at)
      implements WalletEvent {}

  /**
   * The stake of a ticket was given back of which the wallet did not know the charge any more.
   * There is no other one, nor a reversal, and no charge from here on.
   *
   * @param decidedAt when it was decided elsewhere that it must be given back
   */
  record Refunded(
      String buyerId,
      String ticketId,
      String matchId,
      Money amount,
      Instant salesCloseAt,
      Instant decidedAt,
      String correlationId,
      Instant at)
      implements WalletEvent {}

  /**
   * A charge for this ticket is refused when it comes: it was refused before, or a reversal came
   * before it. No money moves.
   *
   * @param reason with which the charge is refused
   */
  record ChargeBarred(
      String buyerId,
      String ticketId,
      String matchId,
      ChargeReply.Reason reason,
      Instant salesCloseAt,
      String correlationId,
      Instant at)
      implements WalletEvent {}
}
