package io.sportskk.payment;

import java.util.List;
import org.slf4j.Logger;

/** What a wallet says in the log of what it has decided. */
final class WalletLog {

  private WalletLog() {}

  static void charge(Logger log, WalletCommand.Charge command, ChargeReply reply) {
    log.debug(
        "charge of {} for ticket {} of match {}: {}",
        command.amount(),
        command.ticketId(),
        command.matchId(),
        reply);
  }

  static void reverse(Logger log, WalletCommand.Reverse command, ReverseReply reply) {
    if (reply instanceof ReverseReply.PaidOut) {
      log.warn("nothing is given back for ticket {}: it has been paid out", command.ticketId());
    } else if (reply instanceof ReverseReply.Forgotten) {
      log.warn(
          "nothing is given back for ticket {}: its match {} closed at {} and is forgotten; its"
              + " events tell whether it was charged",
          command.ticketId(),
          command.matchId(),
          command.salesCloseAt());
    } else {
      log.debug("charge reversed for ticket {} of match {}", command.ticketId(), command.matchId());
    }
  }

  static void refund(Logger log, WalletCommand.Refund command, RefundReply reply) {
    log.info(
        "refund of {} for ticket {} of match {}, decided at {}: {}",
        command.amount(),
        command.ticketId(),
        command.matchId(),
        command.decidedAt(),
        reply);
  }

  static void payOut(Logger log, WalletCommand.PayOut command, PayOutReply reply) {
    if (reply instanceof PayOutReply.Refused refused) {
      log.warn(
          "payout of {} for ticket {} of match {}, decided at {}, is refused: {}",
          command.payout(),
          command.ticketId(),
          command.matchId(),
          command.decidedAt(),
          refused.reason());
    } else {
      log.debug(
          "payout of {} for ticket {} of match {}",
          command.payout(),
          command.ticketId(),
          command.matchId());
    }
  }

  static void payUp(Logger log, WalletCommand.PayUp command, PayUpReply reply) {
    if (reply instanceof PayUpReply.Refused refused) {
      log.warn(
          "{} by round {} for ticket {} of match {} is refused: {}",
          command.due(),
          command.round(),
          command.ticketId(),
          command.matchId(),
          refused.reason());
    } else {
      log.debug(
          "{} by round {} for ticket {} of match {}: {}",
          command.due(),
          command.round(),
          command.ticketId(),
          command.matchId(),
          reply);
    }
  }

  static void deposit(Logger log, WalletCommand.Deposit command, DepositReply reply) {
    log.info("deposit {} of {}: {}", command.depositId(), command.amount(), reply);
  }

  static void approve(Logger log, WalletCommand.ApproveStake command, ApproveReply reply) {
    log.info(
        "approval {} by {} of a stake of up to {}: {}",
        command.approvalId(),
        command.by(),
        command.upTo(),
        reply);
  }

  static void play(Logger log, List<WalletEvent> events) {
    events.forEach(event -> log.info("limits of play: {}", event));
  }
}
