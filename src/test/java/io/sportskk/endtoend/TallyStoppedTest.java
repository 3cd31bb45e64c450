package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.node.database.Migrations;
import io.sportskk.testing.Office;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tickets are sold while the tally is stopped; once it is back, every total is right. */
class TallyStoppedTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int TICKETS = 60;

  @Test
  void ticketsAreSoldWhileTheTallyIsStoppedAndCountedOnceItIsBack() {
    try (TestDatabases databases = TestDatabases.create();
        TestNode node =
            TestNode.on(databases).with("sportskk.ticket.sweeper.unfinished-after = 1 s").start()) {
      Office office = new Office(node);
      office.openMatch();
      assertThat(office.buyApproved("buyer-0", "KT", 100).get("tallied").booleanValue()).isTrue();
      String cancelledLater = office.buyApproved("buyer-0", "KT", 500).get("ticketId").textValue();

      databases.stop(Migrations.Part.TALLY);
      List<Long> millis = new ArrayList<>();
      for (int i = 0; i < TICKETS; i++) {
        long began = System.nanoTime();
        JsonNode ticket = office.buyApproved("buyer-" + i % 7, i % 2 == 0 ? "KT" : "LG", 100);
        millis.add((System.nanoTime() - began) / 1_000_000);
        assertThat(ticket.get("tallied").booleanValue()).isFalse();
      }
      assertThat(
              office.buyer("buyer-0").post("/tickets/" + cancelledLater + "/cancel").statusCode())
          .isEqualTo(200);
      // The breaker of the tally spares most purchases its timeout.
      assertThat(millis.stream().sorted().toList().get(TICKETS / 2)).isLessThan(100);

      databases.start(Migrations.Part.TALLY);
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                JsonNode tally = office.tally();
                assertThat(tally.get("tickets").longValue()).isEqualTo(TICKETS + 1);
                assertThat(tally.get("stake").longValue()).isEqualTo((TICKETS + 1) * 100L);
              });
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(office.view())
                      .filteredOn(ticket -> ticket.get("status").textValue().equals("Approved"))
                      .hasSize(TICKETS + 1)
                      .allMatch(ticket -> ticket.get("tallied").booleanValue()));
    }
  }
}
