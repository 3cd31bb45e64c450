package io.sportskk.audit;

import static io.sportskk.audit.FindingKind.CATALOGUE_MISSING;
import static io.sportskk.audit.FindingKind.CATALOGUE_WITHOUT_MATCH;
import static io.sportskk.audit.FindingKind.CATALOGUE_WRONG;
import static io.sportskk.audit.FindingKind.CHARGED_TOO_LATE;
import static io.sportskk.audit.FindingKind.DECIDED_ALONE;
import static io.sportskk.audit.FindingKind.DECIDED_BY_HOLDER;
import static io.sportskk.audit.FindingKind.LEDGER_WRONG;
import static io.sportskk.audit.FindingKind.MATCH_EVENTS_ILLEGAL;
import static io.sportskk.audit.FindingKind.RULES_DIFFER;
import static io.sportskk.audit.FindingKind.SOLD_TOO_LATE;
import static io.sportskk.audit.FindingKind.SOLD_WHILE_SUSPENDED;
import static io.sportskk.audit.FindingKind.STAKE_NOT_ALLOWED;
import static io.sportskk.audit.FindingKind.TICKET_WITHOUT_MATCH;

import io.sportskk.kernel.Money;
import io.sportskk.match.MatchCommand;
import io.sportskk.match.MatchEvent;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.MatchSettled;
import io.sportskk.match.MatchEvent.MatchVoided;
import io.sportskk.match.MatchEvent.ResultConfirmed;
import io.sportskk.match.MatchEvent.ResultEntered;
import io.sportskk.match.MatchEvent.ResultWithdrawn;
import io.sportskk.match.MatchEvent.SalesClosed;
import io.sportskk.match.MatchEvent.SalesResumed;
import io.sportskk.match.MatchEvent.SalesStopped;
import io.sportskk.match.MatchEvent.SalesSuspended;
import io.sportskk.match.MatchEvent.StepRefused;
import io.sportskk.match.MatchStep;
import io.sportskk.match.VoidCause;
import io.sportskk.payment.WalletEvent.Charged;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TicketEvent.TicketRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What can be wrong with matches, with their catalogue, and with what was sold of them. */
final class CorruptedMatches {

  private static final String MATCH = "Match|" + AuditedNode.MATCH;

  private CorruptedMatches() {}

  static List<Corrupted> ways(SoldTickets sold) {
    List<Corrupted> ways = new ArrayList<>();
    ways.add(
        Corrupted.of(
            "a match is closed twice",
            MATCH_EVENTS_ILLEGAL,
            AuditedNode.MATCH,
            Set.of(),
            () -> {
              sold.add(MATCH, closed(Instant.now()));
              sold.add(MATCH, closed(Instant.now()));
            }));
    ways.add(
        Corrupted.of(
            "sales of a match stop that were not closed",
            MATCH_EVENTS_ILLEGAL,
            AuditedNode.MATCH,
            Set.of(),
            () -> sold.add(MATCH, stopped(Instant.now()))));
    ways.add(
        Corrupted.of(
            "sales of a match stop twice",
            MATCH_EVENTS_ILLEGAL,
            AuditedNode.MATCH,
            Set.of(),
            () -> {
              sold.add(MATCH, closed(Instant.now()));
              sold.add(MATCH, stopped(Instant.now()));
              sold.add(MATCH, stopped(Instant.now()));
            }));
    ways.add(
        Corrupted.of(
            "a refused step is kept twice",
            MATCH_EVENTS_ILLEGAL,
            AuditedNode.MATCH,
            Set.of(),
            () -> {
              sold.add(MATCH, refused());
              sold.add(MATCH, refused());
            }));
    ways.add(
        Corrupted.of(
            "a match is opened again",
            MATCH_EVENTS_ILLEGAL,
            AuditedNode.MATCH,
            Set.of(),
            () -> sold.add(MATCH, sold.event(MATCH, 1, MatchOpened.class))));
    ways.add(
        Corrupted.of(
            "the row of a match is gone",
            CATALOGUE_MISSING,
            AuditedNode.MATCH,
            Set.of(),
            () -> sold.journal("DELETE FROM match_catalogue")));
    for (String column :
        List.of(
            "name = 'other'",
            "team_codes = '{LG,KT}'",
            "team_names = '{KT,LG}'",
            "opens_at = opens_at + interval '1 microsecond'",
            "closes_at = closes_at + interval '1 microsecond'",
            "closed_by = 'admin-1'",
            "closed_at = now()",
            "stopped_at = now()",
            "takeout_basis_points = takeout_basis_points + 1",
            "unbacked = 'CARRY'",
            "tax = 'KOREA_2016'",
            "carry_from = 'match-0'",
            "suspended_by = 'admin-1', suspended_at = now()",
            "winners = '{KT}', entered_by = 'admin-1', entered_at = now()",
            "settled_at = now()")) {
      ways.add(
          Corrupted.of(
              column,
              CATALOGUE_WRONG,
              AuditedNode.MATCH,
              Set.of(),
              () -> sold.journal("UPDATE match_catalogue SET " + column)));
    }
    ways.add(
        Corrupted.of(
            "a close that the catalogue has passed is not in it",
            CATALOGUE_WRONG,
            AuditedNode.MATCH,
            Set.of(),
            () -> {
              sold.add(MATCH, closed(Instant.now()));
              sold.journal(
                  "UPDATE akka_projection_offset_store SET current_offset = ?"
                      + " WHERE projection_name = 'match-catalogue'",
                  Long.toString(sold.orderingOf(MATCH, 2)));
            }));
    ways.add(illegal(sold, "sales are resumed that were not suspended", resumed(1)));
    ways.add(illegal(sold, "sales are suspended twice", suspended(1), suspended(2)));
    ways.add(illegal(sold, "sales are suspended after their close", closed(at(1)), suspended(2)));
    ways.add(illegal(sold, "a result while a node may sell", closed(at(1)), entered(2, "KT")));
    ways.add(illegal(sold, "a second result", over(entered(3, "KT"), entered(4, "KT"))));
    ways.add(illegal(sold, "a result of an unknown team", over(entered(3, "KT", "NC"))));
    ways.add(illegal(sold, "a result without a winner", over(entered(3))));
    ways.add(illegal(sold, "a winner named twice", over(entered(3, "KT", "KT"))));
    ways.add(
        illegal(
            sold,
            "a match that started after sales had stopped",
            over(
                new ResultEntered(
                    AuditedNode.MATCH, List.of("KT"), at(20), "tv", "admin-1", "c", at(30)))));
    ways.add(illegal(sold, "a confirmation of nothing", over(confirmed(3, "admin-2"))));
    ways.add(
        illegal(
            sold,
            "a match that is void once its outcome is known",
            over(entered(3, "KT"), voided(4, VoidCause.EVENT_CANCELLED, null))));
    ways.add(
        illegal(
            sold,
            "a result of a match that is void",
            over(voided(3, VoidCause.EVENT_CANCELLED, null), entered(4, "KT"))));
    ways.add(
        illegal(
            sold,
            "a match that is settled by a result that is not confirmed",
            over(entered(3, "KT"), new MatchSettled(AuditedNode.MATCH, "c", at(4)))));
    ways.add(
        way(
            sold,
            "a result that he who entered it has confirmed",
            DECIDED_ALONE,
            over(entered(3, "KT"), confirmed(4, "admin-1"))));
    ways.add(
        way(
            sold,
            "a match that one person has made void for a cause of his own",
            DECIDED_ALONE,
            over(voided(3, VoidCause.OTHER, null))));
    ways.add(illegal(sold, "a withdrawal of nothing", over(withdrawn(3))));
    ways.add(
        illegal(
            sold,
            "a withdrawal of what is official",
            over(entered(3, "KT"), confirmed(4, "admin-2"), withdrawn(5))));
    ways.add(
        illegal(
            sold,
            "a match that started before it was sold",
            over(
                new ResultEntered(
                    AuditedNode.MATCH,
                    List.of("KT"),
                    Instant.EPOCH,
                    "tv",
                    "admin-1",
                    "c",
                    at(3)))));
    ways.add(
        way(
            sold,
            "a result, entered after another was withdrawn, that he who entered it has confirmed",
            DECIDED_ALONE,
            over(
                entered(3, "KT"),
                withdrawn(4),
                new ResultEntered(
                    AuditedNode.MATCH, List.of("LG"), null, "tv", "admin-3", "c", at(5)),
                confirmed(6, "admin-3"))));
    ways.add(
        way(
            sold,
            "a match that one person has made void after a result was withdrawn",
            DECIDED_ALONE,
            over(entered(3, "KT"), withdrawn(4), voided(5, VoidCause.EVENT_CANCELLED, null))));
    ways.add(
        way(
            sold,
            "a match whose pool one person has judged",
            DECIDED_ALONE,
            over(voided(3, VoidCause.POOL_INTEGRITY, null))));
    for (String holder : List.of("anna", "ben")) {
      ways.add(
          way(
              sold,
              "a result that " + holder + " has confirmed, who has a ticket",
              DECIDED_BY_HOLDER,
              over(entered(3, "KT"), confirmed(4, holder))));
    }
    ways.add(
        Corrupted.of(
            "while sales were suspended",
            SOLD_WHILE_SUSPENDED,
            SoldTickets.OTHER,
            Set.of(),
            () -> {
              sold.add(MATCH, suspended(1));
              sold.add(MATCH, resumed(1000));
              sold.add(
                  "Ticket|" + SoldTickets.OTHER, requested(AuditedNode.MATCH, "KT", 100, at(500)));
            }));
    ways.add(
        Corrupted.of(
            "a row that is ahead of its events",
            CATALOGUE_WRONG,
            AuditedNode.MATCH,
            Set.of(),
            () -> sold.journal("UPDATE match_catalogue SET sequence_nr = 2")));
    ways.add(
        Corrupted.of(
            "a row of no match",
            CATALOGUE_WITHOUT_MATCH,
            "match-of-nobody",
            Set.of(),
            () ->
                sold.journal(
                    "INSERT INTO match_catalogue SELECT 'match-of-nobody', name, team_codes,"
                        + " team_names, opens_at, closes_at FROM match_catalogue")));
    ways.add(unknown(sold, "an unknown match", "match-of-nobody", "KT"));
    ways.add(unknown(sold, "an unknown team", AuditedNode.MATCH, "SSG"));
    ways.add(
        Corrupted.of(
            "a ticket that is bound to rules of its own",
            RULES_DIFFER,
            sold.annas,
            Set.of(),
            () ->
                sold.replace(
                    "Ticket|" + sold.annas,
                    1,
                    TicketRequested.class,
                    e ->
                        new TicketRequested(
                            e.purchase(), e.payBefore(), e.salesCloseAt(), "r0123456789ab"))));
    for (long stake : List.of(0L, 50L, 150L, 100_100L)) {
      ways.add(
          Corrupted.of(
              stake + " KRW",
              STAKE_NOT_ALLOWED,
              SoldTickets.OTHER,
              Set.of(),
              () -> request(sold, AuditedNode.MATCH, "KT", stake)));
    }
    ways.add(
        Corrupted.of(
            "after an early close",
            SOLD_TOO_LATE,
            SoldTickets.OTHER,
            Set.of(),
            () -> {
              sold.add(MATCH, closed(Instant.now()));
              sold.add(
                  "Ticket|" + SoldTickets.OTHER,
                  requested(
                      AuditedNode.MATCH, "KT", 100, Instant.now().plus(Duration.ofMinutes(2))));
            }));
    ways.add(
        Corrupted.of(
            "after no node sold any more",
            SOLD_TOO_LATE,
            SoldTickets.OTHER,
            Set.of(),
            () -> {
              sold.add(MATCH, closed(Instant.now()));
              sold.add(MATCH, stopped(Instant.now().plus(Duration.ofMinutes(1))));
              sold.add(
                  "Ticket|" + SoldTickets.OTHER,
                  requested(
                      AuditedNode.MATCH, "KT", 100, Instant.now().plus(Duration.ofMinutes(3))));
            }));
    ways.add(
        Corrupted.of(
            "after an early close",
            CHARGED_TOO_LATE,
            sold.annas,
            Set.of(LEDGER_WRONG),
            () -> {
              // The last one was sold then: of the others nothing is to be found.
              Instant sale =
                  sold.event("Ticket|" + sold.ewas, 1, TicketRequested.class)
                      .purchase()
                      .requestedAt();
              sold.add(MATCH, closed(sale));
              sold.replace(
                  "Wallet|anna",
                  2,
                  Charged.class,
                  e ->
                      new Charged(
                          e.buyerId(),
                          e.ticketId(),
                          e.matchId(),
                          e.amount(),
                          e.salesCloseAt(),
                          e.approvalId(),
                          e.correlationId(),
                          sale.plus(Duration.ofMinutes(2))));
            }));
    return ways;
  }

  /** These events come after the opening of the match. */
  private static Corrupted illegal(SoldTickets sold, String name, MatchEvent... events) {
    return way(sold, name, MATCH_EVENTS_ILLEGAL, events);
  }

  private static Corrupted way(
      SoldTickets sold, String name, FindingKind kind, MatchEvent... events) {
    return Corrupted.of(
        name,
        kind,
        AuditedNode.MATCH,
        Set.of(),
        () -> List.of(events).forEach(event -> sold.add(MATCH, event)));
  }

  /** Closed and stopped, and then these. */
  private static MatchEvent[] over(MatchEvent... then) {
    return Stream.concat(Stream.of(closed(at(1)), stopped(at(2))), Stream.of(then))
        .toArray(MatchEvent[]::new);
  }

  /** After all has been sold. */
  private static Instant at(long seconds) {
    return Instant.now().plusSeconds(60 + seconds);
  }

  private static SalesSuspended suspended(long seconds) {
    return new SalesSuspended(AuditedNode.MATCH, "admin-1", "rain", "c", at(seconds));
  }

  private static SalesResumed resumed(long seconds) {
    return new SalesResumed(AuditedNode.MATCH, "admin-1", "c", at(seconds));
  }

  private static ResultEntered entered(long seconds, String... winners) {
    return new ResultEntered(
        AuditedNode.MATCH, List.of(winners), null, "tv", "admin-1", "c", at(seconds));
  }

  private static ResultConfirmed confirmed(long seconds, String by) {
    return new ResultConfirmed(AuditedNode.MATCH, by, "c", at(seconds));
  }

  private static ResultWithdrawn withdrawn(long seconds) {
    return new ResultWithdrawn(AuditedNode.MATCH, "admin-2", "a slip", "c", at(seconds));
  }

  private static MatchVoided voided(long seconds, VoidCause cause, String confirmedBy) {
    return new MatchVoided(
        AuditedNode.MATCH, cause, "why", "admin-1", at(seconds), confirmedBy, "c", at(seconds));
  }

  private static Corrupted unknown(SoldTickets sold, String name, String matchId, String team) {
    return Corrupted.of(
        name,
        TICKET_WITHOUT_MATCH,
        SoldTickets.OTHER,
        Set.of(),
        () -> request(sold, matchId, team, 100));
  }

  private static void request(SoldTickets sold, String matchId, String team, long stake) {
    sold.add("Ticket|" + SoldTickets.OTHER, requested(matchId, team, stake, SoldTickets.AT));
  }

  private static TicketRequested requested(String matchId, String team, long stake, Instant at) {
    Purchase purchase =
        new Purchase(
            SoldTickets.OTHER, "anna", matchId, team, Money.won(stake), at, "correlation-1");
    Instant later = at.plus(Duration.ofHours(1));
    return new TicketRequested(purchase, later, later, null);
  }

  private static SalesStopped stopped(Instant at) {
    return new SalesStopped(AuditedNode.MATCH, "correlation-1", at);
  }

  private static SalesClosed closed(Instant at) {
    return new SalesClosed(AuditedNode.MATCH, "admin-1", "correlation-1", at);
  }

  static StepRefused refused() {
    return new StepRefused(
        AuditedNode.MATCH,
        MatchStep.CONFIRM,
        MatchCommand.StepRefusal.NOTHING_TO_CONFIRM,
        "admin-1",
        "correlation-9",
        Instant.now());
  }
}
