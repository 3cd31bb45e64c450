package io.sportskk.node.database;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Tells the server of each of Flyway's connections how long what may take.
 *
 * @param sql what a new connection says first
 */
record LimitedSessions(String sql) implements Callback {

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.AFTER_CONNECT;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    try (Statement statement = context.getConnection().createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new FlywayException("The limits of time can't be set", e);
    }
  }

  @Override
  public String getCallbackName() {
    return "limits of time";
  }
}
