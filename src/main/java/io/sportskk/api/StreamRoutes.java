package io.sportskk.api;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.pubsub.Topic;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.auth.Principal;
import io.sportskk.api.http.Correlation;
import io.sportskk.api.http.Parameters;
import io.sportskk.api.http.Problem;
import io.sportskk.api.http.ProblemException;
import io.sportskk.api.http.ProblemType;
import io.sportskk.api.http.TextRule;
import io.sportskk.api.stream.FeedCommand;
import io.sportskk.api.stream.FeedReaders;
import io.sportskk.api.stream.FeedRing;
import io.sportskk.api.stream.OpenStreams;
import io.sportskk.api.stream.OwnTicketFeed;
import io.sportskk.api.stream.StreamKind;
import io.sportskk.api.stream.TallyFeed;
import io.sportskk.api.stream.TicketFeed;
import io.sportskk.tally.MatchTotals;
import io.sportskk.ticket.Ticket;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The streams of Server-Sent Events. */
final class StreamRoutes {

  private static final TextRule TICKET_EVENT_ID =
      new TextRule(Pattern.compile("[0-9]{1,18}"), "the id of an earlier event");

  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final String LAST_EVENT_ID_PARAMETER = "lastEventId";

  private final ApiSettings settings;
  private final Authentication authentication;
  private final Clock clock;
  private final OpenStreams streams;
  private final TicketEvents ticket;
  private final SettlementEvents settlement;
  private final ActorRef<FeedCommand> tickets;
  private final ActorRef<FeedCommand> ownTickets;
  private final ActorRef<FeedCommand> tallies;

  StreamRoutes(
      ActorSystem<?> system,
      ApiSettings settings,
      Authentication authentication,
      ActorRef<Topic.Command<Ticket>> ticketChanges,
      ActorRef<Topic.Command<MatchTotals>> tallyChanges,
      MatchPools pools,
      CarryIns carries,
      MeterRegistry metrics,
      Clock clock) {
    this.settings = settings;
    this.authentication = authentication;
    this.clock = clock;
    this.streams = new OpenStreams(system, settings.streams(), metrics);
    this.ticket = new TicketEvents(system, settings, streams);
    this.settlement =
        new SettlementEvents(
            system, new EntityClient(system, settings.timeouts(), clock), streams, clock);
    this.tickets =
        system.systemActorOf(
            TicketFeed.create(
                ticketChanges,
                TicketJson::of,
                StreamRoutes::incarnation,
                settings.streams().replay()),
            "feed-of-tickets",
            Props.empty());
    this.ownTickets =
        system.systemActorOf(
            OwnTicketFeed.create(ticketChanges, TicketJson::of, StreamRoutes::incarnation),
            "feed-of-own-tickets",
            Props.empty());
    this.tallies =
        system.systemActorOf(
            TallyFeed.create(
                tallyChanges,
                new LiveTotals(pools, carries, clock),
                new LiveOutcomes(new EntityClient(system, settings.timeouts(), clock), clock),
                settings.timeouts().ask(),
                settings.streams().refresh()),
            "feed-of-tallies",
            Props.empty());
    ServiceClient services =
        new ServiceClient(system, settings.timeouts().ask(), new SecureRandom());
    system.systemActorOf(
        LiveMatches.create(services, tallies, clock), "changes-of-matches", Props.empty());
  }

  /** To be tried before the routes of a single match. */
  Route route() {
    return concat(
        path(
            segment("tickets").slash("events"),
            () ->
                get(
                    () ->
                        authentication.buyer(
                            caller ->
                                extractRequest(request -> complete(ofOwn(caller, request)))))),
        path(
            segment("tickets").slash(segment()).slash("events"),
            ticketId ->
                get(
                    () ->
                        authentication.buyerOrAdmin(
                            caller ->
                                extractRequest(
                                    request ->
                                        completeWithFuture(ofTicket(caller, ticketId, request)))))),
        path(
            segment("matches").slash("events"),
            () -> get(() -> extractRequest(request -> complete(ofTallies(request))))),
        path(
            segment("admin").slash("tickets").slash("events"),
            () ->
                get(
                    () ->
                        authentication.admin(
                            caller ->
                                extractRequest(request -> complete(ofAll(caller, request)))))),
        path(
            segment("admin").slash("matches").slash(segment()).slash("settlement").slash("stream"),
            matchId ->
                get(
                    () ->
                        authentication.admin(
                            caller ->
                                extractRequest(
                                    request ->
                                        completeWithFuture(
                                            ofSettlement(caller, matchId, request)))))));
  }

  private CompletionStage<HttpResponse> ofTicket(
      Principal caller, String ticketId, HttpRequest request) {
    return ticket.answer(
        caller,
        ticketId,
        lastEventId(request, TICKET_EVENT_ID),
        validityOf(caller),
        Correlation.of(request));
  }

  private HttpResponse ofOwn(Principal caller, HttpRequest request) {
    return streams.open(
        StreamKind.OWN,
        validityOf(caller),
        FeedReaders.source(ownTickets, caller.id(), lastEventId(request, FeedRing.EVENT_ID)));
  }

  private HttpResponse ofTallies(HttpRequest request) {
    Parameters.of(request).end();
    return streams.open(StreamKind.TALLY, OpenStreams.LONGEST, FeedReaders.source(tallies, null));
  }

  private HttpResponse ofAll(Principal caller, HttpRequest request) {
    return streams.open(
        StreamKind.ADMIN,
        validityOf(caller),
        FeedReaders.source(tickets, lastEventId(request, FeedRing.EVENT_ID)));
  }

  private CompletionStage<HttpResponse> ofSettlement(
      Principal caller, String matchId, HttpRequest request) {
    return settlement.answer(
        matchId, lastEventId(request, SettlementEvents.EVENT_ID), validityOf(caller));
  }

  /** Who may no longer open a stream may no longer read one. */
  private Duration validityOf(Principal caller) {
    Instant until = caller.until().plus(settings.auth().clockSkew());
    Duration left = Duration.between(clock.instant(), until);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Null if the client has no event yet. A client that can't set headers names it in the address;
   * when a browser connects again, it sends the header as well, and that is newer.
   *
   * @throws ProblemException if it is no such id
   */
  private static String lastEventId(HttpRequest request, TextRule rule) {
    Parameters parameters = Parameters.of(request);
    String parameter = parameters.text(LAST_EVENT_ID_PARAMETER, rule);
    parameters.end();
    String header =
        request
            .getHeader(LAST_EVENT_ID)
            .map(HttpHeader::value)
            .filter(value -> !value.isEmpty())
            .orElse(null);
    if (header == null) {
      return parameter;
    }
    if (!rule.accepts(header)) {
      throw ProblemType.invalid(
              List.of(Problem.Part.ofHeader(LAST_EVENT_ID, "must be " + rule.wanted())))
          .exception();
    }
    return header;
  }

  private static String incarnation() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
