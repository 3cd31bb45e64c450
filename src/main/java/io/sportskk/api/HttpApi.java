package io.sportskk.api;

import static akka.http.javadsl.server.Directives.concat;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.pubsub.Topic;
import akka.cluster.typed.Cluster;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.auth.TokenSigner;
import io.sportskk.api.auth.Tokens;
import io.sportskk.api.http.Correlation;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.HttpMetrics;
import io.sportskk.api.http.HttpServer;
import io.sportskk.api.http.RateLimits;
import io.sportskk.api.http.RequestPipeline;
import io.sportskk.api.page.PageRoutes;
import io.sportskk.tally.MatchTotals;
import io.sportskk.ticket.Ticket;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side of a node. */
public final class HttpApi {

  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

  private HttpApi() {}

  /**
   * Opens the public port. Before the actor system stops, the port is closed and requests that are
   * under way are given time to end.
   *
   * @param ticketChanges where tickets tell what happens to them
   * @param tallyChanges where tallies tell how their totals change
   * @return where the port is; fails with the reason if it can't be opened
   */
  public static CompletionStage<InetSocketAddress> start(
      ActorSystem<?> system,
      ApiSettings settings,
      ActorRef<Topic.Command<Ticket>> ticketChanges,
      ActorRef<Topic.Command<MatchTotals>> tallyChanges,
      MeterRegistry metrics,
      Clock clock) {
    Authentication authentication = authentication(settings, clock);
    MatchPools pools = MatchPools.askingBy(new EntityClient(system, settings.timeouts(), clock));
    CarryIns carries = carries(system, settings, clock);
    List<Route> routes = new ArrayList<>();
    // Streams come first: /matches/events would else be taken for a match called "events".
    routes.add(
        new StreamRoutes(
                system,
                settings,
                authentication,
                ticketChanges,
                tallyChanges,
                pools,
                carries,
                metrics,
                clock)
            .route());
    routes.addAll(resources(system, settings, authentication, pools, carries, clock));
    routes.add(new DocsRoutes().route());
    routes.add(new PageRoutes(settings.signIn()).route());
    return serve(system, settings, routes, metrics).thenApply(HttpServer::localAddress);
  }

  static Authentication authentication(ApiSettings settings, Clock clock) {
    return new Authentication(new Tokens(settings.auth(), clock));
  }

  /** Everything that is asked and answered once, in contrast to streams. */
  static List<Route> resources(
      ActorSystem<?> system, ApiSettings settings, Authentication authentication, Clock clock) {
    MatchPools pools = MatchPools.askingBy(new EntityClient(system, settings.timeouts(), clock));
    return resources(
        system, settings, authentication, pools, carries(system, settings, clock), clock);
  }

  private static CarryIns carries(ActorSystem<?> system, ApiSettings settings, Clock clock) {
    EntityClient entities = new EntityClient(system, settings.timeouts(), clock);
    ServiceClient services =
        new ServiceClient(system, settings.timeouts().ask(), new SecureRandom());
    return new CarryIns(new PoolClient(entities, services)::carry, clock);
  }

  private static List<Route> resources(
      ActorSystem<?> system,
      ApiSettings settings,
      Authentication authentication,
      MatchPools pools,
      CarryIns carries,
      Clock clock) {
    SecureRandom random = new SecureRandom();
    EntityClient entities = new EntityClient(system, settings.timeouts(), clock);
    ServiceClient services = new ServiceClient(system, settings.timeouts().ask(), random);
    PoolClient poolClient = new PoolClient(entities, services);
    TicketIds ids = new TicketIds(clock, random);
    List<Route> routes = new ArrayList<>();
    routes.add(new TicketRoutes(authentication, entities, ids, settings.stakes()).route());
    routes.add(new ProofRoutes(authentication, entities, poolClient).route());
    routes.add(new TicketListRoutes(authentication, services).route());
    routes.add(new DecisionRoutes(authentication, entities).route());
    routes.add(new MatchRoutes(authentication, entities, services, clock).route());
    routes.add(new MatchStepRoutes(authentication, entities, clock).route());
    routes.add(new SettingsRoutes(authentication, settings).route());
    ServiceClient patient = new ServiceClient(system, settings.timeouts().purchase(), random);
    routes.add(new SalesRoutes(authentication, patient).route());
    routes.add(new TallyRoutes(authentication, entities, services, pools, carries).route());
    routes.add(new RulesRoutes(entities, settings.stakes()).route());
    routes.add(new SettlementRoutes(authentication, entities, clock).route());
    routes.add(new ReportRoutes(authentication, poolClient).route());
    routes.add(new PreviewRoutes(authentication, poolClient).route());
    routes.add(new WalletRoutes(authentication, entities).route());
    routes.add(new LedgerRoutes(authentication, entities, services).route());
    routes.add(new LimitRoutes(authentication, entities).route());
    routes.add(new ApprovalRoutes(authentication, entities).route());
    routes.add(new PaymentRoutes(authentication, services).route());
    ServiceClient hasty = new ServiceClient(system, ClusterRoutes.PATIENCE, random);
    routes.add(new ClusterRoutes(system, authentication, hasty).route());
    if (settings.demo() && settings.auth().hs256Secret() != null) {
      routes.add(
          new DemoRoutes(new TokenSigner(settings.auth()), settings.demoTokenLifetime(), clock)
              .route());
    }
    return routes;
  }

  static CompletionStage<HttpServer> serve(
      ActorSystem<?> system, ApiSettings settings, List<Route> routes, MeterRegistry metrics) {
    return HttpServer.bind(
            system,
            settings.host(),
            settings.port(),
            serverSettings(system),
            pipeline(system, settings, routes, metrics))
        .thenApply(server -> closeInOrder(server, settings.timeouts().shutdown(), system));
  }

  static RequestPipeline pipeline(
      ActorSystem<?> system, ApiSettings settings, List<Route> routes, MeterRegistry metrics) {
    Route route =
        concat(routes.get(0), routes.subList(1, routes.size()).toArray(Route[]::new))
            .seal(ErrorHandling.rejections(), ErrorHandling.exceptions());
    return new RequestPipeline(
        route.handler(system),
        system,
        new HttpMetrics(metrics),
        new RateLimits(settings.rateLimits(), metrics),
        settings.timeouts().body());
  }

  /**
   * Before the node leaves, the port is closed, then requests that are under way end. A node that
   * has been put out of the cluster can't answer them any more.
   */
  private static HttpServer closeInOrder(HttpServer server, Duration limit, ActorSystem<?> system) {
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(CoordinatedShutdown.PhaseServiceUnbind(), "http-unbind", server::unbind);
    shutdown.addTask(
        CoordinatedShutdown.PhaseServiceRequestsDone(),
        "http-terminate",
        () -> server.terminate(Cluster.get(system).isTerminated() ? AT_ONCE : limit));
    CompletionStage<Done> unused = server.lost().thenCompose(why -> endWith(why, system));
    return server;
  }

  /** A node that nobody can reach is of no use: it ends, and its supervisor starts it anew. */
  private static CompletionStage<Done> endWith(Throwable why, ActorSystem<?> system) {
    LOG.error("The HTTP port has closed by itself; the node ends", why);
    return CoordinatedShutdown.get(system).runAll(new PortLost());
  }

  private record PortLost() implements CoordinatedShutdown.Reason {}

  private static ServerSettings serverSettings(ActorSystem<?> system) {
    String correlationId = Correlation.fresh();
    return ServerSettings.create(system.settings().config())
        .withTerminationDeadlineExceededResponse(
            ErrorHandling.unavailable("This node is shutting down; another one will answer.")
                .response(correlationId)
                .addHeader(RawHeader.create(Correlation.HEADER, correlationId)));
  }
}
