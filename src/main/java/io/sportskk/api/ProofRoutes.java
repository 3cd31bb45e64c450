package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.auth.Principal;
import io.sportskk.api.http.Json;
import io.sportskk.settlement.PoolQuery;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.ticket.GetReply;
import io.sportskk.ticket.Ticket;
import io.sportskk.ticket.TicketCommand;
import io.sportskk.ticket.TicketStatus;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The proof that a ticket is one of those that the dividends of its match were fixed of. */
final class ProofRoutes {

  /** Such a ticket never comes into a pool (any more). */
  private static final Set<TicketStatus> OUT =
      Set.of(TicketStatus.REJECTED, TicketStatus.CANCELLING, TicketStatus.CANCELLED);

  private final Authentication authentication;
  private final EntityClient entities;
  private final PoolClient pools;

  ProofRoutes(Authentication authentication, EntityClient entities, PoolClient pools) {
    this.authentication = authentication;
    this.entities = entities;
    this.pools = pools;
  }

  Route route() {
    return path(
        segment("tickets").slash(segment()).slash("proof"),
        ticketId ->
            get(() -> authentication.buyerOrAdmin(by -> completeWithFuture(prove(ticketId, by)))));
  }

  private CompletionStage<HttpResponse> prove(String ticketId, Principal by) {
    TicketRoutes.requireId(ticketId);
    return entities
        .<GetReply>ticket(ticketId, TicketCommand.Get::new)
        .thenApply(reply -> TicketRoutes.visible(reply, by))
        .thenCompose(this::prove)
        .thenApply(Json::ok);
  }

  private CompletionStage<ProofJson> prove(Ticket ticket) {
    if (OUT.contains(ticket.status())) {
      throw PoolClient.notInPool();
    }
    String ticketId = ticket.purchase().ticketId();
    return pools
        .fixed(ticket.purchase().matchId())
        .thenCompose(
            fixed ->
                pools
                    .prove(fixed, ticketId)
                    .thenApply(proof -> ProofJson.of(ticketId, fixed, proof)));
  }

  /**
   * @param stake in KRW
   * @param index of the ticket among all of the pool in the order of their ids, from 0
   * @param tickets how many there are
   * @param root of the Merkle tree over them, in hexadecimal
   * @param path what the hash of the ticket has to be joined with to come to the root
   */
  record ProofJson(
      String ticketId,
      String matchId,
      String team,
      long stake,
      long index,
      long tickets,
      String root,
      List<String> path) {

    static ProofJson of(String ticketId, DividendsFixed fixed, PoolQuery.Proof proof) {
      return new ProofJson(
          ticketId,
          fixed.matchId(),
          proof.team(),
          proof.stake().won(),
          proof.index(),
          fixed.tickets(),
          fixed.root(),
          proof.path());
    }
  }
}
