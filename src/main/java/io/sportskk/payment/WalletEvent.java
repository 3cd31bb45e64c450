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

  String buyerId();

  Instant at();

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

  /** A reversal came before its charge: the charge will be refused when it comes. */
  record ChargeBarred(
      String buyerId,
      String ticketId,
      String matchId,
      Instant salesCloseAt,
      String correlationId,
      Instant at)
      implements WalletEvent {}
}
