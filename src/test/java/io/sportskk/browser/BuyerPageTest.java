package io.sportskk.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.FreePorts;
import io.sportskk.testing.Office;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a buyer does, in a real browser, with a real node and an OpenID provider. */
class BuyerPageTest {

  static final List<Visitor.Looks> LOOKS =
      List.of(Visitor.Looks.ENGLISH, Visitor.Looks.KOREAN_PHONE_AT_NIGHT);

  private static final GatedPayments PAYMENTS = new GatedPayments();

  private static Browsers browsers;
  private static OpenIdProvider provider;
  private static TestDatabases databases;
  private static TestNode node;
  private static String server;
  private static int port;

  /** Of this test alone. */
  private final String matchId = "match-" + UUID.randomUUID();

  private final String buyerId = "buyer-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    browsers = Browsers.start();
    provider = OpenIdProvider.start(Duration.ofMinutes(30));
    databases = TestDatabases.create();
    port = FreePorts.next();
    server = "http://127.0.0.1:" + port;
    node = startNode();
  }

  private static TestNode startNode() {
    return TestNode.on(databases)
        .with(provider.settings())
        .with("sportskk.http.port = " + port)
        .with("sportskk.settlement.not-before = 15 s")
        .withPayments(PAYMENTS::of)
        .start();
  }

  @AfterAll
  static void stop() {
    if (node == null) {
      return; // there is no browser
    }
    PAYMENTS.open();
    node.close();
    databases.close();
    provider.close();
    browsers.close();
  }

  @BeforeEach
  void openMatch() {
    HttpResponse<String> opened =
        admin()
            .post(
                "/admin/matches",
                """
                {"matchId": "%s", "name": "KT Wiz - LG Twins", "closesAt": "%s",
                 "teams": [{"code": "KT", "name": "KT Wiz"}, {"code": "LG", "name": "LG Twins"}]}
                """
                    .formatted(matchId, Instant.now().plus(Duration.ofHours(3))));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
    PAYMENTS.open();
  }

  private static ApiClient admin() {
    return node.client().withToken(provider.token("admin-1"));
  }

  private static JsonNode tickets(String buyerId) {
    return Office.json(node.client().withToken(provider.token(buyerId)).get("/tickets?limit=10"))
        .get("items");
  }

  private Visitor visitor(String person) {
    return Visitor.of(browsers, server, Visitor.Looks.ENGLISH)
        .opens("/#/match/" + matchId)
        .signsIn(person);
  }

  private static void picks(Visitor visitor, String team, String stake) {
    Page page = visitor.page();
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(team)).check();
    page.locator("#stake").fill(stake);
  }

  private static Locator ticket(Visitor visitor) {
    return visitor.page().locator("ticket-card").first();
  }

  @Test
  void aBuyerBuysATicketSeesItChangeAndCancelsIt() {
    try (Visitor buyer = visitor(buyerId)) {
      picks(buyer, "KT Wiz", "5,000");
      buyer.button("Buy KT Wiz for ₩5,000").click();
      assertThat(ticket(buyer)).containsText("Approved");
      assertThat(buyer.page().locator("bet-slip")).containsText("₩995,000");
      buyer.screenshot("buyer-bought");
      ticket(buyer)
          .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel"))
          .click();
      assertThat(buyer.page().locator("dialog[open]")).containsText("₩5,000");
      buyer.meetsNoBarrier();
      buyer.button("Cancel the ticket").click();
      assertThat(ticket(buyer)).containsText("Cancelled");
      assertThat(buyer.page().locator("bet-slip")).containsText("₩1,000,000");
      buyer.sawNoError();
    }
  }

  @Test
  void aDoubleClickBuysOnce() {
    try (Visitor buyer = visitor(buyerId)) {
      picks(buyer, "LG Twins", "1,000");
      buyer.button("Buy LG Twins for ₩1,000").dblclick();
      assertThat(ticket(buyer)).containsText("Approved");
      Awaitility.await().until(() -> tickets(buyerId).size() == 1);
      assertThat(buyer.page().locator("bet-slip")).containsText("₩999,000");
    }
  }

  /** The page is loaded anew while nobody knows yet whether it was bought. */
  @Test
  void aReloadInTheMiddleBuysOnce() {
    try (Visitor buyer = visitor(buyerId)) {
      PAYMENTS.hold();
      picks(buyer, "LG Twins", "2,000");
      buyer.button("Buy LG Twins for ₩2,000").click();
      Awaitility.await().until(PAYMENTS::isAsked);
      buyer.page().reload();
      PAYMENTS.open();
      assertThat(ticket(buyer)).containsText("Approved");
      Awaitility.await().until(() -> tickets(buyerId).size() == 1);
    }
  }

  @Test
  void whilePaymentIsSuspendedTheTicketWaitsAndIsBoughtByItselfLater() {
    try (Visitor buyer = visitor(buyerId)) {
      PAYMENTS.suspend();
      picks(buyer, "KT Wiz", "3,000");
      buyer.button("Buy KT Wiz for ₩3,000").click();
      assertThat(ticket(buyer)).containsText("Pending");
      assertThat(ticket(buyer)).containsText("Payment is suspended or busy");
      buyer.meetsNoBarrier();
      PAYMENTS.open();
      assertThat(ticket(buyer)).containsText("Approved");
      buyer.sawNoError();
    }
  }

  @Test
  void twoBuyersSeeEachOthersStakes() {
    try (Visitor one = visitor(buyerId);
        Visitor other = visitor("other-" + buyerId)) {
      picks(one, "KT Wiz", "10,000");
      one.button("Buy KT Wiz for ₩10,000").click();
      assertThat(other.page().locator("match-page")).containsText("₩10,000");
      picks(other, "LG Twins", "30,000");
      other.button("Buy LG Twins for ₩30,000").click();
      assertThat(one.page().locator("match-page")).containsText("₩40,000");
    }
  }

  /** A match that stops selling under the finger says so, and nothing is sent. */
  @Test
  void aMatchThatIsSuspendedOrClosedIsNotSold() {
    try (Visitor buyer = visitor(buyerId)) {
      picks(buyer, "KT Wiz", "1,000");
      admin().post("/admin/matches/" + matchId + "/suspend", "{}");
      assertThat(buyer.page().locator("button.buy")).hasText("Sales are suspended");
      // It can be pressed all the same.
      buyer.page().locator("button.buy").click(new Locator.ClickOptions().setForce(true));
      admin().post("/admin/matches/" + matchId + "/resume");
      admin().post("/admin/matches/" + matchId + "/close");
      assertThat(buyer.page().locator("button.buy")).hasText("Sales have closed");
      assertThat(tickets(buyerId)).isEmpty();
    }
  }

  @Test
  void aPageGoesOnWhenItsServerWasStartedAgain() {
    try (Visitor buyer = visitor(buyerId)) {
      picks(buyer, "KT Wiz", "1,000");
      node.close();
      assertThat(buyer.page().locator("page-bar .tools")).containsText("Offline");
      node = startNode();
      assertThat(buyer.page().locator("page-bar .tools")).not().containsText("Offline");
      buyer.button("Buy KT Wiz for ₩1,000").click();
      assertThat(ticket(buyer)).containsText("Approved");
    }
  }

  @Test
  void aBuyerSetsHimselfALimitThatIsInForceAtOnce() {
    try (Visitor buyer = visitor(buyerId)) {
      buyer.opens("/#/limits");
      Page page = buyer.page();
      page.locator("#dailyStake").fill("3000");
      buyer.meetsNoBarrier();
      page.locator("limits-page form button.first").click();
      assertThat(page.locator("limits-page")).containsText("₩3,000");
      buyer.opens("/#/match/" + matchId);
      picks(buyer, "KT Wiz", "5,000");
      assertThat(page.locator("#stake-hint")).containsText("daily stake limit");
    }
  }

  @Test
  void moreMatchesThatCantBeLoadedAreNotLeftOutInSilence() {
    try (Visitor buyer = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      Page page = buyer.page();
      page.route(
          Pattern.compile(".*/matches\\?.*"),
          route -> {
            if (route.request().url().contains("cursor=")) {
              route.abort();
            } else {
              String first =
                  route.fetch().text().replace("\"nextCursor\":null", "\"nextCursor\":\"2\"");
              route.fulfill(
                  new Route.FulfillOptions().setContentType("application/json").setBody(first));
            }
          });
      buyer.opens("/#/");
      buyer.button("Show more").click();
      assertThat(page.locator("match-list [role=alert]")).isVisible();
    }
  }

  /** All that is shown when one has signed in, in two languages, widths and themes. */
  @ParameterizedTest
  @FieldSource("LOOKS")
  void noPartOfThePageIsABarrier(Visitor.Looks looks) {
    try (Visitor buyer = Visitor.of(browsers, server, looks)) {
      buyer.opens("/#/").signsIn(buyerId);
      for (String part : List.of("", "match/" + matchId, "tickets", "wallet", "limits")) {
        buyer.opens("/#/" + part);
        assertThat(buyer.page().locator("h1")).isVisible();
        buyer.meetsNoBarrier();
        buyer.screenshot("buyer-" + part.replaceFirst("/.*", "") + "-" + looks);
      }
      buyer.opens("/design");
      assertThat(buyer.page().locator("h1")).isVisible();
      buyer.meetsNoBarrier();
      buyer.sawNoError();
    }
  }
}
