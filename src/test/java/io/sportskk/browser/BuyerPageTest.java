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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

  /** What a purchase and its cancellation are called. */
  record Flow(
      Visitor.Looks looks,
      String stake,
      String buy,
      String approved,
      String left,
      String until,
      String cancel,
      String doCancel,
      String cancelled,
      String all) {

    @Override
    public String toString() {
      return looks.toString();
    }
  }

  static final List<Flow> FLOWS =
      List.of(
          new Flow(
              Visitor.Looks.ENGLISH,
              "₩5,000",
              "Buy KT Wiz for ₩5,000",
              "Approved",
              "₩995,000",
              "Can be cancelled for",
              "Cancel",
              "Cancel the ticket",
              "Cancelled",
              "₩1,000,000"),
          new Flow(
              Visitor.Looks.KOREAN_PHONE_AT_NIGHT,
              "5,000원",
              "KT Wiz 5,000원 구매",
              "구매 완료",
              "995,000원",
              "동안 취소할 수 있어요",
              "구매 취소",
              "취소하기",
              "취소됨",
              "1,000,000원"));

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
        .with("sportskk.match.terms { refresh = 50 ms, lease = 2 s }")
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

  @ParameterizedTest
  @FieldSource("FLOWS")
  void aBuyerBuysATicketSeesItChangeAndCancelsIt(Flow flow) {
    try (Visitor buyer = Visitor.of(browsers, server, flow.looks())) {
      buyer.opens("/#/match/" + matchId).signsIn(buyerId);
      picks(buyer, "KT Wiz", "5,000");
      buyer.button(flow.buy()).click();
      assertThat(ticket(buyer)).containsText(flow.approved());
      assertThat(ticket(buyer)).containsText(flow.until());
      assertThat(buyer.page().locator("bet-slip")).containsText(flow.left());
      buyer.screenshot("buyer-bought-" + flow);
      ticket(buyer)
          .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(flow.cancel()))
          .click();
      assertThat(buyer.page().locator("dialog[open]")).containsText(flow.stake());
      buyer.meetsNoBarrier();
      buyer.button(flow.doCancel()).click();
      assertThat(ticket(buyer)).containsText(flow.cancelled());
      assertThat(ticket(buyer).locator("h3")).isFocused();
      assertThat(buyer.page().locator("bet-slip")).containsText(flow.all());
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

  /** It was bought, but nobody said so; and who is asked next does not know of it. */
  @Test
  void aPurchaseWhoseReplyWasLostIsNeverToldAsNotBought() {
    try (Visitor buyer = visitor(buyerId)) {
      Page page = buyer.page();
      AtomicInteger asked = new AtomicInteger();
      page.route(
          server + "/tickets",
          route -> {
            switch (asked.incrementAndGet()) {
              case 1 -> {
                route.fetch();
                route.abort();
              }
              case 2 -> route.fulfill(problem(429, "too-many-requests"));
              case 3 -> route.fulfill(problem(403, "forbidden"));
              default -> route.resume();
            }
          });
      page.evaluate(
          """
          () => new MutationObserver(() => {
            window.told = (window.told ?? '') + document.getElementById('slip-why').textContent;
          }).observe(document.body, { childList: true, characterData: true, subtree: true })
          """);
      picks(buyer, "KT Wiz", "2,000");
      buyer.button("Buy KT Wiz for ₩2,000").click();
      assertThat(page.locator("#slip-why")).containsText("Bought: KT Wiz");
      assertThat(asked).hasValueGreaterThan(3);
      assertThat(String.valueOf(page.evaluate("() => window.told")))
          .contains("There was no answer")
          .doesNotContain("Not bought");
      assertThat(tickets(buyerId)).hasSize(1);
    }
  }

  private static Route.FulfillOptions problem(int status, String kind) {
    return new Route.FulfillOptions()
        .setStatus(status)
        .setContentType("application/problem+json")
        .setBody("{\"type\": \"https://sportskk.io/problems/%s\"}".formatted(kind));
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
  void aPartOfThePageThatCannotBeLoadedIsToldAndIsThereOnceThePageIsOpenedAgain() {
    try (Visitor buyer = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      Page page = buyer.page();
      page.route("**/assets/buyer-wallet-page-*", Route::abort);
      buyer.opens("/");
      assertThat(page.locator("match-list")).isVisible();
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Wallet")).click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("could not be loaded");
      buyer.meetsNoBarrier();
      page.unroute("**/assets/buyer-wallet-page-*");
      buyer.button("Open again").click();
      assertThat(page.locator("wallet-page h1")).isVisible();
    }
  }

  /** A view that comes late takes nobody back who has gone on. */
  @Test
  void whoHasGoneOnToAnotherViewKeepsWhereHeIs() {
    try (Visitor buyer = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      Page page = buyer.page();
      AtomicReference<Route> held = new AtomicReference<>();
      page.route("**/assets/buyer-wallet-page-*", held::set);
      buyer.opens("/");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Wallet")).click();
      page.waitForCondition(() -> held.get() != null);
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Matches")).click();
      assertThat(page.locator("match-list h1")).isFocused();
      Locator tab = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Limits"));
      tab.focus();
      held.get().resume();
      page.waitForFunction("() => customElements.get('wallet-page')");
      buyer.settles();
      assertThat(tab).isFocused();
    }
  }

  /** All parts come by themselves, so that the network may be gone when they are asked for. */
  @Test
  void whatTheFirstViewDoesNotNeedIsLoadedAfterIt() {
    try (Visitor buyer = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      Page page = buyer.page();
      buyer.opens("/");
      page.waitForFunction(
          "() => ['match-page', 'ticket-list', 'wallet-page', 'limits-page']"
              + ".every(name => customElements.get(name))");
      page.context().setOffline(true);
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Limits")).click();
      assertThat(page.locator("limits-page h1")).isFocused();
    }
  }

  /** The match by itself is on sale. */
  @Test
  void whileAllSalesAreSuspendedNothingIsSentAndTheBuyerIsTold() {
    try (Visitor buyer = visitor(buyerId)) {
      picks(buyer, "KT Wiz", "1,000");
      Locator buy = buyer.page().locator("button.buy");
      assertThat(buy).containsText("Buy KT Wiz");
      admin().post("/admin/sales/suspend", "{\"reason\": \"a fault of the feed\"}");
      try {
        assertThat(buy).hasText("Sales are suspended");
        assertThat(buyer.page().locator("#slip-why")).containsText("The sales of all matches");
        buy.click(new Locator.ClickOptions().setForce(true));
      } finally {
        admin().post("/admin/sales/resume");
      }
      assertThat(buy).containsText("Buy KT Wiz");
      assertThat(tickets(buyerId)).isEmpty();
      buyer.sawNoError();
    }
  }

  /** A browser has six connections to a server, for all its tabs. */
  @Test
  void aPageThatNobodyLooksAtHasNoConnectionAndGoesOnWhereItWas() {
    try (Visitor buyer = Visitor.of(browsers, server, Visitor.Looks.ENGLISH).hasAClock()) {
      Page page = buyer.page();
      Set<String> open = new HashSet<>();
      List<Map<String, String>> begun = new ArrayList<>();
      page.onRequest(
          request -> {
            if (request.url().endsWith("/events")) {
              open.add(request.url());
              begun.add(request.headers());
            }
          });
      page.onRequestFailed(request -> open.remove(request.url()));
      List<String> answered = new ArrayList<>();
      page.onResponse(response -> answered.add(response.url().replaceFirst("[?].*", "")));
      buyer.opens("/#/match/" + matchId).signsIn(buyerId);
      assertThat(page.locator("match-page")).containsText("No tickets yet");
      page.waitForCondition(() -> open.size() == 2);
      // Once the list has been read that a stream begins with, only the stream tells of a ticket.
      page.waitForCondition(
          () ->
              answered.contains(server + "/tickets/events")
                  && answered.lastIndexOf(server + "/tickets")
                      > answered.indexOf(server + "/tickets/events"));
      buys(buyerId, "KT", 10_000);
      // Both have told something.
      assertThat(page.locator("match-page")).containsText("₩10,000");
      assertThat(ticket(buyer)).containsText("₩10,000");
      buyer.looksAway(true);
      buyer.later(Duration.ofSeconds(6));
      page.waitForCondition(open::isEmpty);
      buys("other-" + buyerId, "LG", 10_000);
      buys(buyerId, "KT", 20_000);
      begun.clear();
      buyer.looksAway(false);
      assertThat(page.locator("match-page")).containsText("₩40,000");
      assertThat(ticket(buyer)).containsText("₩20,000");
      assertThat(begun).hasSize(2).allMatch(headers -> headers.containsKey("last-event-id"));
      assertThat(page.locator("page-bar .tools .badge")).isHidden();
    }
  }

  private void buys(String buyer, String team, int stake) {
    HttpResponse<String> bought =
        node.client()
            .withToken(provider.token(buyer))
            .post(
                "/tickets",
                "{\"matchId\": \"%s\", \"team\": \"%s\", \"stake\": %d}"
                    .formatted(matchId, team, stake));
    assertThat(bought.statusCode()).as(bought.body()).isIn(201, 202);
  }

  /** As from a node of an earlier release, which has no such stream. */
  @Test
  void ticketsAreReadAgainAndAgainWhileTheirStreamDoesNotTell() {
    try (Visitor buyer = Visitor.of(browsers, server, Visitor.Looks.ENGLISH).hasAClock()) {
      Page page = buyer.page();
      page.route("**/tickets/events", route -> route.fulfill(problem(404, "not-found")));
      buyer.opens("/#/match/" + matchId).signsIn(buyerId);
      assertThat(page.locator("aside.lost")).containsText("read again every few seconds");
      buys(buyerId, "KT", 4_000);
      Awaitility.await().until(() -> tickets(buyerId).size() == 1);
      buyer.later(Duration.ofSeconds(6));
      assertThat(ticket(buyer)).containsText("₩4,000");
      // Which lists leave out.
      assertThat(ticket(buyer)).containsText("Can be cancelled for");
    }
  }

  @Test
  void matchesOnSaleAreShownHoweverManyCloseLater() {
    try (Visitor buyer = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      buyer
          .page()
          .route(
              server + "/matches?limit=50",
              route ->
                  route.fulfill(
                      new Route.FulfillOptions()
                          .setContentType("application/json")
                          .setBody("{\"items\": [], \"nextCursor\": null}")));
      buyer.page().route("**/matches/events", route -> route.fulfill(problem(503, "unavailable")));
      buyer.opens("/#/");
      Locator card =
          buyer
              .page()
              .locator("li.match")
              .filter(
                  new Locator.FilterOptions()
                      .setHas(buyer.page().locator("a[href='#/match/" + matchId + "']")));
      // Nobody has told whether it has tickets.
      assertThat(card).containsText("Totals not known yet");
    }
  }

  /** A click would be lost, as the page is about to go to the provider by itself. */
  @Test
  void nobodyIsOfferedToSignInWhileTheProviderIsAskedWhoItIs() {
    try (Visitor buyer = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      Page page = buyer.page();
      AtomicReference<Route> provider = new AtomicReference<>();
      Set<String> lists = ConcurrentHashMap.newKeySet();
      page.route(Pattern.compile("prompt=none"), provider::set);
      page.onRequestFinished(
          request -> {
            if (request.url().contains("/matches?")) {
              lists.add(request.url());
            }
          });
      page.addInitScript(
          """
          if (sessionStorage.getItem('began') === null) {
            sessionStorage.setItem('began', 'yes');
            new MutationObserver(() => {
              if (document.querySelector('page-bar .tools')?.textContent.includes('Sign in')) {
                sessionStorage.setItem('offered', 'too soon');
              }
            }).observe(document, { childList: true, characterData: true, subtree: true });
          }
          """);
      buyer.opens("/");
      // What comes draws the page anew.
      page.waitForCondition(() -> provider.get() != null && lists.size() == 3);
      provider.get().resume();
      assertThat(page.locator("page-bar .tools")).containsText("Sign in");
      assertThat(page.evaluate("() => sessionStorage.getItem('offered')")).isNull();
    }
  }

  @Test
  void whoIsSignedInStaysSoUntilHeSignsOut() {
    try (Visitor buyer = Visitor.of(browsers, server, Visitor.Looks.ENGLISH).hasAClock()) {
      Locator tools = buyer.page().locator("page-bar .tools");
      buyer.opens("/#/").signsIn(buyerId);
      for (int times = 0; times < 2; times++) {
        buyer.page().reload();
        assertThat(tools).containsText(buyerId);
      }
      int before = provider.refreshed();
      buyer.later(Duration.ofMinutes(29).plusSeconds(10));
      Awaitility.await().until(() -> provider.refreshed() == before + 1);
      assertThat(tools).containsText(buyerId);
      buyer.button("Sign out").click();
      assertThat(tools).containsText("Sign in");
      buyer.page().reload();
      assertThat(tools).containsText("Sign in");
      assertThat(tools).not().containsText(buyerId);
      buyer.sawNoError();
    }
  }

  @Test
  void whoCannotBeSignedInAnewByItselfIsToldInTime() {
    provider.givesRefreshTokens(false);
    try (Visitor buyer = Visitor.of(browsers, server, Visitor.Looks.ENGLISH).hasAClock()) {
      Locator tools = buyer.page().locator("page-bar .tools");
      buyer.opens("/#/").signsIn(buyerId);
      buyer.later(Duration.ofMinutes(29).plusSeconds(10));
      assertThat(tools).containsText("Signed out soon: sign in again");
      assertThat(tools).containsText(buyerId);
      buyer.later(Duration.ofMinutes(1));
      assertThat(tools).not().containsText(buyerId);
      assertThat(tools).containsText("Sign in");
    } finally {
      provider.givesRefreshTokens(true);
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

  /** As after something was paid in: what was read some minutes ago refuses nothing. */
  @Test
  void aLimitThatIsLiftedElsewhereSoonHindersNoPurchase() {
    house(1_000L);
    try (Visitor buyer = Visitor.of(browsers, server, Visitor.Looks.ENGLISH).hasAClock()) {
      buyer.opens("/#/match/" + matchId).signsIn(buyerId);
      picks(buyer, "KT Wiz", "5,000");
      assertThat(buyer.page().locator("#stake-hint")).containsText("daily stake limit");
      house(null);
      buyer.later(Duration.ofSeconds(6));
      assertThat(buyer.button("Buy KT Wiz for ₩5,000")).isVisible();
    }
  }

  private void house(Long dailyStake) {
    StringBuilder limits = new StringBuilder();
    for (String period : List.of("daily", "weekly", "monthly")) {
      for (String kind : List.of("Stake", "Loss", "Deposit")) {
        limits.append("\"%s%s\": null, ".formatted(period, kind));
      }
    }
    HttpResponse<String> set =
        admin()
            .send(
                "PUT",
                "/admin/wallets/" + buyerId + "/limits",
                "application/json",
                "{%s\"dailyMinutes\": null}"
                    .formatted(limits)
                    .replace("\"dailyStake\": null", "\"dailyStake\": " + dailyStake));
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
  }

  /** A day is made to pass in what the page is told. */
  @Test
  void aLimitIsRaisedOnceThatWasConfirmedADayLater() {
    try (Visitor buyer = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      Page page = buyer.page();
      AtomicBoolean aDayLater = new AtomicBoolean();
      List<String> confirmed = new CopyOnWriteArrayList<>();
      page.route(
          "**/wallet/limits",
          route -> {
            if (!aDayLater.get()) {
              route.resume();
            } else if (route.request().method().equals("PUT")) {
              confirmed.add(route.request().postData());
              route.resume();
            } else {
              String body =
                  route
                      .fetch()
                      .text()
                      .replaceAll(
                          "\"confirmFrom\":\"[^\"]*\"",
                          "\"confirmFrom\":\"" + Instant.now().minusSeconds(1) + "\"");
              route.fulfill(
                  new Route.FulfillOptions().setContentType("application/json").setBody(body));
            }
          });
      buyer.opens("/#/limits").signsIn(buyerId);
      Locator limits = page.locator("limits-page");
      Locator save = page.locator("limits-page form button.first");
      page.locator("#dailyStake").fill("3,000");
      save.click();
      assertThat(limits).containsText("₩3,000 left");
      page.locator("#dailyStake").fill("5,000");
      assertThat(page.locator("#dailyStake-hint")).containsText("24 hours");
      save.click();
      assertThat(limits).containsText("You have asked for ₩5,000");
      assertThat(limits).containsText("₩3,000 left");
      assertThat(buyer.button("Confirm the raise")).isHidden();

      aDayLater.set(true);
      page.reload();
      buyer.button("Confirm the raise").click();
      Awaitility.await().until(() -> !confirmed.isEmpty());
      JsonNode sent = Office.json(confirmed.get(0));
      assertThat(sent.get("dailyStake").longValue()).isEqualTo(5_000);
      assertThat(sent.get("weeklyStake").isNull()).isTrue();
    }
  }

  @Test
  void moreMatchesThatCantBeLoadedAreNotLeftOutInSilence() {
    try (Visitor buyer = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      Page page = buyer.page();
      page.route(
          Pattern.compile(".*/matches\\?.*"),
          route -> {
            if (route.request().url().contains("status=")) {
              route.resume();
            } else if (route.request().url().contains("cursor=")) {
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
