package io.sportskk.api.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.util.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class AssetsTest {

  private static final Pattern REFERENCE = Pattern.compile("/assets/([A-Za-z0-9-]+\\.[a-z]+)");

  private final Assets assets = new Assets("pages-of-tests/");

  @Test
  void whatAPageRefersToIsThereUnderTheNameThatItSays() {
    List<String> names = references(text(assets.page("page.html")));
    assertThat(names).anyMatch(name -> name.matches("page-[0-9a-f]{16}\\.css"));
    assertThat(names).anyMatch(name -> name.matches("parts-main-[0-9a-f]{16}\\.js"));
    List<String> all = new ArrayList<>();
    for (String name : names) {
      follow(name, all);
    }
    assertThat(all)
        .anyMatch(name -> name.startsWith("parts-mark-"))
        .anyMatch(name -> name.startsWith("parts-later-"))
        .anyMatch(name -> name.startsWith("lit-html-"))
        .anyMatch(name -> name.startsWith("lit-reactive-element-"));
  }

  private void follow(String name, List<String> all) {
    Asset asset = assets.named(name);
    assertThat(asset).as(name).isNotNull();
    if (!all.contains(name)) {
      all.add(name);
      references(text(asset)).forEach(next -> follow(next, all));
    }
  }

  /** Else each import is found only when the one before it has come. */
  @Test
  void whatTheModulesOfAPageNeedIsLoadedAtOnceButNotWhatTheyLoadLater() {
    String html = text(assets.page("page.html"));
    assertThat(html.lines().filter(line -> line.contains("modulepreload")))
        .anyMatch(line -> line.contains("parts-inner-"))
        .anyMatch(line -> line.contains("parts-one-"))
        .anyMatch(line -> line.contains("lit-html-"))
        .noneMatch(line -> line.contains("parts-later-"));
  }

  /** The later of two rules for the same element holds. */
  @Test
  void stylesAreOneFileInTheirOrder() {
    List<String> styles =
        references(text(assets.page("page.html"))).stream()
            .filter(name -> name.endsWith(".css"))
            .toList();
    assertThat(styles).hasSize(1);
    assertThat(text(assets.named(styles.get(0))))
        .containsSubsequence("background: url", "color: inherit");
  }

  @Test
  void aNameChangesWithAllThatItsFileLeadsTo() {
    Asset one = Asset.of("a/b.js", "import '/assets/c-1.js';");
    Asset other = Asset.of("a/b.js", "import '/assets/c-2.js';");
    assertThat(one.name()).isNotEqualTo(other.name());
    assertThat(one.name()).isEqualTo(Asset.of("a/b.js", "import '/assets/c-1.js';").name());
  }

  @Test
  void whatIsCompressedIsTheSame() throws IOException {
    Asset page = assets.page("page.html");
    byte[] zipped = page.zipped().toArray();
    assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes())
        .isEqualTo(page.content().toArray());
    assertThat(Asset.of("a.js", "x").zipped()).as("nothing is gained").isNull();
  }

  @Test
  void aMistakeInAPageIsFoundWhenTheNodeStarts() {
    assertThatThrownBy(() -> assets.page("broken.html")).hasMessageContaining("missing.js");
    assertThatThrownBy(() -> assets.page("circle.html")).hasMessageContaining("circle/a.js");
    assertThatThrownBy(() -> assets.page("style.html")).hasMessageContaining("parts/page.css");
    assertThatThrownBy(() -> Libraries.resource("left-pad")).hasMessageContaining("left-pad");
    assertThatThrownBy(() -> Asset.of("a.exe", "")).hasMessageContaining("a.exe");
  }

  private static List<String> references(String text) {
    List<String> names = new ArrayList<>();
    Matcher found = REFERENCE.matcher(text);
    while (found.find()) {
      names.add(found.group(1));
    }
    return names;
  }

  private static String text(Asset asset) {
    ByteString content = asset.content();
    return content.utf8String();
  }
}
