package io.sportskk.view;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.kernel.PageCursor;
import io.sportskk.view.ViewQuery.FindTickets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers queries from the view's database. */
final class TicketQueries {

  private static final Logger LOG = LoggerFactory.getLogger(TicketQueries.class);
  private static final int MOST = 100;

  private final JdbcCalls view;
  private final ViewDialect dialect;

  private TicketQueries(JdbcCalls view, ViewDialect dialect) {
    this.view = view;
    this.dialect = dialect;
  }

  /**
   * @param timeout how long a query may take before it is answered as {@link ViewQuery.Unavailable}
   */
  static Behavior<ViewQuery> create(DataSource view, ViewDialect dialect, Duration timeout) {
    return Behaviors.setup(
        ctx -> {
          TicketQueries queries =
              new TicketQueries(
                  new JdbcCalls(Bulkhead.VIEW.of(ctx.getSystem()), view, timeout), dialect);
          ctx.getSystem()
              .receptionist()
              .tell(Receptionist.register(ViewQuery.SERVICE, ctx.getSelf()));
          return Behaviors.receive(ViewQuery.class)
              .onMessage(FindTickets.class, queries::onFindTickets)
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
