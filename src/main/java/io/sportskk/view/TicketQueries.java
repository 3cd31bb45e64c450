package io.sportskk.view;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.persistence.typed.PersistenceId;
import akka.projection.eventsourced.EventEnvelope;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.kernel.PageCursor;
import io.sportskk.ticket.TicketEvent;
import io.sportskk.view.RefusedCancellationRepository.Cursor;
import io.sportskk.view.ViewQuery.FindRefused;
import io.sportskk.view.ViewQuery.FindTickets;
import io.sportskk.view.ViewQuery.TellHistory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers queries from the view's database, and about single tickets from their events. */
final class TicketQueries {

  private static final Logger LOG = LoggerFactory.getLogger(TicketQueries.class);
  private static final int MOST = 100;

  /**
   * So many histories are read at the same time; more are answered as {@link
   * ViewQuery.Unavailable}. They come through the few connections that projections read with, which
   * are not to wait for as many as clients may want.
   */
  static final int MOST_HISTORIES = 20;

  private final JdbcCalls view;
  private final ViewDialect dialect;
  private final String entityType;
  private final JournalHistory journal;
  private final Duration timeout;

  /** How many histories are being read, also those for which nobody waits any more. */
  private final AtomicInteger histories = new AtomicInteger();

  private TicketQueries(
      JdbcCalls view,
      ViewDialect dialect,
      String entityType,
      JournalHistory journal,
      Duration timeout) {
    this.view = view;
    this.dialect = dialect;
    this.entityType = entityType;
    this.journal = journal;
    this.timeout = timeout;
  }

  /**
   * @param entityType the first part of the tickets' persistence ids
   * @param timeout how long a query may take before it is answered as {@link ViewQuery.Unavailable}
   */
  static Behavior<ViewQuery> create(
      DataSource view, ViewDialect dialect, String entityType, Duration timeout) {
    return create(view, dialect, entityType, JournalHistory::of, timeout);
  }

  static Behavior<ViewQuery> create(
      DataSource view,
      ViewDialect dialect,
      String entityType,
      Function<ActorSystem<?>, JournalHistory> journal,
      Duration timeout) {
    return Behaviors.setup(
        ctx -> {
          TicketQueries queries =
              new TicketQueries(
                  new JdbcCalls(Bulkhead.VIEW.of(ctx.getSystem()), view, timeout),
                  dialect,
                  entityType,
                  journal.apply(ctx.getSystem()),
                  timeout);
          ctx.getSystem()
              .receptionist()
              .tell(Receptionist.register(ViewQuery.SERVICE, ctx.getSelf()));
          return Behaviors.receive(ViewQuery.class)
              .onMessage(FindTickets.class, queries::onFindTickets)
              .onMessage(FindRefused.class, queries::onFindRefused)
              .onMessage(TellHistory.class, queries::onTellHistory)
              .build();
        });
  }

  private Behavior<ViewQuery> onFindTickets(FindTickets query) {
    Optional<PageCursor> after = Optional.ofNullable(query.cursor()).flatMap(PageCursor::decode);
    if (query.cursor() != null && after.isEmpty()) {
      query.replyTo().tell(new ViewQuery.InvalidCursor());
      return Behaviors.same();
    }
    int limit = Math.max(1, Math.min(query.limit(), MOST));
    // The reply is sent from the thread that has it: there is no state to come back to.
    CompletableFuture<Void> unused =
        view.<ViewQuery.Reply>run(
                connection ->
                    page(
                        connection,
                        dialect,
                        query.filter(),
                        after.orElse(null),
                        limit,
                        view.timeoutSeconds()))
            .exceptionally(TicketQueries::unavailable)
            .thenAccept(query.replyTo()::tell);
    return Behaviors.same();
  }

  private Behavior<ViewQuery> onFindRefused(FindRefused query) {
    Optional<Cursor> after = Optional.ofNullable(query.cursor()).flatMap(Cursor::decode);
    if (query.cursor() != null && after.isEmpty()) {
      query.replyTo().tell(new ViewQuery.InvalidCursor());
      return Behaviors.same();
    }
    int limit = Math.max(1, Math.min(query.limit(), MOST));
    CompletableFuture<Void> unused =
        view.<ViewQuery.Reply>run(
                connection ->
                    refused(
                        new RefusedCancellationRepository(dialect)
                            .page(
                                connection,
                                query.matchId(),
                                after.orElse(null),
                                limit + 1,
                                view.timeoutSeconds()),
                        limit))
            .exceptionally(TicketQueries::unavailable)
            .thenAccept(query.replyTo()::tell);
    return Behaviors.same();
  }

  /**
   * @param found one more than a page, if there is a next one
   */
  private static ViewQuery.RefusedPage refused(List<RefusedCancellation> found, int limit) {
    return found.size() <= limit
        ? new ViewQuery.RefusedPage(found, null)
        : new ViewQuery.RefusedPage(
            List.copyOf(found.subList(0, limit)), Cursor.of(found.get(limit - 1)).encode());
  }

  private Behavior<ViewQuery> onTellHistory(TellHistory query) {
    CompletableFuture<Void> unused =
        read(query.ticketId())
            .thenApply(TicketQueries::history)
            .toCompletableFuture()
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(
                failure -> {
                  String cause = JdbcCalls.cause(failure).toString();
                  LOG.warn("The journal does not tell a ticket's history: {}", cause);
                  return new ViewQuery.Unavailable(cause);
                })
            .thenAccept(query.replyTo()::tell);
    return Behaviors.same();
  }

  private CompletionStage<List<EventEnvelope<TicketEvent>>> read(String ticketId) {
    if (histories.incrementAndGet() > MOST_HISTORIES) {
      histories.decrementAndGet();
      return CompletableFuture.failedFuture(
          new RejectedExecutionException(MOST_HISTORIES + " histories are being read already"));
    }
    return journal
        .of(PersistenceId.of(entityType, ticketId))
        .whenComplete((events, failure) -> histories.decrementAndGet());
  }

  private static ViewQuery.Reply history(List<EventEnvelope<TicketEvent>> events) {
    return events.isEmpty()
        ? new ViewQuery.NoSuchTicket()
        : new ViewQuery.History(
            events.get(0).event().purchase(),
            events.stream()
                .map(event -> TicketStep.of(event.event(), event.sequenceNr()))
                .toList());
  }

  static ViewQuery.Page page(
      Connection connection,
      ViewDialect dialect,
      TicketFilter filter,
      PageCursor after,
      int limit,
      int timeoutSeconds)
      throws SQLException {
    // One more than a page, to know whether there is a next one.
    List<TicketRow> found =
        new TicketPageQuery(dialect, filter, after, limit + 1).run(connection, timeoutSeconds);
    if (found.size() <= limit) {
      return new ViewQuery.Page(found, null);
    }
    List<TicketRow> page = List.copyOf(found.subList(0, limit));
    TicketRow last = page.get(limit - 1);
    return new ViewQuery.Page(page, new PageCursor(last.requestedAt(), last.ticketId()).encode());
  }

  private static ViewQuery.Reply unavailable(Throwable failure) {
    String cause = JdbcCalls.cause(failure).toString();
    LOG.warn("The view's database does not answer: {}", cause);
    return new ViewQuery.Unavailable(cause);
  }
}
