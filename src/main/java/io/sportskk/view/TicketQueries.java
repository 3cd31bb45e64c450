package io.sportskk.view;

import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import io.sportskk.view.ViewQuery.FindTickets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers queries from the view's database. Queries run side by side, as many as the pool lends.
 */
final class TicketQueries {

  private static final Logger LOG = LoggerFactory.getLogger(TicketQueries.class);
  private static final int MOST = 100;

  private final DataSource view;
  private final Duration timeout;
  private final Executor blocking;

  private TicketQueries(DataSource view, Duration timeout, Executor blocking) {
    this.view = view;
    this.timeout = timeout;
    this.blocking = blocking;
  }

  /**
   * @param timeout how long a query may take before it is answered as {@link ViewQuery.Unavailable}
   */
  static Behavior<ViewQuery> create(DataSource view, Duration timeout) {
    return Behaviors.setup(
        ctx -> {
          Executor blocking = ctx.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
          TicketQueries queries = new TicketQueries(view, timeout, blocking);
          ctx.getSystem()
              .receptionist()
              .tell(Receptionist.register(ViewQuery.SERVICE, ctx.getSelf()));
          return Behaviors.receive(ViewQuery.class)
              .onMessage(FindTickets.class, queries::onFindTickets)
              .build();
        });
  }

  private Behavior<ViewQuery> onFindTickets(FindTickets query) {
    Optional<Cursor> after = Optional.ofNullable(query.cursor()).flatMap(Cursor::decode);
    if (query.cursor() != null && after.isEmpty()) {
      query.replyTo().tell(new ViewQuery.InvalidCursor());
      return Behaviors.same();
    }
    int limit = Math.max(1, Math.min(query.limit(), MOST));
    // The reply is sent from the thread that has it: there is no state to come back to.
    CompletableFuture<Void> unused =
        CompletableFuture.supplyAsync(
                () -> page(query.filter(), after.orElse(null), limit), blocking)
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(TicketQueries::unavailable)
            .thenAccept(query.replyTo()::tell);
    return Behaviors.same();
  }

  private ViewQuery.Reply page(TicketFilter filter, Cursor after, int limit) {
    try (Connection connection = view.getConnection()) {
      return page(connection, filter, after, limit, Math.max(1, (int) timeout.toSeconds()));
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  static ViewQuery.Page page(
      Connection connection, TicketFilter filter, Cursor after, int limit, int timeoutSeconds)
      throws SQLException {
    // One more than a page, to know whether there is a next one.
    List<TicketRow> found =
        new TicketPageQuery(filter, after, limit + 1).run(connection, timeoutSeconds);
    if (found.size() <= limit) {
      return new ViewQuery.Page(found, null);
    }
    List<TicketRow> page = List.copyOf(found.subList(0, limit));
    TicketRow last = page.get(limit - 1);
    return new ViewQuery.Page(page, new Cursor(last.requestedAt(), last.ticketId()).encode());
  }

  private static ViewQuery.Reply unavailable(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    LOG.warn("The view's database does not answer: {}", cause.toString());
    return new ViewQuery.Unavailable(cause.toString());
  }
}
