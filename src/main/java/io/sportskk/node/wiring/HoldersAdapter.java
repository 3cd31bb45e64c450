package io.sportskk.node.wiring;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import com.typesafe.config.Config;
import io.sportskk.kernel.RetryingAsk;
import io.sportskk.match.Holders;
import io.sportskk.payment.WalletCommand;
import io.sportskk.payment.Wallets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * What matches need of payment: who has a ticket. A person who buys is the same in both, the
 * subject of his tokens.
 */
public final class HoldersAdapter implements Holders {

  /** Long enough for a wallet that has to be loaded. Whoever decides can ask again. */
  public static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

  private final ClusterSharding sharding;
  private final RetryingAsk asks;

  public HoldersAdapter(ActorSystem<?> system, Config root) {
    this.sharding = ClusterSharding.get(system);
    this.asks = new RetryingAsk(system, root.getDuration("sportskk.match.ask-again"));
  }

  @Override
  public CompletionStage<Boolean> holdsTicket(String matchId, String person) {
    return asks.<WalletCommand, WalletCommand.Staked>ask(
            sharding.entityRefFor(Wallets.KEY, person),
            replyTo -> new WalletCommand.HasStaked(matchId, replyTo),
            ANSWER_WITHIN)
        .thenApply(WalletCommand.Staked::any);
  }
}
