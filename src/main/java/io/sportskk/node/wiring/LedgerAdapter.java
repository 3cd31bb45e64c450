package io.sportskk.node.wiring;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.receptionist.Receptionist;
import io.sportskk.kernel.Stages;
import io.sportskk.ledger.Account;
import io.sportskk.ledger.LedgerQuery;
import io.sportskk.ledger.LedgerQuery.AccountPage;
import io.sportskk.settlement.PoolsByLedger;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What is in a pool, as whichever node says that keeps the ledger. */
public final class LedgerAdapter implements PoolsByLedger {

  private final ActorSystem<?> system;
  private final Duration timeout;

  public LedgerAdapter(ActorSystem<?> system, Duration timeout) {
    this.system = system;
    this.timeout = timeout;
  }

  @Override
  public CompletionStage<Long> balance(String matchId) {
    String account = Account.pool(matchId).name();
    return Stages.direct(
            AskPattern.ask(
                system.receptionist(),
                (ActorRef<Receptionist.Listing> replyTo) ->
                    Receptionist.find(LedgerQuery.SERVICE, replyTo),
                timeout,
                system.scheduler()))
        .thenCompose(listing -> ask(listing, account))
        .thenApply(reply -> balance(reply, account));
  }

  private CompletionStage<LedgerQuery.Reply> ask(Receptionist.Listing listing, String account) {
    ActorRef<LedgerQuery> ledger =
        listing.getServiceInstances(LedgerQuery.SERVICE).stream()
            .findAny()
            .orElseThrow(() -> new IllegalStateException("no node keeps the ledger"));
    return Stages.direct(
        AskPattern.ask(
            ledger,
            (ActorRef<LedgerQuery.Reply> replyTo) ->
                new LedgerQuery.ListAccounts(account, 1, null, replyTo),
            timeout,
            system.scheduler()));
  }

  /** An account that begins with the same name is not this one. */
  private static long balance(LedgerQuery.Reply reply, String account) {
    if (reply instanceof AccountPage page) {
      return page.items().stream()
          .filter(it -> it.account().equals(account))
          .findFirst()
          .map(it -> it.balance().longValueExact())
          .orElse(0L);
    }
    throw new IllegalStateException("the ledger does not answer: " + reply);
  }
}
