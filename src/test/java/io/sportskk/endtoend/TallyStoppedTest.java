package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.pattern.CircuitBreaker;
import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.node.database.Migrations;
import io.sportskk.testing.Office;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.TallyRequests;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tickets are sold while the tally is stopped; once it is back, every total is right. */
class TallyStoppedTest {

  private static final int TICKETS = 60;

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger spared = new AtomicInteger();

  @Test
  void ticketsAreSoldWhileTheTallyIsStoppedAndCountedOnceItIsBack() {
    try (TestDatabases databases = TestDatabases.create();
        TestNode node =
            TestNode.on(databases)
                .with(
                    """
                    akka.circuit-breaker.tally.call-timeout = 300 ms
                    sportskk.ticket.sweeper.unfinished-after = 1 s
                    """)
                .withTally(this::counting)
                .start()) {
      CircuitBreaker.lookup("tally", (ExtendedActorSystem) Adapter.toClassic(node.system()))
          .addOnCallBreakerOpenListener(spared::incrementAndGet);
      Office office = new Office(node);
      office.openMatch();
      String before = office.buyApproved("buyer-0", "KT", 100).get("ticketId").textValue();
      Awaitility.await()
          .until(() -> office.ticket("buyer-0", before).get("tallied").booleanValue());
      String cancelledLater = office.buyApproved("buyer-0", "KT", 500).get("ticketId").textValue();

      databases.stop(Migrations.Part.TALLY);
      calls.set(0);
      for (int i = 0; i < TICKETS; i++) {
        JsonNode ticket = office.buyApproved("buyer-" + i % 7, i % 2 == 0 ? "KT" : "LG", 100);
        assertThat(ticket.get("tallied").booleanValue()).isFalse();
      }
      assertThat(
              office.buyer("buyer-0").post("/tickets/" + cancelledLater + "/cancel").statusCode())
          .isEqualTo(200);
      // The breaker of the tally spares most purchases its timeout.
      assertThat(spared.get()).isGreaterThan(calls.get() / 2);

      databases.start(Migrations.Part.TALLY);
      Awaitility.await()
          .untilAsserted(
              () -> {
                JsonNode tally = office.tally();
                assertThat(tally.get("tickets").longValue()).isEqualTo(TICKETS + 1);
                assertThat(tally.get("stake").longValue()).isEqualTo((TICKETS + 1) * 100L);
              });
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(office.view())
                      .filteredOn(ticket -> ticket.get("status").textValue().equals("Approved"))
                      .hasSize(TICKETS + 1)
                      .allMatch(ticket -> ticket.get("tallied").booleanValue()));
    }
  }

  private TallyRequests counting(TallyRequests tally) {
    return new TallyRequests() {
      @Override
      public CompletionStage<Outcome> count(Purchase purchase) {
        calls.incrementAndGet();
        return tally.count(purchase);
      }

      @Override
      public CompletionStage<Outcome> uncount(Purchase purchase, String correlationId) {
        return tally.uncount(purchase, correlationId);
      }
    };
  }
}
