package io.sportskk.audit;

import static io.sportskk.kernel.SqlValues.text;

import io.sportskk.audit.EventStream.SequencedEvent;
import io.sportskk.payment.WalletEvent;
import io.sportskk.payment.WalletEvent.ChargeBarred;
import io.sportskk.payment.WalletEvent.ChargeReversed;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.payment.WalletEvent.Deposited;
import io.sportskk.payment.WalletEvent.Excluded;
import io.sportskk.payment.WalletEvent.HouseLimitSet;
import io.sportskk.payment.WalletEvent.LimitRaiseRequested;
import io.sportskk.payment.WalletEvent.LimitSet;
import io.sportskk.payment.WalletEvent.PaidOut;
import io.sportskk.payment.WalletEvent.Refunded;
import io.sportskk.payment.WalletEvent.ReturnCause;
import io.sportskk.payment.WalletEvent.StakeApproved;
import io.sportskk.payment.Wallets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the ledger has booked each event of a wallet as it happened, with what the wallet held
 * after it, and nothing else. The ledger was read before the journal, so the journal knows all
 * events that the ledger knows. It may be behind, but not behind the offset that is stored in the
 * same transactions as the entries.
 */
final class LedgerCheck {

  private final Map<String, LedgerFacts> ledger;
  private final Progress progress;
  private final Findings findings;
  private final Set<String> seen = new HashSet<>();

  /**
   * @param ledger by the name of the account
   */
  LedgerCheck(Map<String, LedgerFacts> ledger, Progress progress, Findings findings) {
    this.ledger = ledger;
    this.progress = progress;
    this.findings = findings;
  }

  void check(EventStream<WalletEvent> stream) {
    String wallet = wallet(stream.entityId());
    seen.add(wallet);
    LedgerFacts facts = ledger.get(wallet);
    Map<Long, Long> entries = facts == null ? new HashMap<>() : facts.hashesByKey();
    long handled = progress.of(stream.entityId());
    long balance = 0;
    for (SequencedEvent<WalletEvent> event : stream.events()) {
      int number = 0;
      for (LedgerLeg leg : legs(event.event(), wallet)) {
        number++;
        balance += leg.gain(wallet);
        long key = LedgerFacts.key(event.sequenceNr(), number);
        Long booked = entries.remove(key);
        String id = LedgerFacts.transaction(text(stream.persistenceId()), key);
        if (booked == null) {
          missing(id, event, handled, leg);
        } else if (!says(booked, leg, event.event(), leg.gain(wallet) == 0 ? null : balance)) {
          findings.add(
              FindingKind.LEDGER_WRONG,
              id,
              "By its event it is " + leg + "; its wallet holds " + balance + " KRW then.");
        }
      }
    }
    entries.keySet().forEach(key -> unknown(text(stream.persistenceId()), key));
  }

  /** A node of a release that does not know causes may have booked it, without. */
  private static boolean says(long booked, LedgerLeg leg, WalletEvent event, Long balance) {
    String correlationId = event.correlationId();
    return booked == leg.hash(correlationId, event.at(), balance)
        || booked == leg.withoutCause().hash(correlationId, event.at(), balance);
  }

  /** Of a wallet whose events are not all there nothing can be said. */
  void broken(String buyerId) {
    seen.add(wallet(buyerId));
  }

  /** After the last wallet: the ledger knows no other one. */
  void end() {
    ledger.forEach(
        (account, facts) -> {
          if (!seen.contains(account)) {
            facts.hashesByKey().keySet().forEach(key -> unknown(persistenceId(account), key));
          }
        });
  }

  private void missing(String id, SequencedEvent<WalletEvent> event, long handled, LedgerLeg leg) {
    if (event.ordering() <= handled) {
      findings.add(
          FindingKind.LEDGER_MISSING,
          id,
          "It is %s, event %d of the journal; the ledger has handled %d."
              .formatted(leg, event.ordering(), handled));
    } else {
      findings.inFlight(InFlight.LEDGER_BEHIND, id, event.event().at());
    }
  }

  private void unknown(String persistenceId, long key) {
    findings.add(
        FindingKind.LEDGER_UNKNOWN,
        LedgerFacts.transaction(persistenceId, key),
        "It is in the ledger, but no such event moves money.");
  }

  /** The account of a buyer. */
  static String wallet(String buyerId) {
    return "wallet:" + text(buyerId);
  }

  private static String persistenceId(String account) {
    return Wallets.KEY.name() + "|" + account.substring("wallet:".length());
  }

  /** What the event moves; of nothing there is no entry. */
  private static List<LedgerLeg> legs(WalletEvent event, String wallet) {
    if (event instanceof Deposited it) {
      long amount = it.amount().won();
      return amount == 0
          ? List.of()
          : List.of(new LedgerLeg("DEPOSIT", "deposits", wallet, amount, null, null));
    }
    if (event instanceof Charged it) {
      return List.of(
          new LedgerLeg(
              "CHARGE",
              wallet,
              pool(it.matchId()),
              it.amount().won(),
              text(it.matchId()),
              text(it.ticketId())));
    }
    if (event instanceof ChargeReversed it) {
      return List.of(
          fromPool("REVERSAL", it.matchId(), wallet, it.amount().won(), it.ticketId(), it.cause()));
    }
    if (event instanceof Refunded it) {
      return List.of(
          fromPool("REFUND", it.matchId(), wallet, it.amount().won(), it.ticketId(), it.cause()));
    }
    if (event instanceof PaidOut it) {
      long tax = it.tax().won();
      long net = it.payout().won() - tax;
      return Stream.of(
              fromPool("PAYOUT", it.matchId(), wallet, net, it.ticketId(), it.cause()),
              fromPool("TAX", it.matchId(), "tax", tax, it.ticketId(), null))
          .filter(leg -> leg.amount() > 0)
          .toList();
    }
    if (event instanceof ChargeBarred
        || event instanceof LimitSet
        || event instanceof LimitRaiseRequested
        || event instanceof HouseLimitSet
        || event instanceof Excluded
        || event instanceof StakeApproved) {
      return List.of();
    }
    throw new IllegalArgumentException("the audit does not know " + event.getClass().getName());
  }

  private static LedgerLeg fromPool(
      String kind, String matchId, String credit, long amount, String ticketId, ReturnCause cause) {
    return new LedgerLeg(
        kind,
        pool(matchId),
        credit,
        amount,
        text(matchId),
        text(ticketId),
        cause == null ? null : cause.name());
  }

  private static String pool(String matchId) {
    return "pool:" + text(matchId);
  }
}
