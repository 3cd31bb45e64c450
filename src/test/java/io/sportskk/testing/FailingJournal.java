package io.sportskk.testing;

import akka.Done;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A journal that takes no events for a while. */
public final class FailingJournal {

  private FailingJournal() {}

  /**
   * Returns once the entity has found out, and the journal takes events again.
   *
   * @param foundOut what the entity says in the log then
   * @param step leads to an event, which is not stored
   */
  public static void during(
      TestDatabases databases, TestCluster cluster, LoggingTestKit foundOut, Runnable step)
      throws SQLException {
    try (Connection journal = databases.journal().getConnection();
        Statement statement = journal.createStatement()) {
      statement.execute("ALTER TABLE event_journal RENAME TO not_there");
      try {
        foundOut.expect(
            cluster.system(),
            () -> {
              step.run();
              return Done.getInstance();
            });
      } finally {
        statement.execute("ALTER TABLE not_there RENAME TO event_journal");
      }
    }
  }
}
