package io.sportskk.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sportskk.node.startup.StartFailure;
import io.sportskk.pool.PoolRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row {@code K7}: the worked example, worked out again from files. */
class VerifyMainTest {

  private static final String TICKETS =
      "ticketId,team,stake\r\nt-1,HOME,6120300\r\nt-2,'-DRAW,1534100\r\nt-3,AWAY,2345600\r\n";

  /** -DRAW and AWAY have won jointly. */
  private static final String REPORT =
      """
      {"matchId": "match-1", "round": 1, "at": "2026-05-01T10:00:00Z",
       "rules": {"version": "%s", "takeoutBasisPoints": 2800, "minimumDividend": 1.0,
         "dividendStep": 0.1, "stakeUnit": 100, "unbacked": "REFUND", "tax": "NONE"},
       "result": {"kind": "PAID", "winners": ["-DRAW", "AWAY"],
         "stakes": {"-DRAW": 1534100, "AWAY": 2345600, "HOME": 6120300},
         "gross": 10000000, "carryIn": 0, "net": 7200000, "takeout": 2800000, "topUp": 0,
         "payouts": 7055720, "breakage": 144280, "carryOut": 0,
         "dividends": {"-DRAW": 2.0, "AWAY": 1.7}},
       "tickets": 3, "root": "%s"}
      """
          .formatted(
              PoolRules.EARLIER.version(),
              HexFormat.of()
                  .formatHex(
                      hash(
                          1,
                          hash(1, leaf("t-1 HOME 6120300"), leaf("t-2 -DRAW 1534100")),
                          leaf("t-3 AWAY 2345600"))));

  @TempDir Path directory;
  private Path report;
  private Path tickets;

  @BeforeEach
  void write() throws IOException {
    report = Files.writeString(directory.resolve("report.json"), REPORT);
    tickets = Files.writeString(directory.resolve("tickets.csv"), TICKETS);
  }

  private static byte[] leaf(String text) {
    return hash(0, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hash(int prefix, byte[]... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((byte) prefix);
      List.of(parts).forEach(sha256::update);
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private int run() {
    return VerifyMain.run(List.of(report.toString(), tickets.toString()));
  }

  @Test
  void aSettlementThatIsRightIsFoundRight() {
    assertThat(VerifyMain.differences(report, tickets)).isEmpty();
    assertThat(run()).isEqualTo(AuditMain.RIGHT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"tickets\": 3 | \"tickets\": 4 | tickets: reported 4, counted 3",
        "\"root\": \" | \"root\": \"0 | root: reported 0",
        "\"HOME\": 6120300 | \"HOME\": 6120400 | stakes: reported",
        "\"net\": 7200000 | \"net\": 7200100 | net: reported 7200100 KRW, counted 7200000 KRW",
        "\"AWAY\": 1.7 | \"AWAY\": 1.8 | 'dividends: reported {-DRAW=2.0, AWAY=1.8}'",
        "\"payouts\": 7055720 | \"payouts\": 7055721 | payouts: reported 7055721 KRW",
        "\"takeout\": 2800000 | \"takeout\": 2800001 | takeout: reported 2800001 KRW",
        "\"topUp\": 0 | \"topUp\": 1 | top-up: reported 1 KRW",
        "\"breakage\": 144280 | \"breakage\": 144279 | breakage: reported 144279 KRW",
        "\"carryOut\": 0 | \"carryOut\": 1 | carry-out: reported 1 KRW",
        "\"kind\": \"PAID\" | \"kind\": \"VOID\" | kind: reported VOID",
        "\"gross\": 10000000 | \"gross\": 10000001 | gross: reported 10000001 KRW",
        "\"takeoutBasisPoints\": 2800 | \"takeoutBasisPoints\": 2801 | net: reported",
        "\"version\": \"r | \"version\": \"x | rules: reported x",
        "[\"-DRAW\", \"AWAY\"] | [] | kind: reported PAID, counted VOID"
      })
  void whatTheReportSaysOtherwiseIsNamed(String right, String wrong, String expected)
      throws IOException {
    assertThat(REPORT).contains(right);
    Files.writeString(report, REPORT.replace(right, wrong));
    assertThat(VerifyMain.differences(report, tickets))
        .anySatisfy(difference -> assertThat(difference).startsWith(expected));
    assertThat(run()).isEqualTo(AuditMain.WRONG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t-3,AWAY,2345600 | t-3,AWAY,2345700 | root: reported",
        "t-2 | t-0 | tickets are not in the order of their ids: t-1, t-0",
        "t-3 | t-2 | tickets are not in the order of their ids: t-2, t-2",
        "2345600 | 2345650 | no rules pay such a pool: 2345650 KRW on AWAY is no multiple"
      })
  void whatTheTicketsSayOtherwiseIsNamed(String right, String wrong, String expected)
      throws IOException {
    Files.writeString(tickets, TICKETS.replace(right, wrong));
    assertThat(VerifyMain.differences(report, tickets))
        .anySatisfy(difference -> assertThat(difference).startsWith(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"matchId\" | \"match\" | it has no /matchId",
        "{\"matchId\" | {{\"matchId\" | it is not JSON",
        "\"tickets\": 3 | \"tickets\": 3.5 | /tickets is no whole number: 3.5",
        "\"net\": 7200000 | \"net\": -1 | not negative",
        "\"AWAY\": 1.7 | \"AWAY\": 1.75 | Rounding necessary",
        "\"AWAY\": 1.7 | \"AWAY\": \"1.7\" | a dividend is no number",
        "\"HOME\": 6120300 | \"HOME\": null | a stake is no whole number: null",
        "\"kind\": \"PAID\" | \"kind\": \"WON\" | WON",
        "2026-05-01T10 | today | /at is no time"
      })
  void whatIsNoReportIsNotChecked(String right, String wrong, String expected) throws IOException {
    Files.writeString(report, REPORT.replace(right, wrong));
    isNotChecked(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stake | amount | first line is not ticketId,team,stake",
        "1534100 | 15341.00 | Line 3 of",
        "AWAY | away | Line 4 of",
        "t-1 | | Line 2 of"
      })
  void whatIsNoListOfTicketsIsNotChecked(String right, String wrong, String expected)
      throws IOException {
    Files.writeString(tickets, TICKETS.replace(right, wrong == null ? "" : wrong));
    isNotChecked(expected);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    tickets = directory.resolve("none.csv");
    isNotChecked("none.csv can't be read");
    assertThat(VerifyMain.run(List.of(report.toString()))).isEqualTo(AuditMain.NOT_CHECKED);
  }

  private void isNotChecked(String expected) {
    assertThatThrownBy(() -> VerifyMain.differences(report, tickets))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(expected);
    assertThat(run()).isEqualTo(AuditMain.NOT_CHECKED);
  }
}
