package io.sportskk.node;

import static io.sportskk.pool.PoolRules.EARLIER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.sportskk.node.startup.NodeConfiguration;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.FreePorts;
import io.sportskk.testing.OneStory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of a laptop's node in processes of its own: the tests are steps of one story, as each
 * start takes seconds.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OneStory.class)
class MainTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;

  private static Path data;
  private static int httpPort;
  private static Map<String, Object> ports;
  private static NodeProcess node;
  private static String ticketId;
  private static String token;

  @BeforeAll
  static void choosePorts() {
    data = directory.resolve("the data of a test");
    httpPort = FreePorts.next();
    ports = ports(httpPort);
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  @Test
  @Order(1)
  void itStartsOnAnEmptyDirectoryAndSaysWhereEverythingIs() {
    node = NodeProcess.start(data, ports, Map.of()).awaitReady();

    assertThat(node.text())
        .contains("SportsKK is ready")
        // It has checked its arithmetic, and says by which rules it pays.
        .contains("takeout 2800, unbacked REFUND, tax NONE, rules version " + EARLIER.version())
        .contains("http://127.0.0.1:" + httpPort + "/ ", "http://127.0.0.1:" + httpPort + "/admin")
        .contains(data.toString())
        .contains("jdbc:postgresql://127.0.0.1:");
    assertThat(node.lines()).filteredOn(line -> line.strip().startsWith("curl")).hasSize(2);
    assertThat(node.lines()).filteredOn(line -> line.contains("TOKEN=$(curl")).hasSize(1);
    assertThat(node.lines()).noneMatch(line -> line.contains("ERROR"));
  }

  @Test
  @Order(2)
  void aTicketIsBoughtForTheMatchThatTheBannerNames() {
    token = demoToken();
    ticketId = buyApproved(api().withToken(token));
  }

  @Test
  @Order(3)
  void aSecondStartOnTheSameDirectoryIsRefusedInOneLine() {
    try (NodeProcess second = NodeProcess.start(data, ports(0), Map.of())) {
      assertThat(second.awaitExit()).isEqualTo(1);
      assertThat(second.lines())
          .filteredOn(line -> line.contains("ERROR"))
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line)
                      .contains(data.toString())
                      .contains("in use")
                      .contains("process " + node.pid())
                      .contains("sportskk.database.embedded.data-directory"));
      assertThat(second.text()).doesNotContain("\tat ");
    }
  }

  @Test
  @Order(3)
  void anAuditFindsTheDatabaseOfTheRunningNodeAndThatAllIsRight() {
    NodeConfiguration configuration =
        NodeConfiguration.of(
            ConfigFactory.parseMap(
                Map.of("sportskk.database.embedded.data-directory", data.toString())));

    assertThat(AuditMain.audit(configuration, false)).isEqualTo(AuditMain.RIGHT);
  }

  @Test
  @Order(4)
  void aTakenPortIsNamedWithItsSettingInOneLine() {
    try (NodeProcess other =
        NodeProcess.start(directory.resolve("other"), ports(httpPort), Map.of())) {
      assertThat(other.awaitExit()).isEqualTo(1);
      assertThat(other.lines())
          .filteredOn(line -> line.contains("ERROR"))
          .singleElement()
          .satisfies(
              line -> assertThat(line).contains("Port " + httpPort).contains("sportskk.http.port"));
    }
  }

  @Test
  @Order(5)
  void afterItWasKilledItStartsAgainAndHasLostNothing() throws IOException {
    long orphan = postmaster();
    node.kill();
    assertThat(ProcessHandle.of(orphan))
        .as("the database outlives a node that is killed")
        .isPresent();

    node = NodeProcess.start(data, ports, Map.of("SPORTSKK_LOG_FORMAT", "json")).awaitReady();

    assertThat(postmaster()).isNotEqualTo(orphan);
    HttpResponse<String> ticket = api().withToken(token).get("/tickets/" + ticketId);
    assertThat(ticket.statusCode()).as("the token and the ticket are still good").isEqualTo(200);
    assertThat(json(ticket.body()).get("status").asText()).isEqualTo("Approved");
  }

  @Test
  @Order(6)
  void aRestartOpensNoOtherDemoMatches() {
    List<String> now = DemoData.at(Instant.now()).stream().map(DemoData.Planned::matchId).toList();
    JsonNode matches = json(api().withToken(token).get("/matches").body()).get("items");

    assertThat(matches).hasSizeLessThanOrEqualTo(6); // of two slots, if one has just begun
    assertThat(matches.findValuesAsText("matchId")).containsAll(now);
  }

  @Test
  @Order(7)
  void logLinesAreJsonIfTheEnvironmentSaysSo() {
    buyApproved(api().withToken(token).withHeader("X-Correlation-ID", "find-me"));

    node.terminate();
    assertThat(node.awaitExit()).isEqualTo(143); // 128 + SIGTERM

    assertThat(node.lines()).allSatisfy(line -> assertThat(json(line).isObject()).isTrue());
    Optional<JsonNode> purchase =
        node.lines().stream()
            .map(MainTest::json)
            .filter(line -> line.path("mdc").path("correlationId").asText().equals("find-me"))
            .findFirst();
    assertThat(purchase)
        .hasValueSatisfying(
            line -> {
              assertThat(line.get("formattedMessage").asText()).contains("Approved");
              assertThat(line.get("level").asText()).isEqualTo("INFO");
            });
    assertThat(node.text()).doesNotContain(token);
  }

  @Test
  @Order(8)
  void itStopsItsDatabaseWithItselfAndLeavesTheDirectoryFree() {
    assertThat(data.resolve("postgresql/postmaster.pid")).doesNotExist();
    assertThat(node.lines())
        .last()
        .satisfies(
            line -> assertThat(json(line).get("formattedMessage").asText()).isEqualTo("Stopped"));
    assertThat(data.resolve("token-secret"))
        .satisfies(
            file ->
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
  }

  private static Map<String, Object> ports(int http) {
    return Map.of(
        "sportskk.http.port",
        http,
        "akka.management.http.port",
        0,
        "akka.remote.artery.canonical.port",
        0);
  }

  private static long postmaster() throws IOException {
    return Long.parseLong(
        Files.readAllLines(data.resolve("postgresql/postmaster.pid")).get(0).strip());
  }

  private static String demoToken() {
    return json(api().post("/demo/tokens", "{\"sub\":\"buyer-1\",\"roles\":[\"buyer\"]}").body())
        .get("token")
        .asText();
  }

  private static String purchaseOfTheBanner() {
    DemoData.Planned match = DemoData.at(Instant.now()).get(0);
    return "{\"matchId\":\"%s\",\"team\":\"%s\",\"stake\":1000}"
        .formatted(match.matchId(), match.teams().get(0).code());
  }

  private static ApiClient api() {
    return ApiClient.on(httpPort);
  }

  /** At once or, on a slow machine, a little later. */
  private static String buyApproved(ApiClient buyer) {
    HttpResponse<String> bought = buyer.post("/tickets", purchaseOfTheBanner());
    assertThat(bought.statusCode()).as(bought.body()).isIn(201, 202);
    String ticket = json(bought.body()).get("ticketId").asText();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> json(buyer.get("/tickets/" + ticket).body()).get("status").asText(),
            "Approved"::equals);
    return ticket;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }
}
