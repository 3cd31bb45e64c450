package io.sportskk.api;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.sportskk.ledger.AccountBalance;
import io.sportskk.ledger.AccountClass;
import io.sportskk.ledger.EntryFilter;
import io.sportskk.ledger.EntryKind;
import io.sportskk.ledger.LedgerEntry;
import io.sportskk.ledger.LedgerQuery;
import io.sportskk.ledger.Returns;
import io.sportskk.ledger.TrialBalance;
import io.sportskk.payment.WalletEvent.ReturnCause;
import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A ledger that answers as the match that is asked for says. */
final class ScriptedLedger {

  /** As many pages as are asked for. */
  static final String ENDLESS = "endless";

  /** One page, and then no answer that is of use. */
  static final String BREAKS = "breaks";

  /** Three pages. */
  static final String THREE = "three";

  static final Instant TIME = Instant.parse("2026-05-01T10:00:00Z");

  /** How many pages of the endless match were asked for. */
  static final AtomicInteger ASKED = new AtomicInteger();

  private ScriptedLedger() {}

  static Behavior<LedgerQuery> create() {
    return Behaviors.receive(LedgerQuery.class)
        .onMessage(
            LedgerQuery.FindEntries.class,
            find -> {
              find.replyTo().tell(entries(find));
              return Behaviors.same();
            })
        .onMessage(
            LedgerQuery.ListAccounts.class,
            list -> {
              list.replyTo()
                  .tell(
                      "bad".equals(list.cursor())
                          ? new LedgerQuery.InvalidCursor()
                          : new LedgerQuery.AccountPage(
                              List.of(
                                  new AccountBalance(
                                      list.prefix() + "x", BigInteger.valueOf(-5), list.limit())),
                              list.cursor()));
              return Behaviors.same();
            })
        .onMessage(
            LedgerQuery.GetTrialBalance.class,
            get -> {
              get.replyTo().tell(new LedgerQuery.Balanced(balance(get.at())));
              return Behaviors.same();
            })
        .onMessage(
            LedgerQuery.GetReturns.class,
            get -> {
              get.replyTo().tell(new LedgerQuery.GivenBack(returns()));
              return Behaviors.same();
            })
        .build();
  }

  private static Returns returns() {
    return new Returns(
        List.of(
            new Returns.OfCause(ReturnCause.BUYER_REQUEST, 2, BigInteger.valueOf(1_500)),
            new Returns.OfCause(ReturnCause.SALES_CLOSED, 1, BigInteger.valueOf(100)),
            new Returns.OfCause(null, 3, BigInteger.valueOf(700))),
        List.of(
            new Returns.OfKind(EntryKind.REFUND, 1, BigInteger.valueOf(500)),
            new Returns.OfKind(EntryKind.REVERSAL, 6, BigInteger.valueOf(1_807))),
        17,
        TIME,
        23);
  }

  private static LedgerQuery.Reply entries(LedgerQuery.FindEntries find) {
    if ("bad".equals(find.cursor())) {
      return new LedgerQuery.InvalidCursor();
    }
    EntryFilter filter = find.filter();
    int page = find.cursor() == null ? 1 : Integer.parseInt(find.cursor()) + 1;
    String next = Integer.toString(page);
    return switch (filter.matchId() == null ? "" : filter.matchId()) {
      case "down" -> new LedgerQuery.Unavailable("no connection to 10.0.0.7");
      case BREAKS ->
          page == 1
              ? new LedgerQuery.EntryPage(List.of(charge(1, "c-1")), next)
              : new LedgerQuery.Unavailable("no connection to 10.0.0.7");
      case THREE ->
          new LedgerQuery.EntryPage(
              List.of(charge(2L * page - 1, "-2+3"), charge(2L * page, "say \"a, b\"")),
              page == 3 ? null : next);
      case ENDLESS -> {
        ASKED.incrementAndGet();
        yield new LedgerQuery.EntryPage(
            IntStream.range(0, 500).mapToObj(i -> charge(i + 1, "c".repeat(100))).toList(), next);
      }
      default ->
          new LedgerQuery.EntryPage(
              List.of(asked(filter, find.limit()), deposit()), find.cursor() == null ? "1" : null);
    };
  }

  /** So that a test sees what was asked. */
  private static LedgerEntry asked(EntryFilter filter, int limit) {
    return new LedgerEntry(
        limit,
        "Wallet|buyer-1/2",
        1,
        filter.kind() == null ? EntryKind.CHARGE : filter.kind(),
        filter.account() == null ? "any" : filter.account().name(),
        "pool:kt-lg",
        1_000,
        9_000L,
        filter.matchId(),
        filter.ticketId(),
        filter.cause(),
        filter.correlationId() == null ? "c-2" : filter.correlationId(),
        filter.from() == null ? TIME : filter.from(),
        filter.to() == null ? TIME : filter.to());
  }

  private static LedgerEntry deposit() {
    return new LedgerEntry(
        1,
        "Wallet|buyer-1/1",
        1,
        EntryKind.DEPOSIT,
        "deposits",
        "wallet:buyer-1",
        10_000,
        10_000L,
        null,
        null,
        null,
        "c-1",
        TIME,
        TIME);
  }

  private static LedgerEntry charge(long entryId, String correlationId) {
    return new LedgerEntry(
        entryId,
        "Wallet|buyer-1/" + entryId,
        1,
        EntryKind.CHARGE,
        "wallet:buyer-1",
        "pool:kt-lg",
        1_000,
        9_000L,
        "kt-lg",
        ScriptedParts.TICKET_ID,
        null,
        correlationId,
        TIME,
        TIME);
  }

  private static TrialBalance balance(Instant at) {
    Map<AccountClass, BigInteger> balances = new EnumMap<>(AccountClass.class);
    for (AccountClass account : AccountClass.values()) {
      balances.put(account, BigInteger.ZERO);
    }
    balances.put(AccountClass.DEPOSITS, BigInteger.valueOf(-10_000));
    balances.put(AccountClass.WALLET, BigInteger.valueOf(9_000));
    balances.put(AccountClass.POOL, BigInteger.valueOf(1_000));
    return new TrialBalance(balances, 2, at == null ? TIME : null, 17);
  }
}
