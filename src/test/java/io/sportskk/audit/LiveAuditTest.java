package io.sportskk.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.TicketStatus;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A system that sells is audited and found right, each time. */
class LiveAuditTest {

  private static final int BUYERS = 8;
  private static final int AUDITS = 12;

  private static TestDatabases databases;
  private static AuditedNode node;

  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicLong bought = new AtomicLong();
  private final AtomicLong cancelled = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    node = AuditedNode.start(databases);
  }

  @AfterAll
  static void stop() {
    node.close();
    databases.close();
  }

  @Test
  void nothingIsFoundWhileTicketsAreBoughtAndCancelledNorAfterwards() throws Exception {
    node.deposit("buyer-0", "deposit-1", 2_500);
    ExecutorService threads = Executors.newFixedThreadPool(BUYERS);
    List<CompletableFuture<Void>> buyers = new ArrayList<>();
    for (int i = 0; i < BUYERS; i++) {
      String buyerId = "buyer-" + i;
      buyers.add(CompletableFuture.runAsync(() -> buyAndCancel(buyerId), threads));
    }

    long seenUnderWay = 0;
    try {
      for (int i = 0; i < AUDITS; i++) {
        AuditReport report = AuditedNode.audit(databases, false);
        assertThat(report.examples()).as(report.toString()).isEmpty();
        seenUnderWay += report.inFlight().values().stream().mapToLong(Long::longValue).sum();
      }
    } finally {
      open.set(false);
      threads.shutdown();
    }
    CompletableFuture.allOf(buyers.toArray(CompletableFuture[]::new)).join();

    AuditReport report = node.settled();
    assertThat(report.examples()).as(report.toString()).isEmpty();
    assertThat(seenUnderWay).as("tickets that audits met under way").isPositive();
    assertThat(report.ticketCount()).isEqualTo(bought.get()).isGreaterThan(100);
    assertThat(report.tickets().get(TicketStatus.CANCELLED)).isEqualTo(cancelled.get());
    assertThat(report.tickets().get(TicketStatus.REJECTED)).isEqualTo(rejected.get());
    assertThat(report.counts().wallets()).isEqualTo(BUYERS);
    assertThat(report.counts().viewRows()).isEqualTo(bought.get());
    AuditReport.Money money = report.money();
    assertThat(money.openings()).isEqualTo(BUYERS * AuditedNode.OPENING_BALANCE);
    assertThat(money.deposits()).isEqualTo(2_500);
    assertThat(money.approvedStakes())
        .isEqualTo(money.charges())
        .isEqualTo(money.counted())
        .isEqualTo(money.openings() + 2_500 - money.balances())
        .isPositive();
  }

  /** Buys until the limit of the match is reached, then cancels the oldest ticket, and so on. */
  private void buyAndCancel(String buyerId) {
    Deque<String> approved = new ArrayDeque<>();
    for (int n = 0; open.get(); n++) {
      HttpResponse<String> sold = node.buy(buyerId, n % 3 == 0 ? "KT" : "LG", 10_000);
      assertThat(sold.statusCode()).as(sold.body()).isIn(201, 402);
      bought.incrementAndGet();
      if (sold.statusCode() == 201) {
        approved.add(AuditedNode.ticketId(sold));
      } else {
        rejected.incrementAndGet();
        HttpResponse<String> done = node.cancel(buyerId, approved.remove());
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        cancelled.incrementAndGet();
      }
    }
  }
}
