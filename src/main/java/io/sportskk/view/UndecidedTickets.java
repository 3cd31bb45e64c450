package io.sportskk.view;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.ticket.TicketStatus;
import io.sportskk.view.ViewDialect.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/**
 * Counts the tickets that wait for an operator's decision: {@code sportskk.tickets.undecided}, not
 * a number while the view's database does not answer.
 */
final class UndecidedTickets {

  static final Duration INTERVAL = Duration.ofSeconds(15);

  private static final String METER = "sportskk.tickets.undecided";

  /** What the counting actor is told. */
  sealed interface Command {}

  private record Count() implements Command {}

  private record Counted(double number) implements Command {}

  private UndecidedTickets() {}

  static Behavior<Command> create(
      DataSource database,
      ViewDialect dialect,
      Duration timeout,
      Duration interval,
      MeterRegistry metrics) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  JdbcCalls view =
                      new JdbcCalls(Bulkhead.VIEW.of(context.getSystem()), database, timeout);
                  AtomicReference<Double> number = new AtomicReference<>(Double.NaN);
                  Gauge.builder(METER, number, AtomicReference::get)
                      .description("Tickets that wait for an operator's decision")
                      .strongReference(true)
                      .register(metrics);
                  timers.startTimerWithFixedDelay(new Count(), Duration.ZERO, interval);
                  return Behaviors.receive(Command.class)
                      .onMessage(
                          Count.class,
                          count -> {
                            context.pipeToSelf(
                                view.run(
                                    connection ->
                                        count(connection, dialect, view.timeoutSeconds())),
                                (counted, failure) ->
                                    new Counted(failure == null ? counted : Double.NaN));
                            return Behaviors.same();
                          })
                      .onMessage(
                          Counted.class,
                          counted -> {
                            number.set(counted.number());
                            return Behaviors.same();
                          })
                      .build();
                }));
  }

  private static long count(Connection connection, ViewDialect dialect, int timeoutSeconds)
      throws SQLException {
    String status = TicketStatus.UNDECIDED.label();
    TicketFilter filter = new TicketFilter(status, null, null, null, null, null);
    Sql undecided = dialect.fromIndex(TicketIndex.of(filter), filter, status);
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT count(*) " + undecided.text())) {
      statement.setQueryTimeout(timeoutSeconds);
      for (int i = 0; i < undecided.parameters().size(); i++) {
        statement.setObject(i + 1, undecided.parameters().get(i));
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
