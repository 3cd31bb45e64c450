package io.sportskk.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
            .with("sportskk.settlement.not-before = 15 s")
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
                 "teams": [{"code": "KT", "name": "KT Wiz"}, {"code": "LG", "name": "LG Twins"}]}
                """
                    .formatted(matchId, NAME, Instant.now().plus(Duration.ofHours(3))));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
  }

  private static void buy(String matchId, String buyer, String team, int stake) {
    HttpResponse<String> bought =
        as(buyer)
            .post(
                "/tickets",
                "{\"matchId\": \"%s\", \"team\": \"%s\", \"stake\": %d}"
                    .formatted(matchId, team, stake));
    assertThat(bought.statusCode()).as(bought.body()).isIn(201, 202);
  }

  private static void step(Visitor administrator, String name) {
    administrator.page().locator("match-steps").getByText(name, exact()).click();
  }

  private static Locator.GetByTextOptions exact() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  private static void takesForGood(Visitor administrator) {
    Page page = administrator.page();
    page.locator("#step-typed").fill(NAME);
    page.locator("dialog[open] button[type=submit]").click();
  }

  @Test
  void twoAdministratorsCloseAMatchDecideItAndSeeItPaid() {
    openMatch("decided");
    buy("decided", "buyer-1", "KT", 10_000);
    buy("decided", "buyer-2", "LG", 30_000);
    try (Visitor first = Visitor.of(browsers, server, Visitor.Looks.ENGLISH);
        Visitor second = Visitor.of(browsers, server, Visitor.Looks.ENGLISH)) {
      first.opens("/admin#/match/decided").signsIn("admin-1");
      assertThat(first.page().locator("main")).containsText("₩40,000");
      first.screenshot("admin-match");
      step(first, "Close sales");
      first.meetsNoBarrier();
      takesForGood(first);
      step(first, "Enter the result");
      Locator dialog = first.page().locator("dialog[open]");
      dialog.getByText("KT Wiz", exact()).click();
      dialog.locator("#step-source").fill("the referee");
      dialog.locator("button[type=submit]").click();
      assertThat(first.page().locator("match-steps")).containsText("so you can’t confirm it");
      second.opens("/admin#/match/decided").signsIn("admin-2");
      second.page().locator("match-steps .two button.first").click();
      takesForGood(second);
      assertThat(second.page().locator("main")).containsText("All is paid");
      first.sawNoError();
      second.sawNoError();
    }
  }

  /** All that is shown when one has signed in, in two languages, widths and themes. */
  @ParameterizedTest
  @FieldSource("LOOKS")
  void noPartOfThePageIsABarrier(Visitor.Looks looks) {
    openMatch("looked-at-" + looks);
    buy("looked-at-" + looks, "buyer-3", "KT", 5_000);
    try (Visitor administrator = Visitor.of(browsers, server, looks)) {
      administrator.opens("/admin#/matches").signsIn("admin-1");
      for (String part :
          List.of(
              "matches", "match/looked-at-" + looks, "tickets", "payments", "cluster", "ledger")) {
        administrator.opens("/admin#/" + part);
        assertThat(administrator.page().getByRole(AriaRole.HEADING, level1())).isVisible();
        administrator.meetsNoBarrier();
        administrator.screenshot("admin-" + part.replaceFirst("/.*", "") + "-" + looks);
      }
      administrator.sawNoError();
    }
  }

  private static Page.GetByRoleOptions level1() {
    return new Page.GetByRoleOptions().setLevel(1);
  }
}
