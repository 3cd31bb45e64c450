package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger over HTTP: what is asked, and how answers look. */
class LedgerHttpTest {

  private static final String FILE = "/admin/ledger/transactions.csv";

  private final TestApi api = TestApi.shared();
  private final Client client = api.client();

  /** {@code A3} */
  @Test
  void aBuyerSeesTheStatementOfTheOwnWallet() {
    JsonNode page = client.get("/wallet/transactions?limit=7").as(Client.BUYER).answer().json();

    assertThat(page.toString())
        .isEqualTo(
            "{\"items\":[{\"entryId\":7,\"kind\":\"CHARGE\",\"amount\":-1000,\"balance\":9000,"
                + "\"matchId\":null,\"ticketId\":null,\"cause\":null,\"correlationId\":\"c-2\","
                + "\"at\":\"2026-05-01T10:00:00Z\"},"
                + "{\"entryId\":1,\"kind\":\"DEPOSIT\",\"amount\":10000,\"balance\":10000,"
                + "\"matchId\":null,\"ticketId\":null,\"cause\":null,\"correlationId\":\"c-1\","
                + "\"at\":\"2026-05-01T10:00:00Z\"}],\"nextCursor\":\"1\"}");
    assertThat(
            client
                .get("/wallet/transactions?cursor=1")
                .as(Client.BUYER)
                .answer()
                .json()
                .get("nextCursor")
                .isNull())
        .isTrue();
  }

  @Test
  void administratorsFilterAllEntries() {
    JsonNode entry =
        client
            .get(
                "/admin/ledger/transactions?account=wallet:b@x:1&matchId=kt-lg&kind=REFUND&cause=VOID&ticketId="
                    + ScriptedParts.TICKET_ID
                    + "&correlationId=-x&from=2026-01-01T00:00:00Z"
                    + "&to=2026-02-01T00:00:00%2B09:00&limit=3")
            .as(Client.ADMIN)
            .answer()
            .json()
            .at("/items/0");

    assertThat(entry.toString())
        .isEqualTo(
            "{\"entryId\":3,\"transactionId\":\"Wallet|buyer-1/2\",\"leg\":1,\"kind\":\"REFUND\","
                + "\"debit\":\"wallet:b@x:1\",\"credit\":\"pool:kt-lg\",\"amount\":1000,"
                + "\"walletBalance\":9000,\"matchId\":\"kt-lg\",\"ticketId\":\""
                + ScriptedParts.TICKET_ID
                + "\",\"cause\":\"VOID\",\"correlationId\":\"-x\",\"at\":\"2026-01-01T00:00:00Z\","
                + "\"recordedAt\":\"2026-01-31T15:00:00Z\"}");
  }

  @Test
  void administratorsListAccounts() {
    assertThat(
            client
                .get("/admin/ledger/accounts?prefix=pool:&limit=3")
                .as(Client.ADMIN)
                .answer()
                .json()
                .toString())
        .isEqualTo(
            "{\"items\":[{\"account\":\"pool:x\",\"balance\":-5,\"entries\":3}],"
                + "\"nextCursor\":null}");
  }

  @Test
  void administratorsSeeWhatAllAccountsHoldTogether() {
    String balances =
        "\"balances\":[{\"of\":\"deposits\",\"balance\":-10000},{\"of\":\"wallet\",\"balance\":9000},"
            + "{\"of\":\"pool\",\"balance\":1000},{\"of\":\"takeout\",\"balance\":0},"
            + "{\"of\":\"breakage\",\"balance\":0},{\"of\":\"carry\",\"balance\":0},"
            + "{\"of\":\"tax\",\"balance\":0},{\"of\":\"corrections\",\"balance\":0}],"
            + "\"total\":0,\"entries\":2,";

    assertThat(trialBalance(""))
        .isEqualTo(
            "{\"at\":null,"
                + balances
                + "\"latestAt\":\"2026-05-01T10:00:00Z\",\"journalPosition\":17}");
    assertThat(trialBalance("?at=2026-04-01T00:00:00Z"))
        .isEqualTo(
            "{\"at\":\"2026-04-01T00:00:00Z\","
                + balances
                + "\"latestAt\":null,\"journalPosition\":17}");
  }

  /** {@code V3} A report of each class, and whether they are all there is. */
  @Test
  void administratorsSeeWhichStakesWereGivenBackAndWhy() {
    assertThat(
            client.get("/admin/matches/kt-lg/returns").as(Client.ADMIN).answer().json().toString())
        .isEqualTo(
            "{\"matchId\":\"kt-lg\",\"classes\":["
                + "{\"of\":\"CANCELLED\",\"tickets\":2,\"amount\":1500,\"causes\":["
                + "{\"cause\":\"BUYER_REQUEST\",\"tickets\":2,\"amount\":1500}]},"
                + "{\"of\":\"FAILED\",\"tickets\":1,\"amount\":100,\"causes\":["
                + "{\"cause\":\"PAYMENT_TIMEOUT\",\"tickets\":0,\"amount\":0},"
                + "{\"cause\":\"SALES_CLOSED\",\"tickets\":1,\"amount\":100}]},"
                + "{\"of\":\"VOID\",\"tickets\":0,\"amount\":0,\"causes\":["
                + "{\"cause\":\"VOID\",\"tickets\":0,\"amount\":0}]},"
                + "{\"of\":\"REFUNDED\",\"tickets\":0,\"amount\":0,\"causes\":["
                + "{\"cause\":\"LATE\",\"tickets\":0,\"amount\":0},"
                + "{\"cause\":\"NOBODY_WON\",\"tickets\":0,\"amount\":0}]},"
                + "{\"of\":\"UNKNOWN\",\"tickets\":3,\"amount\":700,\"causes\":[]}],"
                + "\"tickets\":6,\"amount\":2300,\"kinds\":["
                + "{\"kind\":\"REVERSAL\",\"entries\":6,\"amount\":1807},"
                + "{\"kind\":\"REFUND\",\"entries\":1,\"amount\":500},"
                + "{\"kind\":\"PAYOUT\",\"entries\":0,\"amount\":0}],"
                + "\"difference\":7,\"entries\":17,\"latestAt\":\"2026-05-01T10:00:00Z\","
                + "\"journalPosition\":23}");
    for (String none : new String[] {"no-such", "a%20b"}) {
      client
          .get("/admin/matches/" + none + "/returns")
          .as(Client.ADMIN)
          .answer()
          .problem(404, "MATCH_NOT_FOUND");
    }
  }

  private String trialBalance(String query) {
    return client
        .get("/admin/ledger/trial-balance" + query)
        .as(Client.ADMIN)
        .answer()
        .json()
        .toString();
  }

  /** One line breaks no other, and no text becomes a formula. */
  @Test
  void aFileHasAllPages() {
    Client.Answer answer =
        client.get(FILE + "?matchId=" + ScriptedLedger.THREE).as(Client.ADMIN).answer();

    assertThat(answer.header("Content-Type")).isEqualTo("text/csv; charset=UTF-8");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"ledger.csv\"");
    assertThat(answer.http().body().split("\r\n", -1))
        .hasSize(8)
        .startsWith(
            "entryId,transactionId,leg,kind,debit,credit,amount,walletBalance,matchId,ticketId,"
                + "correlationId,at,recordedAt,cause",
            line(1, "'-2+3"),
            line(2, "\"say \"\"a, b\"\"\""))
        .endsWith(line(6, "\"say \"\"a, b\"\"\""), "");
  }

  private static String line(int entryId, String correlationId) {
    return "%1$d,Wallet|buyer-1/%1$d,1,CHARGE,wallet:buyer-1,pool:kt-lg,1000,9000,kt-lg,%2$s,%3$s,%4$s,%4$s,"
        .formatted(entryId, ScriptedParts.TICKET_ID, correlationId, ScriptedLedger.TIME);
  }

  @Test
  void aFileThatIsNotWholeBreaksOff() {
    assertThatThrownBy(
            () -> client.get(FILE + "?matchId=" + ScriptedLedger.BREAKS).as(Client.ADMIN).answer())
        .hasCauseInstanceOf(IOException.class);
  }

  /** Nor does it hold more than what is on its way: else this would never stand still. */
  @Test
  void aClientThatDoesNotReadKeepsNobodyBusy() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + FILE
                      + "?matchId="
                      + ScriptedLedger.ENDLESS
                      + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                      + Client.ADMIN
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      int stillAfter = standstill(0);
      assertThat(socket.getInputStream().readNBytes(8_000_000)).hasSize(8_000_000);
      assertThat(standstill(stillAfter)).isGreaterThan(stillAfter);
    }
  }

  /** After how many pages nothing more is asked for, though much more than one was. */
  private static int standstill(int moreThan) {
    AtomicInteger last = new AtomicInteger();
    return await()
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              int asked = ScriptedLedger.ASKED.get();
              return last.getAndSet(asked) == asked && asked > moreThan ? asked : -1;
            },
            asked -> asked > 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/ledger/accounts",
        "/admin/ledger/transactions",
        "/admin/ledger/transactions.csv",
        "/admin/ledger/trial-balance",
        "/admin/matches/kt-lg/returns"
      })
  void theLedgerIsForAdministrators(String path) {
    client.get(path).as(Client.BUYER).answer().problem(403, "FORBIDDEN");
    client.get(path).answer().problem(401, "UNAUTHENTICATED");
    assertThat(client.get(path).as(Client.ADMIN).answer().status()).isEqualTo(200);
  }
}
