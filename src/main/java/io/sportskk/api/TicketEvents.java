package io.sportskk.api;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.sportskk.api.auth.Principal;
import io.sportskk.api.http.ProblemException;
import io.sportskk.api.http.ProblemType;
import io.sportskk.api.http.TextRule;
import io.sportskk.api.stream.OpenStreams;
import io.sportskk.api.stream.Sse;
import io.sportskk.api.stream.StreamKind;
import io.sportskk.api.stream.TicketStream;
import io.sportskk.api.stream.Turnstile;
import io.sportskk.ticket.GetReply;
import io.sportskk.ticket.Ticket;
import io.sportskk.ticket.TicketCommand;
import io.sportskk.ticket.Tickets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The stream of one ticket. */
final class TicketEvents {

  private final ActorSystem<?> system;
  private final ApiSettings settings;
  private final OpenStreams streams;
  private final Turnstile turnstile;

  TicketEvents(ActorSystem<?> system, ApiSettings settings, OpenStreams streams) {
    this.system = system;
    this.settings = settings;
    this.streams = streams;
    this.turnstile = new Turnstile(settings.streams().maxOpening());
  }

  /**
   * @param lastEventId the number of the last change that the client has, null for none
   * @param lasts how long the stream may last
   */
  CompletionStage<HttpResponse> answer(
      Principal caller, String ticketId, String lastEventId, Duration lasts, String correlationId) {
    if (!TextRule.TICKET_ID.accepts(ticketId)) {
      throw noSuchTicket();
    }
    long after = lastEventId == null ? 0 : Long.parseLong(lastEventId);
    EntityRef<TicketCommand> ticket =
        ClusterSharding.get(system).entityRefFor(Tickets.KEY, ticketId);
    Duration patience = settings.timeouts().ask();
    return turnstile
        .<GetReply>pass(
            patience, system.executionContext(), () -> ticket.ask(TicketCommand.Get::new, patience))
        .thenApply(
            reply -> {
              boolean mayWatch =
                  reply instanceof GetReply.Found found
                      && (caller.is(Principal.Role.ADMIN)
                          || found.ticket().purchase().buyerId().equals(caller.id()));
              if (!mayWatch) {
                throw noSuchTicket();
              }
              Ticket now = ((GetReply.Found) reply).ticket();
              if (after == now.sequenceNr() && TicketStream.isLast(now)) {
                return Sse.noMore();
              }
              return streams.open(
                  StreamKind.TICKET,
                  lasts,
                  after > now.sequenceNr()
                      ? changes(ticket, 0, correlationId)
                          .prepend(Source.single(Sse.gap("0", lastEventId)))
                      : changes(ticket, after, correlationId));
            });
  }

  private Source<ByteString, NotUsed> changes(
      EntityRef<TicketCommand> ticket, long after, String correlationId) {
    return Source.<Ticket>queue(settings.streams().buffer())
        .watchTermination(
            (client, ended) -> {
              ActorRef<TicketStream.Message> stream =
                  system.systemActorOf(
                      TicketStream.create(
                          ticket,
                          after,
                          client,
                          turnstile,
                          settings.streams().heartbeat(),
                          correlationId),
                      "stream-of-ticket-" + UUID.randomUUID(),
                      Props.empty());
              ended.whenComplete((done, error) -> stream.tell(new TicketStream.Ended()));
              return NotUsed.getInstance();
            })
        .map(
            change ->
                Sse.json("ticket", Long.toString(change.sequenceNr()), TicketJson.of(change)));
  }

  private static ProblemException noSuchTicket() {
    return ProblemType.TICKET_NOT_FOUND.because("You have no ticket with this id.").exception();
  }
}
