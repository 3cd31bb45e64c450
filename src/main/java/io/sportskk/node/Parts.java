package io.sportskk.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.Config;
import io.sportskk.api.ApiSettings;
import io.sportskk.api.HttpApi;
import io.sportskk.kernel.ProjectionLag;
import io.sportskk.match.MatchSettings;
import io.sportskk.match.Matches;
import io.sportskk.node.cluster.Role;
import io.sportskk.node.database.Migrations;
import io.sportskk.node.wiring.PaymentsAdapter;
import io.sportskk.node.wiring.SalesAdapter;
import io.sportskk.node.wiring.TallyAdapter;
import io.sportskk.payment.PaymentClient;
import io.sportskk.payment.PaymentSettings;
import io.sportskk.payment.WalletCommand;
import io.sportskk.payment.Wallets;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.Tallies;
import io.sportskk.tally.TallyClient;
import io.sportskk.tally.TallySettings;
import io.sportskk.ticket.Ticket;
import io.sportskk.ticket.TicketSettings;
import io.sportskk.ticket.Tickets;
import io.sportskk.view.ViewSettings;
import io.sportskk.view.Views;
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
    ApiSettings api) {

  /**
   * @throws com.typesafe.config.ConfigException if a setting is missing or wrong; it names the
   *     setting
   */
  static Parts from(Config root) {
    return new Parts(
        root,
        MatchSettings.from(root),
        PaymentSettings.from(root),
        TallySettings.from(root),
        TicketSettings.from(root),
        ViewSettings.from(root),
        ApiSettings.from(root));
  }

  /**
   * Starts what the node's roles name, and the ways to what runs on other nodes.
   *
   * @return the binding of the gateway, if this node is one
   */
  Optional<CompletionStage<ServerBinding>> start(NodeContext in) {
    ActorSystem<?> system = in.system();
    ActorRef<Topic.Command<Ticket>> ticketChanges =
        system.systemActorOf(Tickets.changesTopic(), "ticket-changes", Props.empty());
    ActorRef<Topic.Command<MatchTotals>> tallyChanges =
        system.systemActorOf(Tallies.changesTopic(), "tally-changes", Props.empty());

    boolean sells = in.has(Role.TICKET) || in.has(Role.GATEWAY);
    if (in.has(Role.TICKET)) {
      Matches.start(system, match, in.databases().journal(), in.clock());
      startTickets(in, ticketChanges);
    } else if (sells) {
      Matches.initProxy(system);
      Tickets.initProxy(system);
    }
    if (in.has(Role.PAYMENT)) {
      Wallets.start(system, payment, in.clock());
    } else if (sells) {
      Wallets.initProxy(system);
    }
    if (in.has(Role.TALLY)) {
      Tallies.start(
          system,
          tally,
          in.ticketSlices(),
          in.databases().tally(),
          tallyChanges,
          in.metrics(),
          in.clock());
    } else if (sells) {
      Tallies.initProxy(system);
    }
    if (in.has(Role.VIEW)) {
      Views.start(
          system,
          view,
          in.ticketSlices(),
          in.node().databases().of(Migrations.Part.VIEW).kind(),
          in.databases().view(),
          in.metrics());
    }
    measureLag(in);
    return in.has(Role.GATEWAY)
        ? Optional.of(
            HttpApi.start(system, api, ticketChanges, tallyChanges, in.metrics(), in.clock()))
        : Optional.empty();
  }

  /** How far each projection that runs on this node is behind the journal. */
  private static void measureLag(NodeContext in) {
    if (in.has(Role.TICKET)) {
      measureLag(in, Tickets.PROJECTION, in.databases().journal());
    }
    if (in.has(Role.TALLY)) {
      measureLag(in, Tallies.PROJECTION, in.databases().tally());
    }
    if (in.has(Role.VIEW)) {
      measureLag(in, Views.PROJECTION, in.databases().view());
    }
  }

  private static void measureLag(NodeContext in, String projection, DataSource offsets) {
    new ProjectionLag(
            projection,
            in.ticketSlices(),
            offsets,
            in.databases().journal(),
            in.metrics(),
            in.clock())
        .start(in.system());
  }

  private void startTickets(NodeContext in, ActorRef<Topic.Command<Ticket>> changes) {
    ClusterSharding sharding = ClusterSharding.get(in.system());
    Function<String, RecipientRef<WalletCommand>> wallets =
        in.wiring().wallets(buyerId -> sharding.entityRefFor(Wallets.KEY, buyerId));
    PaymentClient payments =
        new PaymentClient(in.system(), payment, in.metrics(), in.clock(), wallets);
    TallyClient tallies = new TallyClient(in.system(), tally, in.metrics());
    Tickets.start(
        in.system(),
        ticket,
        in.ticketSlices(),
        in.wiring().payments(new PaymentsAdapter(payments)),
        in.wiring().tally(new TallyAdapter(tallies)),
        in.wiring().sales(new SalesAdapter(in.system(), root)),
        changes,
        in.databases().journal(),
        in.metrics(),
        in.clock());
  }
}
