package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.testing.HeldTables;
import io.sportskk.testing.Office;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Many ask for lists of tickets, which hang in the view's database: nobody else hears of it. */
class HangingViewTest {

  /** As many as Akka's own dispatcher for calls that block has threads. */
  private static final int READERS = 16;

  private final AtomicBoolean enough = new AtomicBoolean();

  @Test
  void ticketsAreSoldAndCountedAndTheNodeIsReadyWhileAllCallsOfTheViewHang() throws SQLException {
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    try (TestDatabases databases = TestDatabases.create();
        TestNode node =
            TestNode.on(databases)
                .with(
                    """
                    sportskk.database.view.pool-size = %d
                    sportskk.view.query-timeout = 5 s
                    """
                        .formatted(READERS))
                .start()) {
      Office office = new Office(node);
      office.openMatch();
      try (HeldTables view = new HeldTables(databases.view(), "ticket")) {
        IntStream.range(0, READERS).forEach(reader -> readers.execute(() -> read(office)));
        Awaitility.await("all hang").until(() -> activeConnections(node) == READERS);
        for (int i = 1; i <= 5; i++) {
          assertThat(node.management("/ready").body()).isEqualTo("yes\n");
          assertThat(office.buyApproved("buyer-" + i, "KT", 100).get("tallied").booleanValue())
              .isTrue();
          assertThat(office.admin().get("/matches").statusCode()).isEqualTo(200);
          assertThat(office.admin().get("/admin/tallies").statusCode()).isEqualTo(200);
        }
        view.release();
      } finally {
        enough.set(true);
      }
      Awaitility.await()
          .until(() -> office.admin().get("/admin/tickets").statusCode(), status -> status == 200);
      Awaitility.await().untilAsserted(() -> assertThat(office.view()).hasSize(5));
    } finally {
      readers.shutdownNow();
    }
  }

  private void read(Office office) {
    while (!enough.get()) {
      office.admin().get("/admin/tickets");
    }
  }

  /** Of the view's pool. */
  private static double activeConnections(TestNode node) {
    return node.management("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("hikaricp_connections_active{pool=\"view\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
