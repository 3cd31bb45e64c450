package io.sportskk.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class EndedTransactionsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Test
  void whoeverWritesIsWaitedForAndWhoeverBeginsLaterIsNot() throws SQLException {
    try (TestDatabases databases = TestDatabases.create();
        Connection writer = databases.tally().getConnection();
        Connection later = databases.tally().getConnection();
        Connection asking = databases.tally().getConnection()) {
      write(writer, "first");
      EndedTransactions ended = new EndedTransactions(TIMEOUT);
      assertThat(ended.all(asking)).isFalse();
      assertThat(ended.all(asking)).isFalse();
      writer.commit();
      assertThat(ended.all(asking)).isFalse(); // it may have been about to get its number
      write(later, "second");
      // There may be others on this server, but that one is not waited for.
      Awaitility.await().until(() -> ended.all(asking));
    }
  }

  private static void write(Connection connection, String match) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO tally_seal VALUES ('" + match + "', now())");
    }
  }
}
