package io.sportskk.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.ShardRegion.CurrentShardRegionState;
import akka.cluster.sharding.typed.GetShardRegionState;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.endtoend.FaultyWallets.Fault;
import io.sportskk.kernel.Money;
import io.sportskk.testing.LongAgo;
import io.sportskk.testing.Office;
import io.sportskk.testing.Patience;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import io.sportskk.ticket.PaidSoFar;
import io.sportskk.ticket.Payments;
import io.sportskk.ticket.Purchase;
import io.sportskk.ticket.Tickets;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole saga with wallets that are silent, or whose answers are lost, or that are back. */
class PaymentFaultsTest {

  private static final FaultyWallets WALLETS = new FaultyWallets();

  /** Tickets that were told that payment is suspended before a charge was under way. */
  private static final Set<String> NOT_CHARGED = ConcurrentHashMap.newKeySet();

  private static TestDatabases databases;
  private static TestNode node;
  private static Office office;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    AtomicReference<TestNode> started = new AtomicReference<>();
    node =
        TestNode.on(databases)
            .with(
                """
                akka.circuit-breaker.payment { max-failures = 3, call-timeout = 300 ms, max-reset-timeout = 1 s }
                sportskk.ticket.retry { max-backoff = 1 s, in-memory = 2 }
                sportskk.ticket.passivate-after = 500 ms
                sportskk.payment.supervised-stake = 50000
                sportskk.ticket.sweeper { unfinished-after = 2 s, interval = 500 ms }
                """)
            .withWallets(
                wallets -> buyerId -> WALLETS.over(wallets, started.get().system()).apply(buyerId))
            .withPayments(NotingWhetherItIsAsked::new)
            .start();
    started.set(node);
    office = new Office(node);
    office.openMatch();
  }

  @AfterAll
  static void stop() {
    node.close();
    databases.close();
  }

  @BeforeEach
  void paymentWorks() {
    WALLETS.set(Fault.NONE);
    Awaitility.await().until(() -> office.buy("probe", "KT", 100).statusCode() != 202);
  }

  @Test
  void aPaidPurchaseIsApprovedAndChargedOnce() {
    String ticketId = bought("paid", 10_000);

    Awaitility.await().until(() -> office.ticket("paid", ticketId).get("tallied").booleanValue());
    assertThat(office.ticket("paid", ticketId).get("status").textValue()).isEqualTo("Approved");
    assertThat(office.balance("paid")).isEqualTo(Office.OPENING_BALANCE - 10_000);
  }

  @Test
  void aCommandThatArrivesTwiceChargesOnce() {
    WALLETS.set(Fault.TWICE);

    bought("twice", 10_000);

    assertThat(office.balance("twice")).isEqualTo(Office.OPENING_BALANCE - 10_000);
  }

  @Test
  void aChargeWhoseAnswerIsLostIsNeitherForgottenNorMadeAgain() {
    WALLETS.set(Fault.ANSWER_LOST);
    HttpResponse<String> bought = office.buy("lost", "KT", 10_000);
    assertThat(bought.statusCode()).isEqualTo(202);
    String ticketId = Office.json(bought).get("ticketId").textValue();

    WALLETS.set(Fault.NONE);

    awaitStatus("lost", ticketId, "Approved");
    assertThat(office.balance("lost")).isEqualTo(Office.OPENING_BALANCE - 10_000);
  }

  @Test
  void whilePaymentIsSilentTicketsAreSoldAsPendingAtOnceAndPayThemselvesLater() {
    WALLETS.set(Fault.SILENT);
    Map<String, String> buyers = new HashMap<>();
    Awaitility.await()
        .until(
            () -> {
              // One whose wallet is silent would be no reason to suspend payment for all.
              String buyer = "silent-" + buyers.size();
              HttpResponse<String> bought = office.buy(buyer, "LG", 100);
              assertThat(bought.statusCode()).isEqualTo(202);
              assertThat(bought.headers().firstValue("Retry-After")).isPresent();
              buyers.put(Office.json(bought).get("ticketId").textValue(), buyer);
              return breakerState().equals("Open");
            });

    List<String> atOnce = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      HttpResponse<String> bought = office.buy("silent", "LG", 100);
      assertThat(bought.statusCode()).isEqualTo(202);
      atOnce.add(Office.json(bought).get("ticketId").textValue());
    }
    assertThat(NOT_CHARGED).containsAll(atOnce);
    atOnce.forEach(ticketId -> buyers.put(ticketId, "silent"));

    WALLETS.set(Fault.NONE);
    buyers.forEach((ticketId, buyer) -> awaitStatus(buyer, ticketId, "Approved"));
    assertThat(office.balance("silent")).isEqualTo(Office.OPENING_BALANCE - 100L * atOnce.size());
    assertThat(office.balance("silent-0")).isEqualTo(Office.OPENING_BALANCE - 100);
  }

  @Test
  void theTicketsOfALongOutageLeaveMemoryAndAllPayThemselvesWhenItEnds() {
    WALLETS.set(Fault.SILENT);
    List<String> tickets = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      HttpResponse<String> bought = office.buy("outage", "LG", 100);
      assertThat(bought.statusCode()).isEqualTo(202);
      tickets.add(Office.json(bought).get("ticketId").textValue());
    }
    Awaitility.await("most have left memory, but for those that look whether payment is back")
        .until(() -> ticketsInMemory().stream().filter(tickets::contains).count() < 30);

    WALLETS.set(Fault.NONE);

    tickets.forEach(ticketId -> awaitStatus("outage", ticketId, "Approved"));
    assertThat(office.balance("outage")).isEqualTo(Office.OPENING_BALANCE - 100L * tickets.size());
  }

  private static Set<String> ticketsInMemory() {
    CompletionStage<CurrentShardRegionState> shards =
        AskPattern.ask(
            ClusterSharding.get(node.system()).shardState(),
            replyTo -> new GetShardRegionState(Tickets.KEY, replyTo),
            Patience.LIMIT,
            node.system().scheduler());
    return shards.toCompletableFuture().join().getShards().stream()
        .flatMap(shard -> shard.getEntityIds().stream())
        .collect(Collectors.toSet());
  }

  @Test
  void aPendingTicketIsCancelledAndNeverCharged() {
    WALLETS.set(Fault.SILENT);
    String ticketId = Office.json(office.buy("regret", "KT", 10_000)).get("ticketId").textValue();

    HttpResponse<String> cancelled =
        office.buyer("regret").post("/tickets/" + ticketId + "/cancel");
    assertThat(cancelled.statusCode()).as(cancelled.body()).isEqualTo(202);
    WALLETS.set(Fault.NONE);

    awaitStatus("regret", ticketId, "Cancelled");
    assertThat(office.balance("regret")).isEqualTo(Office.OPENING_BALANCE);
  }

  @Test
  void aReversalWhoseAnswerIsLostIsMadeOnce() {
    String ticketId = bought("back", 10_000);
    WALLETS.set(Fault.ANSWER_LOST);

    assertThat(office.buyer("back").post("/tickets/" + ticketId + "/cancel").statusCode())
        .isEqualTo(202);
    WALLETS.set(Fault.NONE);

    awaitStatus("back", ticketId, "Cancelled");
    assertThat(office.balance("back")).isEqualTo(Office.OPENING_BALANCE);
  }

  @Test
  void aStakeWhoseChargeIsForgottenIsGivenBackOnceWhenAnOperatorHasDecidedSo() throws Exception {
    String ticketId = LongAgo.cancelled(node.system(), "forgotten", "match-1", 10_000, true);

    awaitStatus("forgotten", ticketId, "Undecided");
    assertThat(office.balance("forgotten")).isEqualTo(Office.OPENING_BALANCE - 10_000);
    Awaitility.await().until(() -> undecided().contains(ticketId));
    assertThat(office.buyer("forgotten").post("/tickets/" + ticketId + "/cancel").statusCode())
        .isEqualTo(202);
    assertThat(eventsOfTheWallet("forgotten", ticketId)).containsExactly("Charged");

    WALLETS.set(Fault.ANSWER_LOST);
    assertThat(decide(ticketId, "GIVE_BACK").statusCode()).isEqualTo(202);
    assertThat(decide(ticketId, "NOTHING_TO_GIVE_BACK").statusCode()).isEqualTo(409);
    Awaitility.await().until(() -> eventsOfTheWallet("forgotten", ticketId).contains("Refunded"));
    WALLETS.set(Fault.NONE);

    awaitStatus("forgotten", ticketId, "Cancelled");
    assertThat(office.balance("forgotten")).isEqualTo(Office.OPENING_BALANCE);
    assertThat(eventsOfTheWallet("forgotten", ticketId)).containsExactly("Charged", "Refunded");
    assertThat(decide(ticketId, "GIVE_BACK").statusCode()).isEqualTo(200);
    Awaitility.await().until(() -> !undecided().contains(ticketId));
  }

  @Test
  void aForgottenTicketThatWasNotChargedEndsWithoutARefund() throws Exception {
    String ticketId = LongAgo.cancelled(node.system(), "uncharged", "match-1", 10_000, false);
    awaitStatus("uncharged", ticketId, "Undecided");
    assertThat(eventsOfTheWallet("uncharged", ticketId)).isEmpty();

    HttpResponse<String> decided = decide(ticketId, "NOTHING_TO_GIVE_BACK");

    assertThat(decided.statusCode()).as(decided.body()).isEqualTo(200);
    assertThat(Office.json(decided).get("status").textValue()).isEqualTo("Cancelled");
    assertThat(office.balance("uncharged")).isEqualTo(Office.OPENING_BALANCE);
  }

  private static HttpResponse<String> decide(String ticketId, String decision) {
    return office
        .admin()
        .post(
            "/admin/tickets/" + ticketId + "/decision",
            "{\"decision\": \"" + decision + "\", \"note\": \"seen in the wallet\"}");
  }

  private static List<String> undecided() {
    return Office.json(office.admin().get("/admin/tickets?status=Undecided"))
        .findValuesAsText("ticketId");
  }

  /** As the handbook tells operators to look. */
  private static List<String> eventsOfTheWallet(String buyerId, String ticketId)
      throws SQLException, IOException {
    Matcher documented =
        Pattern.compile("^ *(SELECT sequence_number.*?;)", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(Files.readString(Path.of("project-docs", "operations.md")));
    assertThat(documented.find()).isTrue();
    String sql = documented.group(1).replace("BUYER", buyerId).replace("TICKET", ticketId);
    List<String> events = new ArrayList<>();
    try (Connection connection = databases.journal().getConnection();
        ResultSet row = connection.createStatement().executeQuery(sql)) {
      while (row.next()) {
        events.add(row.getString(2).replaceFirst(".*[$]", ""));
      }
    }
    return events;
  }

  @Test
  void aBuyerWithoutEnoughMoneyIsRefused() {
    bought("greedy", 30_000);
    bought("greedy", 30_000);

    HttpResponse<String> refused =
        Awaitility.await()
            .until(() -> office.buy("greedy", "KT", 49_900), answer -> answer.statusCode() != 202);

    assertThat(refused.statusCode()).isEqualTo(402);
    assertThat(Office.json(refused).get("code").textValue()).isEqualTo("MATCH_LIMIT_EXCEEDED");
    assertThat(office.balance("greedy")).isEqualTo(Office.OPENING_BALANCE - 60_000);
  }

  /** {@code L1}, {@code L3} */
  @Test
  void aBuyerIsHeldToTheLimitsAndTheExclusionThatHeHasSetHimself() {
    HttpResponse<String> limits =
        put(
            "/wallet/limits",
            """
            {"dailyStake":1000,"weeklyStake":null,"monthlyStake":null,
             "dailyLoss":null,"weeklyLoss":null,"monthlyLoss":null,
             "dailyDeposit":null,"weeklyDeposit":null,"monthlyDeposit":null,
             "dailyMinutes":null}
            """);
    assertThat(limits.statusCode()).as(limits.body()).isEqualTo(200);
    bought("careful", 600);

    refused("careful", 500, "STAKE_LIMIT_EXCEEDED");
    bought("careful", 400);
    String until = Instant.now().plus(Duration.ofDays(1)).toString();
    assertThat(put("/wallet/exclusion", "{\"until\":\"" + until + "\"}").statusCode())
        .isEqualTo(200);
    refused("careful", 100, "SELF_EXCLUDED");
    assertThat(office.balance("careful")).isEqualTo(Office.OPENING_BALANCE - 1_000);
  }

  /** {@code L5} */
  @Test
  void soLargeAStakeIsChargedOnceASupervisorHasApprovedItAndOfTwoAtOnceOne() {
    bought("rich", 49_900);
    refused("rich", 50_000, "SUPERVISOR_NEEDED");
    assertThat(approve("rich", "rich").statusCode()).as("his own").isEqualTo(403);

    assertThat(approve("admin-1", "keen").statusCode()).isEqualTo(201);
    assertThat(approve("admin-1", "keen").statusCode()).as("again").isEqualTo(200);
    JsonNode limits = Office.json(office.buyer("keen").get("/wallet/limits"));
    assertThat(limits.get("supervisedStake").longValue()).isEqualTo(50_000);
    assertThat(limits.get("stakeApprovals").findValuesAsText("upTo")).containsExactly("50000");

    List<CompletableFuture<JsonNode>> purchases = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      purchases.add(
          CompletableFuture.supplyAsync(() -> Office.json(office.buy("keen", "KT", 50_000))));
    }
    List<String> tickets =
        purchases.stream().map(it -> it.join().get("ticketId").textValue()).toList();

    tickets.forEach(ticketId -> awaitEnd("keen", ticketId));
    assertThat(
            tickets.stream()
                .map(ticketId -> office.ticket("keen", ticketId).get("reason").textValue()))
        .containsExactlyInAnyOrder(null, "SUPERVISOR_NEEDED");
    assertThat(office.balance("keen")).isEqualTo(Office.OPENING_BALANCE - 50_000);
    assertThat(Office.json(office.admin().get("/admin/wallets/keen/limits")).get("stakeApprovals"))
        .isEmpty();
  }

  private static HttpResponse<String> approve(String by, String buyerId) {
    return office
        .admin(by)
        .post(
            "/admin/wallets/" + buyerId + "/stake-approvals",
            "{\"approvalId\": \"a-1\", \"upTo\": 50000, \"reason\": \"known to the desk\"}");
  }

  private static void awaitEnd(String buyerId, String ticketId) {
    Awaitility.await()
        .until(() -> !office.ticket(buyerId, ticketId).get("status").textValue().equals("Pending"));
  }

  private static void refused(String buyerId, long stake, String code) {
    HttpResponse<String> refused =
        Awaitility.await()
            .until(() -> office.buy(buyerId, "KT", stake), answer -> answer.statusCode() != 202);
    assertThat(refused.statusCode()).isEqualTo(402);
    JsonNode problem = Office.json(refused);
    assertThat(problem.get("code").textValue()).isEqualTo(code);
    assertThat(
            office.ticket(buyerId, problem.get("ticketId").textValue()).get("reason").textValue())
        .isEqualTo(code);
  }

  private static HttpResponse<String> put(String path, String json) {
    return office.buyer("careful").send("PUT", path, "application/json", json);
  }

  /** A ticket that is approved, also if payment was too slow to say so at once. */
  private static String bought(String buyerId, long stake) {
    HttpResponse<String> bought = office.buy(buyerId, "KT", stake);
    assertThat(bought.statusCode()).as(bought.body()).isIn(201, 202);
    String ticketId = Office.json(bought).get("ticketId").textValue();
    awaitStatus(buyerId, ticketId, "Approved");
    return ticketId;
  }

  private static String breakerState() {
    JsonNode breakers = Office.json(office.admin().get("/admin/payments")).get("items");
    return breakers.get(0).get("state").textValue();
  }

  private static void awaitStatus(String buyerId, String ticketId, String status) {
    Awaitility.await()
        .until(() -> office.ticket(buyerId, ticketId).get("status").textValue().equals(status));
  }

  /** Notes the tickets whose first charge is answered before it is under way. */
  private record NotingWhetherItIsAsked(Payments payments) implements Payments {

    @Override
    public CompletionStage<ChargeOutcome> charge(
        Purchase purchase, Instant payBefore, Instant salesCloseAt, boolean patient) {
      CompletionStage<ChargeOutcome> answer =
          payments.charge(purchase, payBefore, salesCloseAt, patient);
      if (!patient && answer.toCompletableFuture().getNow(null) instanceof Suspended) {
        NOT_CHARGED.add(purchase.ticketId());
      }
      return answer;
    }

    @Override
    public CompletionStage<ReverseOutcome> reverse(
        Purchase purchase, Cause cause, Instant salesCloseAt, String correlationId) {
      return payments.reverse(purchase, cause, salesCloseAt, correlationId);
    }

    @Override
    public CompletionStage<RefundOutcome> refund(
        Purchase purchase,
        Cause cause,
        Instant salesCloseAt,
        Instant decidedAt,
        String correlationId) {
      return payments.refund(purchase, cause, salesCloseAt, decidedAt, correlationId);
    }

    @Override
    public CompletionStage<PayOutOutcome> payOut(
        Purchase purchase,
        int round,
        Money payout,
        Money tax,
        Cause cause,
        Instant decidedAt,
        String correlationId) {
      return payments.payOut(purchase, round, payout, tax, cause, decidedAt, correlationId);
    }

    @Override
    public CompletionStage<PayUpOutcome> payUp(
        Purchase purchase,
        int round,
        PaidSoFar due,
        PaidSoFar paid,
        Cause cause,
        Instant decidedAt,
        String correlationId) {
      return payments.payUp(purchase, round, due, paid, cause, decidedAt, correlationId);
    }
  }
}
