package io.sportskk.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import com.typesafe.config.Config;
import io.sportskk.api.ApiSettings;
import io.sportskk.api.HttpApi;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.ProjectionLag;
import io.sportskk.kernel.Slices;
import io.sportskk.ledger.LedgerSettings;
import io.sportskk.ledger.Ledgers;
import io.sportskk.match.MatchSettings;
import io.sportskk.match.Matches;
import io.sportskk.match.SaleTerms;
import io.sportskk.node.database.Migrations;
import io.sportskk.node.startup.Role;
import io.sportskk.node.wiring.HoldersAdapter;
import io.sportskk.node.wiring.LedgerAdapter;
import io.sportskk.node.wiring.PaymentsAdapter;
import io.sportskk.node.wiring.SalesAdapter;
import io.sportskk.node.wiring.TallyAdapter;
import io.sportskk.payment.PaymentClient;
import io.sportskk.payment.PaymentSettings;
import io.sportskk.payment.WalletCommand;
import io.sportskk.payment.Wallets;
import io.sportskk.settlement.SettlementSettings;
import io.sportskk.settlement.Settlements;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.Tallies;
import io.sportskk.tally.TallyClient;
import io.sportskk.tally.TallySettings;
import io.sportskk.ticket.Ticket;
import io.sportskk.ticket.TicketSettings;
import io.sportskk.ticket.Tickets;
import io.sportskk.view.ViewSettings;
import io.sportskk.view.Views;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javax.sql.DataSource;

/** The settings of all parts, and how the parts are plugged together and started. */
record Parts(
    Config root,
    MatchSettings match,
    PaymentSettings payment,
    TallySettings tally,
    TicketSettings ticket,
    ViewSettings view,
    LedgerSettings ledger,
    SettlementSettings settlement,
    ApiSettings api) {

  /**
   * @throws com.typesafe.config.ConfigException if a setting is missing or wrong; it names the
   *     setting
   * @throws io.sportskk.node.startup.StartFailure if this node computes pools wrongly
   */
  static Parts from(Config root) {
    MatchSettings match = MatchSettings.from(root);
    PoolCheck.check(match.rules());
    return new Parts(
        root,
        match,
        PaymentSettings.from(root),
        TallySettings.from(root),
        TicketSettings.from(root),
        ViewSettings.from(root),
        LedgerSettings.from(root),
        SettlementSettings.from(root),
        ApiSettings.from(root));
  }

  /**
   * Starts what the node's roles name, and the ways to what runs on other nodes.
   *
   * @return where the gateway listens, if this node is one
   */
  Optional<CompletionStage<InetSocketAddress>> start(NodeContext context) {
    ActorSystem<?> system = context.system();
    ActorRef<Topic.Command<Ticket>> ticketChanges =
        system.systemActorOf(Tickets.changesTopic(), "ticket-changes", Props.empty());
    ActorRef<Topic.Command<MatchTotals>> tallyChanges =
        system.systemActorOf(Tallies.changesTopic(), "tally-changes", Props.empty());

    boolean sells = context.has(Role.TICKET) || context.has(Role.GATEWAY);
    boolean settles = context.has(Role.TALLY);
    if (context.has(Role.TICKET)) {
      SaleTerms terms =
          Matches.start(
              system,
              match,
              new HoldersAdapter(system, root),
              context.databases().journal(),
              context.databases().saleTerms(),
              context.metrics(),
              context.clock());
      startTickets(context, terms, ticketChanges);
    } else if (sells || settles) {
      Matches.initProxy(system);
      Tickets.initProxy(system);
    }
    if (context.has(Role.PAYMENT)) {
      Wallets.start(system, payment, context.clock());
    } else if (sells) {
      Wallets.initProxy(system);
    }
    if (context.has(Role.TALLY)) {
      Tallies.start(
          system,
          tally,
          context.ticketSlices(),
          context.databases().tally(),
          tallyChanges,
          context.metrics(),
          context.clock());
      Settlements.start(
          system,
          settlement,
          context.databases().journal(),
          context.databases().tally(),
          tally.statementTimeout(),
          new LedgerAdapter(system, settlement.askTimeout()),
          context.metrics(),
          context.clock());
    } else if (sells) {
      Tallies.initProxy(system);
      Settlements.initProxy(system);
    }
    if (context.has(Role.VIEW)) {
      Views.start(
          system,
          view,
          context.ticketSlices(),
          context.settings().databases().of(Migrations.Part.VIEW).kind(),
          context.databases().view(),
          context.metrics());
      Ledgers.start(
          system,
          ledger,
          context.walletSlices(),
          context.databases().ledger(),
          context.metrics(),
          context.clock());
    }
    measureLag(context);
    return context.has(Role.GATEWAY)
        ? Optional.of(
            HttpApi.start(
                system, api, ticketChanges, tallyChanges, context.metrics(), context.clock()))
        : Optional.empty();
  }

  /** How far each projection that runs on this node is behind the journal. */
  private static void measureLag(NodeContext context) {
    if (context.has(Role.TICKET)) {
      measureLag(
          context,
          Tickets.PROJECTION,
          context.ticketSlices(),
          context.databases().journal(),
          Bulkhead.JOURNAL_QUERIES);
    }
    if (context.has(Role.TALLY)) {
      measureLag(
          context,
          Tallies.PROJECTION,
          context.ticketSlices(),
          context.databases().tally(),
          Bulkhead.TALLY);
    }
    if (context.has(Role.VIEW)) {
      measureLag(
          context,
          Views.PROJECTION,
          context.ticketSlices(),
          context.databases().view(),
          Bulkhead.VIEW);
      measureLag(
          context,
          Ledgers.PROJECTION,
          context.walletSlices(),
          context.databases().ledger(),
          Bulkhead.LEDGER);
      measureLag(
          context,
          Ledgers.SETTLEMENTS,
          Settlements.SLICES,
          context.databases().ledger(),
          Bulkhead.LEDGER);
    }
  }

  private static void measureLag(
      NodeContext context, String projection, Slices slices, DataSource offsets, Bulkhead threads) {
    new ProjectionLag(
            projection,
            slices,
            offsets,
            threads,
            context.databases().journal(),
            context.metrics(),
            context.clock())
        .start(context.system());
  }

  private void startTickets(
      NodeContext context, SaleTerms terms, ActorRef<Topic.Command<Ticket>> changes) {
    ClusterSharding sharding = ClusterSharding.get(context.system());
    Function<String, RecipientRef<WalletCommand>> wallets =
        context.wiring().wallets(buyerId -> sharding.entityRefFor(Wallets.KEY, buyerId));
    PaymentClient payments =
        new PaymentClient(
            context.system(),
            payment,
            context.metrics(),
            context.clock(),
            System::nanoTime,
            wallets);
    TallyClient tallies = new TallyClient(context.system(), tally, context.metrics());
    Tickets.start(
        context.system(),
        ticket,
        context.ticketSlices(),
        context.wiring().payments(new PaymentsAdapter(payments)),
        context.wiring().tally(new TallyAdapter(tallies)),
        context.wiring().sales(new SalesAdapter(context.system(), terms, root)),
        changes,
        context.databases().journal(),
        context.metrics(),
        context.clock());
  }
}
