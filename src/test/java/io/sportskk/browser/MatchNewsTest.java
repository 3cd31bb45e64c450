package io.sportskk.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import io.sportskk.browser.ScriptedOffice.Line;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the stream tells of a match is shown by the buyer's page, which asks for little besides. */
class MatchNewsTest {

  private static final String MATCH = "/matches/kt-lg";
  private static final String STREAM = "/matches/events";
  private static final String SUSPENDED = ScriptedOffice.match("Suspended", "Suspended");

  private static Browsers browsers;
  private static ScriptedOffice office;

  @BeforeAll
  static void start() {
    browsers = Browsers.start();
    office = ScriptedOffice.start();
  }

  @AfterAll
  static void stop() {
    if (office == null) {
      return; // there is no browser
    }
    office.close();
    browsers.close();
  }

  @BeforeEach
  void onSale() {
    office.forgets();
    office.answers(MATCH, ScriptedOffice.json(ScriptedOffice.match("Open", "OnSale")));
  }

  private static final String SALES = "{\"matchesTold\": %s, \"allSuspended\": %s}";

  /** All that there is was told. */
  private static Line whole(Line line) {
    return line.tells("sales", "1", SALES.formatted(true, false)).tells("complete", "1", "{}");
  }

  private static Visitor visitor() {
    return Visitor.of(browsers, office.address(), Visitor.Looks.ENGLISH).hasAClock();
  }

  private static Locator buy(Visitor buyer) {
    return buyer.page().locator("bet-slip button.buy");
  }

  @Test
  void howAMatchStandsIsShownAsItIsToldAndSeldomAskedFor() {
    try (Visitor buyer = visitor()) {
      Page page = buyer.page();
      buyer.opens("/#/match/kt-lg/KT");
      assertThat(page.locator("h1")).containsText("KT Wiz - LG Twins");
      Line line = whole(office.line(STREAM));
      Locator badge = page.locator("match-page .badge").first();
      assertThat(badge).hasText("On sale");
      line.tells("match", "1", SUSPENDED);
      assertThat(badge).hasText("Sales suspended");
      assertThat(buy(buyer)).hasText("Sales are suspended");
      line.tells("match", "2", ScriptedOffice.match("Open", "OnSale"));
      assertThat(badge).hasText("On sale");
      line.tells("sales", "3", SALES.formatted(true, true));
      assertThat(buy(buyer)).hasText("Sales are suspended");
      line.tells("sales", "4", SALES.formatted(true, false));
      assertThat(buy(buyer)).not().hasText("Sales are suspended");
      assertThat(office.asked(MATCH)).isEqualTo(1);

      office.answers(MATCH, ScriptedOffice.json(ScriptedOffice.match("Closed", "Closed")));
      for (int i = 0; i < 12; i++) {
        line.says(": heartbeat\n\n");
        buyer.settles();
        buyer.later(Duration.ofSeconds(10));
      }
      assertThat(badge).hasText("Sales closed"); // which nobody has told
      assertThat(office.asked(MATCH)).isLessThanOrEqualTo(4); // once as all had been told
      // What can't be had is asked for again, but not each second.
      assertThat(office.asked(MATCH + "/rules")).isLessThanOrEqualTo(10);
    }
  }

  /** What a stream begins with may be older than what was read. */
  @Test
  void whatAStreamHasKeptUndoesNothingThatIsReadOfIt() {
    try (Visitor buyer = visitor()) {
      Page page = buyer.page();
      buyer.opens("/#/match/kt-lg");
      Locator badge = page.locator("match-page .badge").first();
      assertThat(badge).hasText("On sale");
      Line line = office.line(STREAM);
      line.tells("match", "1", SUSPENDED);
      assertThat(badge).hasText("Sales suspended");
      buyer.later(Duration.ofSeconds(11)); // without being told, it is read often
      assertThat(badge).hasText("On sale");
    }
  }

  @Test
  void whileMatchesAreNotToldTheyAreAskedForMoreOften() {
    try (Visitor buyer = visitor()) {
      buyer.opens("/#/match/kt-lg");
      Line line = whole(office.line(STREAM));
      Locator badge = buyer.page().locator("match-page .badge").first();
      assertThat(badge).hasText("On sale");
      line.tells("sales", "2", SALES.formatted(false, false));
      line.tells("match", "3", SUSPENDED);
      assertThat(badge).hasText("Sales suspended"); // so the line before has come, too
      buyer.later(Duration.ofSeconds(11));
      assertThat(badge).hasText("On sale");
    }
  }

  @Test
  void aMatchThatIsOpenedIsListedAtOnceAndOneThatIsOverIsNot() {
    try (Visitor buyer = visitor()) {
      buyer.opens("/#/");
      Line line = whole(office.line(STREAM));
      assertThat(buyer.page().locator("main")).containsText("Nothing is on sale right now.");
      line.tells("match", "1", ScriptedOffice.match("Closed", "Closed").replace("kt-lg", "over"));
      line.tells("match", "2", ScriptedOffice.match("Open", "OnSale"));
      assertThat(buyer.page().locator("li.match h3")).hasCount(1);
      assertThat(buyer.page().locator("li.match h3 a")).hasAttribute("href", "#/match/kt-lg");
    }
  }

  @Test
  void anAnswerThatIsLateUndoesNothingThatWasToldMeanwhile() {
    CompletableFuture<HttpResponse> late = new CompletableFuture<>();
    office.answers(
        MATCH,
        request ->
            late.thenCompose(
                it -> ScriptedOffice.json(ScriptedOffice.match("Open", "OnSale")).to(request)));
    try (Visitor buyer = visitor()) {
      Page page = buyer.page();
      Request first =
          page.waitForRequest(
              request -> request.url().endsWith(MATCH), () -> buyer.opens("/#/match/kt-lg"));
      Line line = whole(office.line(STREAM));
      Awaitility.await().until(() -> office.asked(MATCH) >= 1);
      // Who asks after it was told hears nothing, which could mend what the late answer does.
      office.answers(MATCH, request -> new CompletableFuture<>());
      line.tells("match", "1", SUSPENDED);
      Locator badge = page.locator("match-page .badge").first();
      assertThat(badge).hasText("Sales suspended");
      page.waitForRequestFinished(
          new Page.WaitForRequestFinishedOptions().setPredicate(first::equals),
          () -> late.complete(HttpResponse.create()));
      buyer.settles();
      assertThat(badge).hasText("Sales suspended");
    }
  }

  @Test
  void howItHasEndedIsAskedForIfOnlyTheOutcomeIsTold() {
    office.answers(MATCH, ScriptedOffice.json(ScriptedOffice.match("Closed", "Closed")));
    try (Visitor buyer = visitor()) {
      Page page = buyer.page();
      buyer.opens("/#/match/kt-lg");
      Line line = whole(office.line(STREAM));
      Locator badge = page.locator("match-page .badge").first();
      assertThat(badge).hasText("Sales closed");
      office.answers(MATCH, ScriptedOffice.json(ScriptedOffice.match("Provisional", "Closed")));
      String outcome =
          "{\"matchId\": \"kt-lg\", \"status\": \"%s\", \"winners\": [\"KT\"], \"kind\": null,"
              + " \"dividends\": null}";
      line.tells("outcome", "1", outcome.formatted("Provisional"));
      assertThat(badge).hasText("Result to be confirmed");
      buyer.later(Duration.ofSeconds(9));
      // Once for the outcome, and once as all had been told and it is in no list.
      Awaitility.await().until(() -> office.asked(MATCH) == 3);

      line.tells("outcome", "2", outcome.formatted("Official"));
      line.tells("match", "3", ScriptedOffice.match("Official", "Closed"));
      assertThat(badge).hasText("Result official");
      buyer.later(Duration.ofSeconds(9));
      buyer.settles();
      assertThat(office.asked(MATCH)).isEqualTo(3);
    }
  }
}
