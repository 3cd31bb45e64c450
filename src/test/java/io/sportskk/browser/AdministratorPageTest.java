package io.sportskk.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.Office;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What administrators do, in a real browser, with a real node and an OpenID provider. */
class AdministratorPageTest {

  private static final String NAME = "KT Wiz - LG Twins";

  static final List<Visitor.Looks> LOOKS =
      List.of(Visitor.Looks.ENGLISH, Visitor.Looks.KOREAN_PHONE_AT_NIGHT);

  private static Browsers browsers;
  private static OpenIdProvider provider;
  private static TestDatabases databases;
  private static TestNode node;
  private static String server;

  @BeforeAll
  static void start() {
    browsers = Browsers.start();
    provider = OpenIdProvider.start(Duration.ofMinutes(30));
    databases = TestDatabases.create();
    node =
        TestNode.on(databases)
            .with(provider.settings())
            .with("sportskk.settlement.not-before = 0 s")
            .with("sportskk.match.terms { refresh = 50 ms, lease = 2 s }")
            .with("sportskk.payment.supervised-stake = 50000")
            .start();
    server = "http://127.0.0.1:" + node.httpPort();
  }

  @AfterAll
  static void stop() {
    if (node == null) {
      return; // there is no browser
    }
    node.close();
    databases.close();
    provider.close();
    browsers.close();
  }

  private static ApiClient as(String person) {
    return node.client().withToken(provider.token(person));
  }

  private static void openMatch(String matchId) {
    HttpResponse<String> opened =
        as("admin-1")
            .post(
                "/admin/matches",
                """
                {"matchId": "%s", "name": "%s", "closesAt": "%s",
                 "teams": [{"code": "KT", "name": "KT Wiz"}, {"code": "LG", "name": "LG Twins"},
                           {"code": "DRAW", "name": "A draw"}]}
                """
                    .formatted(matchId, NAME, Instant.now().plus(Duration.ofHours(3))));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
  }

  /**
   * @return the number of the ticket, which is paid
   */
  private static String buy(String matchId, String buyer, String team, int stake) {
    HttpResponse<String> bought =
        as(buyer)
            .post(
                "/tickets",
                "{\"matchId\": \"%s\", \"team\": \"%s\", \"stake\": %d}"
                    .formatted(matchId, team, stake));
    assertThat(bought.statusCode()).as(bought.body()).isIn(201, 202);
    String ticketId = Office.json(bought).get("ticketId").textValue();
    Awaitility.await()
        .until(() -> as(buyer).get("/tickets/" + ticketId).body().contains("\"Approved\""));
    return ticketId;
  }

  private static void step(Visitor administrator, String name) {
    administrator.page().locator("match-steps").getByText(name, exact()).click();
  }

  private static Locator.GetByTextOptions exact() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  private static Locator dialog(Visitor administrator) {
    return administrator.page().locator("dialog[open]");
  }

  private static void takes(Visitor administrator) {
    dialog(administrator).locator("button[type=submit]").click();
    assertThat(dialog(administrator)).hasCount(0);
  }

  private static void takesForGood(Visitor administrator, String name) {
    dialog(administrator).locator("#step-typed").fill(name);
    takes(administrator);
  }

  private static void takesForGood(Visitor administrator) {
    takesForGood(administrator, NAME);
  }

  private static void enters(Visitor administrator, String step, String winner, String source) {
    step(administrator, step);
    dialog(administrator).getByText(winner, exact()).click();
    dialog(administrator).locator("#step-source").fill(source);
  }

  /** What the other has entered. */
  private static void confirms(Visitor administrator) {
    administrator.page().locator("match-steps .two button.first").click();
    takesForGood(administrator);
  }

  private static Locator opensRecord(Visitor administrator, String title) {
    Locator records = administrator.page().locator("match-records");
    records.locator("summary").getByText(title, exact()).click();
    return records;
  }

  /** As much of the page as one likes to look at, in {@code target/screenshots}. */
  private static void portrait(Visitor administrator, String name) {
    Page page = administrator.page();
    page.setViewportSize(1280, 1500);
    page.evaluate("scrollTo(0, 0)");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target", "screenshots", name + ".png"))
            .setAnimations(ScreenshotAnimations.DISABLED));
  }

  /** All that the part shows has been read. */
  private static void seesIt(Visitor administrator) {
    assertThat(administrator.page().getByRole(AriaRole.HEADING, level1())).isVisible();
    assertThat(administrator.page().locator("main .waiting")).hasCount(0);
  }

  @Test
  void twoAdministratorsDecideAMatchSeeItPaidAndCorrectIt() {
    openMatch("decided");
    buy("decided", "buyer-1", "KT", 10_000);
    try (Visitor first = Visitor.of(browsers, server, Visitor.Looks.ENGLISH);
        Visitor second = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      Page page = first.page();
      List<String> asked = new CopyOnWriteArrayList<>();
      page.onRequest(request -> asked.add(request.url()));
      first.opens("/admin#/match/decided").signsIn("admin-1");
      assertThat(page.locator("#totals")).isVisible();
      buy("decided", "buyer-4", "DRAW", 5_000);
      String lost = buy("decided", "buyer-2", "LG", 30_000);
      String cancelled = buy("decided", "buyer-3", "LG", 2_000);
      assertThat(as("buyer-3").post("/tickets/" + cancelled + "/cancel").statusCode())
          .isEqualTo(200);
      assertThat(page.locator("main")).containsText("₩45,000");

      Locator dryRun = page.locator("match-preview");
      dryRun.getByText("KT Wiz", exact()).first().click();
      dryRun.getByText("Work it out", exact()).click();
      assertThat(dryRun).containsText("this can still change");
      assertThat(page.locator("match-settlement")).containsText("once sales are closed");
      assertThat(asked).noneMatch(url -> url.endsWith("/settlement/stream"));

      step(first, "Close sales");
      first.meetsNoBarrier();
      takesForGood(first);
      assertThat(as("buyer-2").post("/tickets/" + lost + "/cancel").statusCode()).isEqualTo(409);
      enters(first, "Enter the result", "LG Twins", "hearsay");
      takes(first);
      assertThat(page.locator("match-steps")).containsText("so you can’t confirm it");
      HttpResponse<String> confirmed =
          as("admin-1").post("/admin/matches/decided/confirm", "{\"winners\": [\"LG\"]}");
      assertThat(confirmed.statusCode()).isEqualTo(403);
      step(first, "Withdraw the result");
      dialog(first).locator("#step-reason").fill("it was hearsay");
      takes(first);
      enters(first, "Enter the result", "KT Wiz", "the referee");
      takes(first);

      second.opens("/admin#/match/decided").signsIn("admin-2");
      confirms(second);
      assertThat(second.page().locator("main")).containsText("All is paid");
      assertThat(second.page().locator("match-settlement")).containsText("Completed");
      assertThat(page.locator("match-settlement")).containsText("Completed");
      portrait(first, "admin-match");
      assertThat(asked).anyMatch(url -> url.endsWith("/settlement/stream"));

      enters(first, "Correct the result", "LG Twins", "the league");
      dialog(first).locator("#step-reason").fill("the referee has erred");
      takes(first);
      confirms(second);
      assertThat(second.page().locator("match-settlement")).containsText("Round 2");
      assertThat(second.page().locator("main")).containsText("the referee has erred");
      assertThat(second.page().locator("main")).containsText("it was hearsay");
      assertThat(second.page().locator("main")).containsText("All is paid");

      Locator records = opensRecord(first, "Stakes that were given back, by cause");
      assertThat(records).containsText("₩2,000");
      assertThat(records).containsText("by its buyer");
      opensRecord(first, "What administrators were refused");
      assertThat(records).containsText("Who has entered it can’t confirm it");
      first.meetsNoBarrier();
      Awaitility.await()
          .until(() -> as("admin-1").get("/admin/tickets/refusals").body().contains(lost));
      records.getByText("Refused cancellations of its tickets", exact()).click();
      assertThat(page.locator("admin-refusals tbody")).containsText("buyer-2");
      assertThat(page.locator("admin-refusals tbody")).containsText("sales closed");
      first.meetsNoBarrier();
      first.sawNoError();
      second.sawNoError();
    }
  }

  @Test
  void aMatchThatIsVoidGivesAllStakesBackAndTheLedgerSaysWhy() {
    openMatch("void");
    buy("void", "buyer-1", "KT", 7_000);
    try (Visitor administrator = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      administrator.opens("/admin#/match/void").signsIn("admin-1");
      step(administrator, "Make it void");
      dialog(administrator).getByText("The event is cancelled", exact()).click();
      assertThat(dialog(administrator)).containsText("it is void at once");
      administrator.meetsNoBarrier();
      takesForGood(administrator);
      Page page = administrator.page();
      assertThat(page.locator("match-settlement")).containsText("Completed");
      Awaitility.await()
          .until(() -> as("admin-1").get("/admin/matches/void/returns").body().contains(":7000"));
      Locator records = opensRecord(administrator, "Stakes that were given back, by cause");
      assertThat(records.locator("tfoot")).containsText("₩7,000");
      records.getByText("the match is void", exact()).click();
      assertThat(page.locator("#l-cause")).hasValue("VOID");
      assertThat(page.locator("admin-ledger tbody")).containsText("the match is void");
      administrator.meetsNoBarrier();
      administrator.sawNoError();
    }
  }

  /** From a match that is opened to one that is paid, by the words on the buttons. */
  @Test
  void theWholeCourseOfAMatchInKorean() {
    String name = "두산 베어스 - 한화 이글스";
    try (Visitor first = Visitor.of(browsers, server, Visitor.Looks.KOREAN_PHONE_AT_NIGHT);
        Visitor second = Visitor.of(browsers, server, Visitor.Looks.KOREAN_PHONE_AT_NIGHT)) {
      Page page = first.page();
      first.opens("/admin#/open").signsIn("admin-1");
      page.getByLabel("경기 번호", new Page.GetByLabelOptions().setExact(true)).fill("korean");
      page.getByLabel("경기 이름").fill(name);
      page.getByLabel("팀 1 코드").fill("OB");
      page.getByLabel("팀 1 이름").fill("두산 베어스");
      page.getByLabel("팀 2 코드").fill("HH");
      page.getByLabel("팀 2 이름").fill("한화 이글스");
      first.button("경기 등록").click();
      assertThat(page.locator("match-steps")).containsText("발매합니다");
      assertThat(page.locator("main")).containsText("발매된 투표권이 없습니다.");
      buy("korean", "buyer-1", "OB", 4_000);
      assertThat(page.locator("main")).containsText("4,000원");
      first.button("발매 중지").click();
      dialog(first).locator("#step-reason").fill("비가 옵니다");
      takes(first);
      first.button("발매 재개").click();
      takes(first);
      assertThat(first.button("발매 중지")).isVisible();
      first.button("발매 마감").click();
      takesForGood(first, name);
      first.button("결과 입력").click();
      dialog(first).getByText("두산 베어스", exact()).click();
      dialog(first).getByLabel("결과의 출처").fill("KBO 공식 기록");
      takes(first);
      assertThat(first.button("결과 확인")).isDisabled();
      second.opens("/admin#/match/korean").signsIn("admin-2");
      second.button("결과 확인").click();
      takesForGood(second, name);
      assertThat(second.page().locator("main")).containsText("지급까지 끝났습니다.");
      assertThat(second.page().locator("match-settlement")).containsText("정산 완료");
      second.meetsNoBarrier();
      first.sawNoError();
      second.sawNoError();
    }
  }

  @Test
  void allSalesAreSuspendedAndResumed() {
    openMatch("on-hold");
    try (Visitor administrator = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      administrator.opens("/admin#/matches").signsIn("admin-1");
      administrator.button("Suspend all sales").click();
      administrator.meetsNoBarrier();
      dialog(administrator).locator("#step-reason").fill("a fire alarm");
      takes(administrator);
      assertThat(administrator.page().locator("all-sales")).containsText("a fire alarm");
      administrator.meetsNoBarrier();
      administrator.opens("/admin#/match/on-hold");
      assertThat(administrator.page().locator("main"))
          .containsText("Sales of all matches are suspended");
      administrator.opens("/admin#/matches");
      administrator.button("Resume all sales").click();
      takes(administrator);
      assertThat(administrator.button("Suspend all sales")).isVisible();
      administrator.sawNoError();
    } finally {
      as("admin-1").post("/admin/sales/resume");
    }
  }

  /** Over plain HTTP, as from another machine of the office, a browser makes no UUIDs. */
  @Test
  void aBuyerIsPaidInAndALargeStakeIsApprovedWithoutASecureContext() {
    openMatch("large");
    try (Visitor administrator = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      Page page = administrator.page();
      page.addInitScript("delete Crypto.prototype.randomUUID");
      administrator.opens("/admin#/buyer/buyer-9").signsIn("admin-1");
      assertThat(page.locator("#d-id")).not().hasValue("");
      page.locator("#d-amount").fill("1,000");
      administrator.button("Pay in").click();
      takes(administrator);
      assertThat(page.locator("admin-buyer")).containsText("₩1,000 is paid in");

      administrator.button("Approve a stake").click();
      dialog(administrator).locator("#step-upTo").fill("much");
      dialog(administrator).locator("#step-reason").fill("known for years");
      dialog(administrator).locator("button[type=submit]").click();
      assertThat(dialog(administrator)).containsText("Enter a whole number");
      dialog(administrator).locator("#step-upTo").fill("60,000");
      takes(administrator);
      assertThat(page.locator("admin-buyer section:has(#approvals) tbody")).containsText("₩60,000");
      administrator.meetsNoBarrier();
      buy("large", "buyer-9", "KT", 60_000);
      administrator.sawNoError();
    }
  }

  /** What is broken is told, and is no end: the page asks again, or whoever has asked does. */
  @Test
  void aBrokenAnswerIsToldAndThePageGoesOn() {
    openMatch("unsold");
    try (Visitor administrator = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      Page page = administrator.page();
      page.route("**/admin/cluster", AdministratorPageTest::cutOff, once());
      page.route("**/admin/matches/unsold/suspend", AdministratorPageTest::cutOff, once());
      administrator.opens("/admin#/matches").signsIn("admin-1");
      List<Route> held = new CopyOnWriteArrayList<>();
      page.route("**/matches/unsold/tally", held::add, once());
      administrator.opens("/admin#/match/unsold");
      Locator totals = page.locator("section:has(#totals)");
      assertThat(totals).containsText("Loading");
      assertThat(totals).not().containsText("No ticket");
      page.waitForCondition(() -> !held.isEmpty());
      held.forEach(Route::resume);
      assertThat(totals).containsText("No ticket has been sold");

      step(administrator, "Suspend sales");
      dialog(administrator).locator("button[type=submit]").click();
      assertThat(dialog(administrator)).containsText("It is not known whether it was done");
      administrator.meetsNoBarrier();
      administrator.button("Send the same again").click();
      assertThat(page.locator("match-steps")).containsText("Done: Suspend sales");

      administrator.opens("/admin#/cluster");
      assertThat(page.locator("admin-cluster [role=alert]")).isVisible();
      assertThat(page.locator("admin-cluster .nodes")).isVisible();
      administrator.forgetsErrors(); // it was told of what was broken
      administrator.opens("/admin#/matches");
      seesIt(administrator);
      administrator.sawNoError();
    }
  }

  /** The server has done it, but its answer is cut off. */
  private static void cutOff(Route route) {
    route.fetch();
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(200)
            .setContentType("application/json")
            .setBody("{\"cut"));
  }

  private static Page.RouteOptions once() {
    return new Page.RouteOptions().setTimes(1);
  }

  /** All that is shown when one has signed in, in two languages, widths and themes. */
  @ParameterizedTest
  @FieldSource("LOOKS")
  void noPartOfThePageIsABarrier(Visitor.Looks looks) {
    openMatch("looked-at-" + looks);
    String ticketId = buy("looked-at-" + looks, "buyer-3", "KT", 5_000);
    try (Visitor administrator = Visitor.of(browsers, server, looks)) {
      administrator.opens("/admin#/matches").signsIn("admin-1");
      for (String part :
          List.of(
              "matches",
              "open",
              "match/looked-at-" + looks,
              "tickets",
              "ticket/" + ticketId,
              "refusals",
              "payments",
              "cluster",
              "ledger",
              "ledger/accounts",
              "ledger/transactions",
              "buyers",
              "buyer/buyer-3")) {
        administrator.opens("/admin#/" + part);
        seesIt(administrator);
        administrator.meetsNoBarrier();
        administrator.screenshot("admin-" + name(part) + "-" + looks);
      }
      administrator.sawNoError();
    }
  }

  /** Without what it is of. */
  private static String name(String part) {
    return part.startsWith("ledger") ? part.replace('/', '-') : part.replaceFirst("/.*", "");
  }

  private static Page.GetByRoleOptions level1() {
    return new Page.GetByRoleOptions().setLevel(1);
  }
}
