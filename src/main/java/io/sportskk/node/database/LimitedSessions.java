package io.sportskk.node.database;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the server of each of Flyway's connections how long what may take; and the operator, once,
 * which of our limits it does not know.
 *
 * @param database its name, for the operator
 */
record LimitedSessions(DatabaseSettings.Database database, TimeLimits limits) implements Callback {

  private static final Logger LOG = LoggerFactory.getLogger(LimitedSessions.class);

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.AFTER_CONNECT || event == Event.AFTER_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    try {
      if (event == Event.AFTER_CONNECT) {
        try (Statement statement = context.getConnection().createStatement()) {
          statement.execute(limits.sessionSql(database.kind()));
        }
      } else {
        warnOf(TimeLimits.unknownTo(context.getConnection(), database.kind()));
      }
    } catch (SQLException e) {
      throw new FlywayException("The limits of time can't be set", e);
    }
  }

  private void warnOf(List<String> unknown) {
    if (!unknown.isEmpty()) {
      LOG.warn(
          "The server of {} does not know {}: what these bound, it does not end by itself (PostgreSQL"
              + " 17 and newer ones know all of them)",
          database,
          String.join(", ", unknown));
    }
  }

  @Override
  public String getCallbackName() {
    return "limits of time";
  }
}
