package io.sportskk.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.sportskk.testing.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Somebody who looks at the pages, with a browser of his own: nothing is shared with others. */
final class Visitor implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static final String BARRIERS =
      """
      async () => {
        const { violations } = await axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
          resultTypes: ['violations'],
        });
        return violations.map(rule => rule.id + ': ' + rule.nodes[0].html);
      }
      """;

  /** A button that has just become one to press has neither its old nor its new colours. */
  private static final String COLOURS_AT_REST =
      """
      () => Promise.allSettled(
          document.getAnimations()
              .filter(each => each instanceof CSSTransition)
              .map(each => each.finished))
      """;

  private final BrowserContext context;
  private final Page page;
  private final String server;
  private final List<String> errors = new CopyOnWriteArrayList<>();

  private Visitor(BrowserContext context, String server) {
    this.context = context;
    this.page = context.newPage();
    this.server = server;
    page.setDefaultTimeout((double) Patience.LIMIT.toMillis());
    page.setDefaultNavigationTimeout((double) Patience.LIMIT.toMillis());
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && message.location().startsWith(server)) {
            errors.add(message.text() + " at " + message.location());
          }
        });
    page.onPageError(errors::add);
  }

  /**
   * @param server where the node is, such as {@code http://127.0.0.1:8080}
   */
  static Visitor of(Browsers browsers, String server, Looks looks) {
    return new Visitor(
        browsers
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setLocale(looks.locale())
                    .setTimezoneId("Asia/Seoul")
                    .setColorScheme(looks.scheme())
                    .setViewportSize(looks.width(), 900)),
        server);
  }

  /** What his browser is like. */
  record Looks(String locale, ColorScheme scheme, int width) {
    static final Looks ENGLISH = new Looks("en-GB", ColorScheme.LIGHT, 1280);
    static final Looks KOREAN_PHONE_AT_NIGHT = new Looks("ko-KR", ColorScheme.DARK, 360);

    @Override
    public String toString() {
      return locale.substring(0, 2) + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
    }
  }

  Page page() {
    return page;
  }

  /** From now on the pages' time can be set ahead by {@link #later}. */
  Visitor hasAClock() {
    page.clock().install();
    return this;
  }

  /** Whatever the page was to do within that time is due now. */
  void later(Duration time) {
    page.clock().fastForward(time.toMillis());
  }

  /** What the page has heard, and what it was to do at once, is done. */
  void settles() {
    page.evaluate("() => fetch('/sign-in').then((answer) => answer.text())");
  }

  /** Whether he looks at another tab: a browser without a window shows all of them. */
  void looksAway(boolean away) {
    page.evaluate(
        """
        away => {
          Object.defineProperty(document, 'hidden', { configurable: true, get: () => away });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """,
        away);
  }

  /**
   * @param path with the part of the page, such as {@code /#/wallet}
   */
  Visitor opens(String path) {
    page.navigate(server + path);
    return this;
  }

  /** At the provider that the pages send him to. */
  Visitor signsIn(String person) {
    page.locator("page-bar .tools button").filter(signIn()).click();
    page.getByLabel("Name").fill(person);
    button("Sign in").click();
    assertThat(page.locator("page-bar .tools")).containsText(person);
    return this;
  }

  private static Locator.FilterOptions signIn() {
    return new Locator.FilterOptions().setHasText(Pattern.compile("Sign in|로그인"));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, named(name));
  }

  /** Of the whole page, in {@code target/screenshots}. */
  void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(name + ".png"))
            .setFullPage(true)
            .setAnimations(ScreenshotAnimations.DISABLED));
  }

  /** By the rules of axe-core for WCAG 2.2 AA; nor must one scroll sideways (1.4.10). */
  void meetsNoBarrier() {
    assertThat(number("document.documentElement.scrollWidth"))
        .as(page.url())
        .isLessThanOrEqualTo(number("innerWidth"));
    if (page.evaluate("() => !window.axe").equals(true)) {
      page.evaluate("() => {" + AxeBuilder.getAxeScript() + "}");
    }
    page.evaluate(COLOURS_AT_REST);
    Object barriers = page.evaluate(BARRIERS);
    assertThat((List<?>) barriers).as(page.url()).isEmpty();
  }

  private int number(String script) {
    return ((Number) page.evaluate(script)).intValue();
  }

  /** Nothing was written to the browser's console as an error so far. */
  void sawNoError() {
    assertThat(errors).isEmpty();
  }

  /** What the console said while a server was away, or refused something, is no fault. */
  void forgetsErrors() {
    errors.clear();
  }

  BrowserContext context() {
    return context;
  }

  @Override
  public void close() {
    context.close();
  }
}
