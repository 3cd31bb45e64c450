package io.sportskk.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sportskk.kernel.Money;
import io.sportskk.kernel.Slices;
import io.sportskk.node.database.Migrations;
import io.sportskk.payment.PlayRules;
import io.sportskk.payment.SupervisionRules;
import io.sportskk.payment.WalletRules;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.LongAgo;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Function;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** A real node that sells tickets of one match, and its audit. */
final class AuditedNode implements AutoCloseable {

  /** Several, so that one can be behind. */
  private static final int INSTANCES = 4;

  static final long OPENING_BALANCE = 1_000_000;
  static final String MATCH = "match-1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestDatabases databases;
  private final TestNode node;

  private AuditedNode(TestDatabases databases, TestNode node) {
    this.databases = databases;
    this.node = node;
  }

  static AuditedNode start(TestDatabases databases) {
    AuditedNode audited =
        new AuditedNode(
            databases,
            TestNode.on(databases)
                .with(
                    "sportskk.payment.snapshot-every = 5, sportskk.payment.supervised-stake = 100000,"
                        + " sportskk.projection.instances = "
                        + INSTANCES)
                .start());
    HttpResponse<String> opened =
        audited
            .client("admin-1", "admin")
            .post(
                "/admin/matches",
                """
                {"matchId": "%s", "name": "KT Wiz - LG Twins", "closesAt": "%s",
                 "teams": [{"code": "KT", "name": "KT Wiz"}, {"code": "LG", "name": "LG Twins"}]}
                """
                    .formatted(MATCH, Instant.now().plus(Duration.ofHours(3))));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
    return audited;
  }

  HttpResponse<String> buy(String buyerId, String team, long stake) {
    return client(buyerId, "buyer")
        .post(
            "/tickets",
            """
            {"matchId": "%s", "team": "%s", "stake": %d}"""
                .formatted(MATCH, team, stake));
  }

  /** Buys a ticket that is expected to be approved, or rejected, at once. */
  String buy(String buyerId, String team, long stake, int status) {
    HttpResponse<String> bought = buy(buyerId, team, stake);
    assertThat(bought.statusCode()).as(bought.body()).isEqualTo(status);
    return ticketId(bought);
  }

  HttpResponse<String> cancel(String buyerId, String ticketId) {
    return client(buyerId, "buyer").post("/tickets/" + ticketId + "/cancel");
  }

  /** A ticket whose charge its wallet has forgotten, and that an operator has ended. */
  String giveBackByDecision(String buyerId, long stake) {
    String ticketId = LongAgo.cancelled(node.system(), buyerId, MATCH, stake, true);
    Awaitility.await()
        .until(
            () ->
                client("admin-1", "admin")
                    .get("/tickets/" + ticketId)
                    .body()
                    .contains("Undecided"));
    HttpResponse<String> decided =
        client("admin-1", "admin")
            .post("/admin/tickets/" + ticketId + "/decision", "{\"decision\": \"GIVE_BACK\"}");
    assertThat(decided.statusCode()).as(decided.body()).isEqualTo(202);
    return ticketId;
  }

  void deposit(String buyerId, String depositId, long amount) {
    HttpResponse<String> deposited =
        client("admin-1", "admin")
            .post(
                "/admin/wallets/" + buyerId + "/deposits",
                """
                {"depositId": "%s", "amount": %d}"""
                    .formatted(depositId, amount));
    assertThat(deposited.statusCode()).as(deposited.body()).isEqualTo(201);
  }

  void approve(String buyerId, String approvalId, long upTo) {
    HttpResponse<String> approved =
        client("admin-1", "admin")
            .post(
                "/admin/wallets/" + buyerId + "/stake-approvals",
                """
                {"approvalId": "%s", "upTo": %d, "reason": "known"}"""
                    .formatted(approvalId, upTo));
    assertThat(approved.statusCode()).as(approved.body()).isEqualTo(201);
  }

  static String ticketId(HttpResponse<String> bought) {
    try {
      return JSON.readTree(bought.body()).get("ticketId").textValue();
    } catch (JsonProcessingException e) {
      throw new AssertionError(bought.body(), e);
    }
  }

  /** Of the system as it is, or of one that has nothing left to do. */
  static AuditReport audit(TestDatabases databases, boolean settled) throws SQLException {
    return auditOf(databases::dataSource, settled, overdueAfter()).run();
  }

  static Audit auditOf(
      Function<Migrations.Part, DataSource> databases, boolean settled, Duration overdueAfter) {
    return Audit.of(
        databases.apply(Migrations.Part.JOURNAL),
        databases.apply(Migrations.Part.TALLY),
        databases.apply(Migrations.Part.VIEW),
        databases.apply(Migrations.Part.LEDGER),
        new AuditRules(
            rules(), new AuditRules.Stakes(100, 100_000, 100), true, settled, overdueAfter));
  }

  /** Under which the instance of a projection that handles a ticket stores its offset. */
  static String keyOf(String ticketId) {
    return keyOf("Ticket", ticketId);
  }

  static String keyOf(String entityType, String entityId) {
    int slice = Slices.of(entityType + "|" + entityId);
    return new Slices(entityType, INSTANCES)
        .ranges().stream().filter(range -> range.contains(slice)).findFirst().orElseThrow().key();
  }

  /** What {@link SoldTickets#AT} happens is not too long ago; what happens an hour before is. */
  static Duration overdueAfter() {
    return Duration.between(SoldTickets.AT, Instant.now()).plusMinutes(30);
  }

  static WalletRules rules() {
    return new WalletRules(
        Money.won(OPENING_BALANCE),
        Money.won(100_000),
        5_000,
        Duration.ofDays(7),
        Duration.ofDays(30),
        5_000,
        new PlayRules(
            ZoneId.of("Asia/Seoul"),
            Duration.ofHours(24),
            Duration.ofDays(7),
            Duration.ofMinutes(15)),
        new SupervisionRules(null, Duration.ofHours(24), 20, 200));
  }

  /** Waits until nothing is under way any more, and says what is there then. */
  AuditReport settled() {
    return Awaitility.await()
        .until(() -> audit(databases, true), report -> report.inFlight().isEmpty());
  }

  private ApiClient client(String subject, String role) {
    return node.client().withToken(node.token(subject, role));
  }

  @Override
  public void close() {
    node.close();
  }
}
