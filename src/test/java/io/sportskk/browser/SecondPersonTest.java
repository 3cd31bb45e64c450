package io.sportskk.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The administrator's page says whether a step takes a second person before anybody clicks. */
class SecondPersonTest {

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
  void aResultIsEntered() {
    office.forgets();
    office.answers(
        "/matches/kt-lg",
        ScriptedOffice.json(
            ScriptedOffice.match("Provisional", "Closed")
                .replace(
                    "\"result\": null",
                    """
                    "result": {"winners": ["KT"], "source": "the league", "startedAt": null,\
                     "enteredBy": "buyer-1", "enteredAt": "2026-04-01T09:00:00Z",\
                     "confirmedBy": null, "confirmedAt": null}""")));
  }

  private static Visitor administrator() {
    Visitor visitor = Visitor.of(browsers, office.address(), Visitor.Looks.ENGLISH);
    visitor.page().addInitScript(ScriptedOffice.SIGNED_IN);
    return visitor.opens("/admin#/match/kt-lg");
  }

  @Test
  void whereItTakesTwoWhoHasEnteredAResultIsToldThatHeCannotConfirmIt() {
    office.answers("/admin/settings", ScriptedOffice.json("{\"twoPersons\": true}"));
    try (Visitor visitor = administrator()) {
      Locator steps = visitor.page().locator("match-steps");
      assertThat(steps).containsText("This takes two persons");
      assertThat(steps).containsText("so you can’t confirm it");
      assertThat(visitor.button("Confirm the result")).isDisabled();
    }
  }

  @Test
  void whereItDoesNotHeIsToldThatHeMayAndNothingElse() {
    office.answers("/admin/settings", ScriptedOffice.json("{\"twoPersons\": false}"));
    try (Visitor visitor = administrator()) {
      Locator steps = visitor.page().locator("match-steps");
      assertThat(steps).containsText("may confirm it, too");
      assertThat(steps).not().containsText("two persons");
      visitor.button("Confirm the result").click();
      assertThat(visitor.page().locator("dialog[open]")).containsText("that becomes official");
      visitor.meetsNoBarrier();
    }
  }

  @Test
  void whileItIsNotKnownItIsTakenToTakeTwo() {
    office.answers("/admin/settings", ScriptedOffice.problem(404, "not-found"));
    try (Visitor visitor = administrator()) {
      assertThat(visitor.page().locator("match-steps")).containsText("This takes two persons");
      assertThat(visitor.button("Confirm the result")).isDisabled();
    }
  }
}
