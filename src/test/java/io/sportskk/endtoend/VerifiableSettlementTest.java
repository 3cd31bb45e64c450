package io.sportskk.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sportskk.api.StreamsFixture;
import io.sportskk.node.VerifyMain;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.EventReader;
import io.sportskk.testing.Office;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was settled is downloaded, and worked out again without the system ({@code K7}). */
class VerifiableSettlementTest {

  private static final String ADMIN = "/admin/matches/match-1";
  private static final String END = "?winners=KT";

  @TempDir static Path directory;
  private static TestDatabases databases;
  private static TestNode node;
  private static Office office;
  private static String won;
  private static String cancelled;
  private static Path report;
  private static Path tickets;
  private static JsonNode preview;
  private static String movements;
  private static EventReader stream;

  @BeforeAll
  static void playAMatch() throws IOException {
    databases = TestDatabases.create();
    node = TestNode.on(databases).with("sportskk.settlement.not-before = 0 s").start();
    office = new Office(node);
    office.openMatch();
    stream = node.client().events("/matches/events");
    won = bought("buyer-1", "KT", 10_000);
    bought("buyer-1", "KT", 300);
    bought("buyer-2", "LG", 30_000);
    bought("buyer-3", "LG", 1_100);
    cancelled = bought("buyer-3", "LG", 5_000);
    done(office.buyer("buyer-3").post("/tickets/" + cancelled + "/cancel"));
    done(office.admin().post(ADMIN + "/close"));
    preview =
        Awaitility.await()
            .until(
                () -> Office.json(ok(ADMIN + "/settlement/preview" + END)),
                it -> it.get("final").booleanValue());
    movements = ok(ADMIN + "/settlement/preview/movements.csv" + END).body();
    done(
        office
            .admin()
            .post(ADMIN + "/result", "{\"winners\": [\"KT\"], \"source\": \"the league\"}"));
    outcome("Provisional");
    ApiClient second = node.client().withToken(node.token("admin-2", "admin"));
    done(second.post(ADMIN + "/confirm", "{\"winners\": [\"KT\"]}"));
    Awaitility.await()
        .until(
            () ->
                Office.json(ok(ADMIN + "/settlement"))
                    .get("phase")
                    .textValue()
                    .equals("COMPLETED"));
    report = download("report.json", ok("/matches/match-1/settlement"));
    tickets = download("tickets.csv", ok(ADMIN + "/settlement/tickets.csv"));
  }

  /** Passes over what was told before it. */
  private static JsonNode outcome(String status) {
    return StreamsFixture.json(
        stream
            .next(
                event ->
                    event.event().equals("outcome") && event.data().contains("\"" + status + "\""))
            .data());
  }

  @AfterAll
  static void stop() {
    stream.close();
    node.close();
    databases.close();
  }

  private static String bought(String buyer, String team, long stake) {
    return office.buyApproved(buyer, team, stake).get("ticketId").textValue();
  }

  private static HttpResponse<String> done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static HttpResponse<String> ok(String path) {
    return done(office.admin().get(path));
  }

  private static Path download(String name, HttpResponse<String> answer) throws IOException {
    return Files.writeString(directory.resolve(name), answer.body());
  }

  private HttpResponse<String> proof(String ticketId) {
    return office.admin().get("/tickets/" + ticketId + "/proof");
  }

  @Test
  void theCommandFindsItRight() {
    assertThat(VerifyMain.differences(report, tickets)).isEmpty();
  }

  /** {@code R5} */
  @Test
  void whoWatchesTheTotalsIsToldTheOutcome() throws IOException {
    JsonNode settled = outcome("Settled");
    JsonNode result = Office.json(Files.readString(report)).get("result");
    assertThat(settled.get("winners").toString()).isEqualTo("[\"KT\"]");
    assertThat(settled.get("kind").textValue()).isEqualTo("PAID");
    assertThat(settled.get("dividends")).isEqualTo(result.get("dividends"));

    Office other = new Office(node, "match-2");
    other.openMatch();
    other.buyApproved("buyer-1", "KT", 10_000);
    done(
        other
            .admin()
            .post(
                "/admin/matches/match-2/void",
                "{\"cause\": \"EVENT_CANCELLED\", \"note\": \"rain\"}"));
    JsonNode voided =
        StreamsFixture.json(
            stream.next(event -> event.data().contains("\"match-2\",\"status\":\"Void\"")).data());
    assertThat(voided.get("winners")).isEmpty();
  }

  @Test
  void itIsWhatThePreviewHasSaid() throws IOException {
    JsonNode settled = Office.json(Files.readString(report));
    assertThat(settled.get("result")).isEqualTo(preview.get("result"));
    assertThat(settled.get("rules")).isEqualTo(preview.get("rules"));
    assertThat(settled.get("tickets")).isEqualTo(preview.get("tickets"));
  }

  /** Each row that the dry run has told is an entry of the ledger, and there are no others. */
  @Test
  void theLedgerHasTheMovementsOfThePreview() {
    List<String> foretold = movements.lines().skip(1).sorted().toList();
    assertThat(foretold).hasSize(4); // takeout, breakage, two payouts
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        ok("/admin/ledger/transactions.csv?matchId=match-1")
                            .body()
                            .lines()
                            .skip(1)
                            .map(VerifiableSettlementTest::moved)
                            .filter(row -> !row.startsWith("CHARGE") && !row.contains(cancelled))
                            .sorted())
                    .isEqualTo(foretold));
  }

  /** Of a line of the ledger the columns that a preview has. */
  private static String moved(String line) {
    String[] columns = line.split(",", -1);
    return String.join(",", columns[3], columns[4], columns[5], columns[6], columns[8], columns[9]);
  }

  @Test
  void aTreeThatIsLostIsMadeAnew() throws SQLException {
    JsonNode first = Office.json(proof(won));
    try (Connection tally = databases.tally().getConnection();
        Statement statement = tally.createStatement()) {
      assertThat(statement.executeUpdate("DELETE FROM pool_tree WHERE pool_match = 'match-1'"))
          .isEqualTo(1);
    }
    assertThat(Office.json(proof(won))).isEqualTo(first);
    assertThat(proof(cancelled).statusCode()).isEqualTo(404);
  }

  /** What the page shows is carried out as it stands there. */
  @Test
  void thePythonOfThePageSaysTheSame() throws Exception {
    assumeTrue(isThere("python3"));
    List<String> scripts =
        Pattern.compile("```python\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("project-docs", "settlement.md")))
            .results()
            .map(MatchResult::group)
            .map(block -> block.replace("```python\n", "").replace("```", ""))
            .toList();
    assertThat(scripts).hasSize(2);
    Path proof = download("proof.json", proof(won));
    assertThat(python(scripts.get(0), report, proof)).isEmpty();
    assertThat(python(scripts.get(1), report, tickets)).isEmpty();

    Path forged = directory.resolve("forged");
    Files.writeString(forged, Files.readString(proof).replace("10000", "20000"));
    assertThat(python(scripts.get(0), report, forged)).contains("NOT in the pool");
    Files.writeString(forged, Files.readString(tickets).replace("LG,1100", "LG,1200"));
    assertThat(python(scripts.get(1), report, forged)).contains("AssertionError: root");
    Files.writeString(forged, Files.readString(report).replace("\"KT\":2.8", "\"KT\":2.9"));
    assertThat(python(scripts.get(1), forged, tickets)).contains("AssertionError: dividends");
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** What it prints: nothing if all is right. */
  private static String python(String script, Path... files) throws Exception {
    Path program = Files.writeString(directory.resolve("script.py"), script);
    List<String> command =
        Stream.concat(
                Stream.of("python3", program.toString()), Stream.of(files).map(Path::toString))
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor() == 0).as(printed).isEqualTo(printed.isEmpty());
    return printed;
  }
}
