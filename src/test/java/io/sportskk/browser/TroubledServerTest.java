package io.sportskk.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.sportskk.browser.ScriptedOffice.Answer;
import io.sportskk.browser.ScriptedOffice.Line;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What people see, in a real browser, while their server refuses, breaks off, or is away. */
class TroubledServerTest {

  private static final String OWN = "/tickets/events";

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
  void allIsWell() {
    office.forgets();
  }

  private static Visitor visitor(Visitor.Looks looks) {
    Visitor visitor = Visitor.of(browsers, office.address(), looks);
    visitor.page().addInitScript(ScriptedOffice.SIGNED_IN);
    return visitor;
  }

  private static Visitor visitor() {
    return visitor(Visitor.Looks.ENGLISH);
  }

  /** Time goes by, and what the page asks meanwhile is answered. */
  private static void seconds(Visitor visitor, int seconds) {
    for (int i = 0; i < seconds; i++) {
      visitor.later(Duration.ofSeconds(1));
      visitor.settles();
    }
  }

  @Test
  void aStreamWhoseTokenIsNotTakenIsTriedMoreAndMoreSeldom() {
    office.answers(OWN, ScriptedOffice.problem(401, "invalid-token"));
    try (Visitor buyer = visitor().hasAClock()) {
      buyer.opens("/#/");
      assertThat(buyer.page().locator("aside.lost")).containsText("read again every few seconds");
      seconds(buyer, 60);
      // At once with a new token, then after 1, 2, 4, 8, and each 15 seconds.
      assertThat(office.asked(OWN)).isBetween(3L, 10L);
      assertThat(office.asked("/demo/tokens")).isLessThanOrEqualTo(8);

      office.opensLinesAt(OWN);
      Awaitility.await()
          .until(
              () -> {
                seconds(buyer, 1);
                return office.poll(OWN).isPresent();
              });
      assertThat(buyer.page().locator("aside.lost")).isHidden();
    }
  }

  /** Nor is anybody signed out by that. */
  @Test
  void aStreamIsTriedMoreAndMoreSeldomIfNoOtherTokenCanBeHad() {
    try (Visitor buyer = visitor().hasAClock()) {
      buyer.opens("/#/");
      Line line = office.line(OWN);
      office.answers("/demo/tokens", ScriptedOffice.problem(503, "unavailable"));
      office.answers(OWN, ScriptedOffice.problem(401, "invalid-token"));
      line.breaks();
      seconds(buyer, 60);
      assertThat(office.asked(OWN)).isBetween(3L, 10L);
      assertThat(office.asked("/demo/tokens")).isLessThanOrEqualTo(10);
      assertThat(buyer.page().locator("page-bar .tools")).containsText("buyer-1");
    }
  }

  @Test
  void aRequestWhoseTokenIsNotTakenIsSentOnceMoreAndNotAgain() {
    office.answers("/wallet/transactions", ScriptedOffice.problem(401, "invalid-token"));
    try (Visitor buyer = visitor().hasAClock()) {
      buyer.opens("/#/wallet");
      assertThat(buyer.page().getByRole(AriaRole.ALERT)).containsText("You are signed out");
      seconds(buyer, 60);
      assertThat(office.asked("/wallet/transactions")).isEqualTo(2);
      assertThat(office.asked("/demo/tokens")).isEqualTo(2);
    }
  }

  static final List<Answer> NO_ANSWERS = List.of(ScriptedOffice.html(), ScriptedOffice.half());

  @ParameterizedTest
  @FieldSource("NO_ANSWERS")
  void whatIsNoAnswerIsToldInWords(Answer noAnswer) {
    office.answers("/wallet/transactions", noAnswer);
    office.answers("/matches", noAnswer);
    try (Visitor buyer = visitor()) {
      buyer.opens("/#/wallet");
      isTold(buyer, "We can’t reach the server. Please check your connection.");
    }
    try (Visitor administrator = visitor(Visitor.Looks.KOREAN_PHONE_AT_NIGHT)) {
      administrator.opens("/admin#/matches");
      isTold(administrator, "서버의 답을 받지 못했습니다.");
    }
  }

  @Test
  void thatTheNetworkIsGoneIsToldInWords() {
    try (Visitor buyer = visitor(Visitor.Looks.KOREAN_PHONE_AT_NIGHT)) {
      buyer.opens("/#/wallet");
      assertThat(buyer.page().locator("wallet-page")).containsText("아직 거래가 없어요.");
      buyer.context().setOffline(true);
      buyer.button("새로 고침").click();
      isTold(buyer, "서버에 연결되지 않아요. 인터넷 연결을 확인해 주세요.");
      buyer.context().setOffline(false);
      buyer.button("새로 고침").click();
      assertThat(alert(buyer)).hasCount(0);
    }
  }

  private static Locator alert(Visitor visitor) {
    return visitor.page().locator("main [role=alert]");
  }

  private static void isTold(Visitor visitor, String words) {
    assertThat(alert(visitor)).hasCount(1);
    assertThat(alert(visitor)).containsText(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /#/              | /matches              | Nothing is on sale right now.
          /#/tickets       | /tickets              | You have not bought a ticket yet.
          /#/wallet        | /wallet/transactions  | Nothing has moved yet.
          /admin#/matches  | /matches              | There is no such match.
          /admin#/tickets  | /admin/tickets        | No ticket matches.
          /admin#/buyers   | /admin/ledger/accounts | No buyer has a wallet yet.
          """)
  void thatNothingIsThereIsSaidOnceItIsKnown(String part, String path, String words) {
    Answer empty = ScriptedOffice.json("{\"items\": [], \"nextCursor\": null}");
    office.answers(path, ScriptedOffice.silence());
    try (Visitor visitor = visitor()) {
      Page page = visitor.page();
      Locator main = page.locator("main");
      visitor.opens(part);
      Awaitility.await().until(() -> office.asked(path) > 0);
      assertThat(page.locator("h1")).isVisible();
      assertThat(main).not().containsText(words);

      office.answers(path, ScriptedOffice.problem(503, "unavailable"));
      page.reload();
      assertThat(alert(visitor)).isVisible();
      assertThat(main).not().containsText(words);

      office.answers(path, empty);
      page.reload();
      assertThat(main).containsText(words);
      assertThat(alert(visitor)).hasCount(0);
    }
  }

  /** Half an event is none: it comes again, whole. */
  @Test
  void aStreamThatBreaksOffGoesOnAfterTheLastWholeEvent() {
    try (Visitor buyer = visitor().hasAClock()) {
      Page page = buyer.page();
      buyer.opens("/#/tickets");
      Line first = office.line(OWN);
      assertThat(first.lastEventId()).isEmpty();
      first.tells("ticket", "a-1", ticket(1)).tells("ticket", "a-2", ticket(2));
      assertThat(page.locator("ticket-card")).hasCount(2);
      first.says("event: ticket\nid: a-3\ndata: " + ticket(3).substring(0, 40)).breaks();

      Line second = again(buyer);
      assertThat(second.lastEventId()).isEqualTo("a-2");
      second.tells("ticket", "a-3", ticket(3)).says(": heartbeat\n\n");
      assertThat(page.locator("ticket-card")).hasCount(3);
      second.ends(); // in good order

      Line third = again(buyer);
      assertThat(third.lastEventId()).isEqualTo("a-3");
      office.answers(OWN, ScriptedOffice.problem(503, "unavailable"));
      third.breaks();
      Awaitility.await()
          .until(
              () -> {
                seconds(buyer, 1);
                return page.locator("aside.lost").isVisible();
              });
      office.opensLinesAt(OWN);
      Line fourth = again(buyer);
      assertThat(fourth.lastEventId()).isEqualTo("a-3");
      fourth.tells("ticket", "a-4", ticket(4));
      assertThat(page.locator("ticket-card")).hasCount(4);
      for (int number = 1; number <= 4; number++) {
        assertThat(page.getByText("₩" + number + ",000").first()).isVisible();
      }
      assertThat(page.locator("aside.lost")).isHidden();
    }
  }

  /** While time stands still. */
  @Test
  void aStreamGoesOnAtOnceWhenTheNetworkIsBack() {
    try (Visitor buyer = visitor().hasAClock()) {
      Page page = buyer.page();
      buyer.opens("/#/tickets");
      office.line(OWN).tells("ticket", "a-1", ticket(1));
      assertThat(page.locator("ticket-card")).hasCount(1);
      page.clock().pauseAt(System.currentTimeMillis() + 1_000);
      buyer.context().setOffline(true);
      assertThat(page.locator("page-bar .tools")).containsText("Offline");
      buyer.context().setOffline(false);
      Line line = office.line(OWN);
      assertThat(line.lastEventId()).isEqualTo("a-1");
      line.tells("ticket", "a-2", ticket(2));
      assertThat(page.locator("ticket-card")).hasCount(2);
      assertThat(page.locator("page-bar .tools")).not().containsText("Offline");
    }
  }

  private static Line again(Visitor buyer) {
    return Awaitility.await()
        .until(
            () -> {
              seconds(buyer, 1);
              return office.poll(OWN);
            },
            Optional::isPresent)
        .orElseThrow();
  }

  private static String ticket(int number) {
    return """
        {"ticketId": "ticket-%1$d", "buyerId": "buyer-1", "matchId": "kt-lg", "team": "KT",\
         "stake": %1$d000, "status": "Approved", "tallied": true, "reason": null,\
         "correlationId": "c", "requestedAt": "2026-04-01T09:00:0%1$dZ",\
         "updatedAt": "2026-04-01T09:00:0%1$dZ", "cancellableUntil": null}"""
        .formatted(number);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ENGLISH               | 5 years | Exclude myself… | I understand | Exclude me | You are excluded from play until
          KOREAN_PHONE_AT_NIGHT | 5년     | 자기 배제 시작… | 이해했어요    | 자기 배제하기 | 자기 배제 기간이에요
          """)
  void anExclusionOfYearsIsToldWithItsYear(
      String looks,
      String years,
      String begin,
      String understood,
      String exclude,
      String excluded) {
    String year = Integer.toString(LocalDate.now(ZoneId.of("Asia/Seoul")).plusDays(1825).getYear());
    try (Visitor buyer =
        visitor(
            looks.equals("ENGLISH")
                ? Visitor.Looks.ENGLISH
                : Visitor.Looks.KOREAN_PHONE_AT_NIGHT)) {
      Page page = buyer.page();
      buyer.opens("/#/limits");
      page.getByText(years, new Page.GetByTextOptions().setExact(true)).click();
      buyer.button(begin).click();
      assertThat(page.locator("dialog[open] strong")).containsText(year);
      String end = Instant.now().plus(Duration.ofDays(1825)).toString();
      office.answers("/wallet/exclusion", ScriptedOffice.json(ScriptedOffice.limits(end)));
      page.locator("dialog[open]").getByText(understood).click();
      buyer.button(exclude).click();
      assertThat(page.locator("#speech")).containsText(year);
      assertThat(page.locator(".notices")).containsText(excluded);
      assertThat(page.locator(".notices")).containsText(year);
      assertThat(page.locator("limits-page section .notice")).containsText(year);
      buyer.meetsNoBarrier();
    }
  }
}
