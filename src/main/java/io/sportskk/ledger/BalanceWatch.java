package io.sportskk.ledger;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/**
 * Adds up what all accounts hold: {@code sportskk.ledger.imbalance}, in KRW, which is 0, or the
 * ledger is wrong; not a number while its database does not answer.
 */
final class BalanceWatch {

  static final Duration INTERVAL = Duration.ofMinutes(1);

  private static final String METER = "sportskk.ledger.imbalance";
  private static final String SUM = "SELECT coalesce(sum(balance), 0) FROM ledger_account";

  /** What the watching actor is told. */
  sealed interface Command {}

  private record Add() implements Command {}

  private record Added(double sum) implements Command {}

  private BalanceWatch() {}

  static Behavior<Command> create(
      DataSource database, Duration timeout, Duration interval, MeterRegistry metrics) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  JdbcCalls ledger =
                      new JdbcCalls(Bulkhead.LEDGER.of(context.getSystem()), database, timeout);
                  AtomicReference<Double> sum = new AtomicReference<>(Double.NaN);
                  Gauge.builder(METER, sum, AtomicReference::get)
                      .description("What all accounts of the ledger hold together, in KRW")
                      .strongReference(true)
                      .register(metrics);
                  timers.startTimerWithFixedDelay(new Add(), Duration.ZERO, interval);
                  return Behaviors.receive(Command.class)
                      .onMessage(
                          Add.class,
                          add -> {
                            context.pipeToSelf(
                                ledger.run(connection -> sum(connection, ledger.timeoutSeconds())),
                                (added, failure) ->
                                    new Added(failure == null ? added : Double.NaN));
                            return Behaviors.same();
                          })
                      .onMessage(
                          Added.class,
                          added -> {
                            sum.set(added.sum());
                            return Behaviors.same();
                          })
                      .build();
                }));
  }

  private static double sum(Connection connection, int timeoutSeconds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SUM)) {
      statement.setQueryTimeout(timeoutSeconds);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBigDecimal(1).doubleValue();
      }
    }
  }
}
