package io.sportskk.benchmark.purchase;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.sportskk.browser.Browsers;
import io.sportskk.testing.TestTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The buyer's page in a real browser: what comes over the wire when it is opened for the first
 * time, after how long one can pick a team, how long a purchase in one browser takes to change the
 * totals in another; and what purchases take beside many open pages.
 *
 * <p>System properties: {@code pages} that are open (1,000; 0 for none), {@code rate} of purchases
 * a second beside them (200), {@code node-options} of Java. The machine must allow a process some
 * 1,000 files more than twice the pages.
 */
public final class PagesBenchmark {

  private static final int PAGES = Integer.getInteger("pages", 1_000);
  private static final int RATE = Integer.getInteger("rate", 200);
  private static final String NODE_OPTIONS = System.getProperty("node-options", "-Xmx1g");

  private static final String PROFILE = System.getProperty("profile", "");

  /**
   * Two frames after the first team is there it has been seen, and the page has time for a click.
   */
  private static final String ONCE_READY =
      """
      new MutationObserver((_, watcher) => {
        if (document.querySelector('.team-row')) {
          watcher.disconnect();
          requestAnimationFrame(() => requestAnimationFrame(() => (window.ready = performance.now())));
        }
      }).observe(document, {subtree: true, childList: true});""";

  private static final int LOADS = 9;
  private static final int PURCHASES = 21;
  private static final int TURNS = 5;
  private static final int CONNECTIONS = 32;

  /** Until what belonged to the pages of a turn is gone. */
  private static final int PAUSE_SECONDS = 10;

  private static final Duration SAMPLE = Duration.ofSeconds(20);

  private final Office office;
  private final String server;

  private PagesBenchmark(Office office) {
    this.office = office;
    this.server = "http://127.0.0.1:" + office.address().getPort();
  }

  public static void main(String[] args) throws Exception {
    Path directory = Path.of("target", "benchmark", "pages-" + System.currentTimeMillis());
    List<String> options =
        new ArrayList<>(
            List.of(
                // Those of the turn before are not all known to be gone.
                "-Dsportskk.sse.max-streams=" + (4 * PAGES + 100),
                "-Dakka.http.server.max-connections=" + (4 * PAGES + 1_000)));
    options.addAll(List.of(NODE_OPTIONS.split(" ")));
    try (Office office = Office.start(directory, options).awaitReady();
        Browsers browsers = Browsers.start()) {
      PagesBenchmark benchmark = new PagesBenchmark(office);
      say(
          "warm-up: %d purchases",
          Load.closed(office.buyers(), 32, Duration.ofSeconds(90)).count());
      benchmark.loads(browsers);
      benchmark.purchases(browsers);
      if (PAGES > 0) {
        benchmark.manyPages(directory);
      }
    }
  }

  /** Each with an empty cache. */
  private void loads(Browsers browsers) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < LOADS; i++) {
      try (BrowserContext context = browsers.browser().newContext()) {
        Page page = context.newPage();
        page.addInitScript(ONCE_READY);
        AtomicLong bytes = new AtomicLong();
        AtomicLong requests = new AtomicLong();
        CDPSession network = context.newCDPSession(page);
        network.send("Network.enable");
        network.on(
            "Network.loadingFinished",
            event -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
        network.on("Network.requestWillBeSent", event -> requests.incrementAndGet());
        page.navigate(server + "/");
        page.waitForFunction("() => window.ready");
        double ready = number(page.evaluate("() => window.ready"));
        millis.add(ready);
        page.waitForTimeout(1_500); // what still comes
        say(
            "load %d: one can pick a team after %.0f ms; %d requests, %.1f kB over the wire",
            i + 1, ready, requests.get(), bytes.get() / 1_000.0);
      }
    }
    say("one can pick a team after %.0f ms (median of %d loads)", median(millis), LOADS);
  }

  private void purchases(Browsers browsers) {
    HttpBuyers.OnSale match = office.buyersMatches().get(0);
    try (BrowserContext one = browsers.browser().newContext();
        BrowserContext another = browsers.browser().newContext()) {
      Page buyer = signedIn(one, match);
      Page other = another.newPage();
      other.navigate(server + "/#/match/" + match.matchId());
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < PURCHASES; i++) {
        buyer.getByRole(AriaRole.RADIO).first().check();
        buyer.locator("#stake").fill("100");
        other.evaluate(
            """
            () => {
              const seen = () => document.querySelector('match-page').textContent;
              const before = seen();
              window.changed = new Promise((resolve) => {
                const look = () => (seen() === before ? requestAnimationFrame(look) : resolve(Date.now()));
                look();
              });
            }""");
        double clicked =
            number(
                buyer.evaluate(
                    """
                    () => {
                      const button = document.querySelector('bet-slip .button.first');
                      const now = Date.now();
                      button.click();
                      return now;
                    }"""));
        millis.add(number(other.evaluate("() => window.changed")) - clicked);
        buyer.waitForFunction("() => document.querySelector('#stake').value === ''");
      }
      say(
          "from the click in one browser to the changed total in another: median %.0f ms, worst"
              + " %.0f ms, of %d purchases",
          median(millis), millis.stream().mapToDouble(it -> it).max().orElseThrow(), PURCHASES);
    }
  }

  private Page signedIn(BrowserContext context, HttpBuyers.OnSale match) {
    Page page = context.newPage();
    page.navigate(server + "/#/match/" + match.matchId());
    page.locator("page-bar .tools button[aria-haspopup=dialog]").click();
    Locator people = page.locator("page-bar dialog .row button.button:not(.plain)");
    people.first().click();
    page.locator("page-bar dialog").waitFor(hidden());
    return page;
  }

  private static Locator.WaitForOptions hidden() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
  }

  /** In turns without and with them, as the machine is not the same all the time. */
  private void manyPages(Path directory) throws Exception {
    HttpBuyers buyers = office.buyers();
    Meter meter = new Meter(office);
    List<Double> factors = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      Measurement without = meter.of(() -> Load.open(buyers, CONNECTIONS, RATE, SAMPLE));
      say("%d purchases a second, no page: %s", RATE, without);
      try (OpenPages pages = new OpenPages(office.address())) {
        for (int i = 0; i < PAGES; i++) {
          pages.open(TestTokens.of("watcher-" + i, "buyer"));
        }
        pages.awaitAnswers(2 * PAGES);
        Measurement with = meter.of(() -> Load.open(buyers, CONNECTIONS, RATE, SAMPLE));
        say(
            "%d purchases a second beside %,d pages: %s; %,.0f kB a second to all of them",
            RATE, PAGES, with, pages.bytes() / 1_000.0 / SAMPLE.toSeconds());
        factors.add(with.p50() / without.p50());
        if (turn == TURNS - 1 && !PROFILE.isEmpty()) {
          Profile profile = Profile.start(office.pid(), directory);
          Load.open(buyers, CONNECTIONS, RATE, SAMPLE);
          profile.stop(Path.of(PROFILE));
        }
      }
      TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
    }
    say(
        "beside %,d open pages a purchase takes %.2f times as long (median of %d turns)",
        PAGES, median(factors), TURNS);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }
}
