package io.sportskk.api.page;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All files that pages consist of, found by following what they refer to. In each, a reference is
 * replaced by the name under which the file is served; that changes with its content, so that
 * browsers may keep it for ever, and never mix files of two releases.
 *
 * <p>Modules must not import each other in a circle: the name of each follows from its content.
 */
final class Assets {

  /** Below which they are served. */
  static final String PREFIX = "/assets/";

  /** Of a module: {@code import "x"}, {@code from "x"} and {@code import("x")}, also minified. */
  private static final Pattern IMPORT =
      Pattern.compile("(\\bfrom\\s*|\\bimport\\s*|\\bimport\\s*\\(\\s*)([\"'])([^\"'\\s]+)\\2");

  /** What a module is loaded for later only, in contrast to what it can't do without. */
  private static final Pattern LATER = Pattern.compile("\\bimport\\s*\\(\\s*$");

  /** Of a page: what it says with {@code src} or {@code href} of files beside it. */
  private static final Pattern LINK = Pattern.compile("(\\b(?:src|href)=)(\")(\\./[^\"]+)\\2");

  private static final Pattern STYLES =
      Pattern.compile(" *<link rel=\"stylesheet\" href=\"(\\./[^\"]+)\">\n");

  private static final Pattern URL = Pattern.compile("(\\burl\\()([\"']?)(\\.[^\"')]+)\\2");

  private static final Pattern SOURCE_MAP = Pattern.compile("(?m)^//# sourceMappingURL=.*$");

  private final String root;
  private final Map<String, Asset> byResource = new LinkedHashMap<>();
  private final Map<String, Asset> byName = new LinkedHashMap<>();

  /** By resource: what a module can't do without, itself and all that follows from it. */
  private final Map<String, Set<String>> needed = new LinkedHashMap<>();

  private final Set<String> underWay = new LinkedHashSet<>();

  /**
   * @param root the folder of pages, with a slash at its end
   */
  Assets(String root) {
    this.root = root;
  }

  /**
   * A page, with all that it refers to. What its modules need is named in its head, so that a
   * browser asks for all of it at once. Its styles come as one file: a browser has six connections
   * for all that it asks for.
   *
   * @param file in the folder of pages
   * @throws IllegalStateException if a file is missing that something refers to
   */
  Asset page(String file) {
    String resource = root + file;
    Set<String> modules = new LinkedHashSet<>();
    String html =
        replace(
            LINK,
            withOneStyle(resource, text(resource)),
            reference -> {
              String target = beside(resource, reference);
              Asset asset = load(target);
              modules.addAll(needed.getOrDefault(target, Set.of()));
              return PREFIX + asset.name();
            });
    StringBuilder preloads = new StringBuilder();
    modules.forEach(
        module ->
            preloads
                .append("  <link rel=\"modulepreload\" href=\"")
                .append(PREFIX)
                .append(byResource.get(module).name())
                .append("\">\n"));
    return Asset.of(file, html.replace("</head>", preloads + "</head>"));
  }

  private String withOneStyle(String page, String html) {
    String styles =
        STYLES
            .matcher(html)
            .results()
            .map(link -> style(beside(page, link.group(1))))
            .collect(Collectors.joining("\n"));
    Asset all = Asset.of(page.substring(root.length()).replace(".html", ".css"), styles);
    byName.put(all.name(), all);
    String link = "  <link rel=\"stylesheet\" href=\"" + PREFIX + all.name() + "\">\n";
    return STYLES.matcher(html).replaceAll("").replace("</head>", link + "</head>");
  }

  /** Null if there is none of this name. */
  Asset named(String name) {
    return byName.get(name);
  }

  private Asset load(String resource) {
    Asset known = byResource.get(resource);
    if (known != null) {
      return known;
    }
    if (!underWay.add(resource)) {
      throw new IllegalStateException("files import each other in a circle: " + underWay);
    }
    Asset asset = read(resource);
    underWay.remove(resource);
    byResource.put(resource, asset);
    byName.put(asset.name(), asset);
    return asset;
  }

  private Asset read(String resource) {
    String path = resource.substring(resource.startsWith(root) ? root.length() : 0);
    String shown = path.replaceFirst("^META-INF/resources/webjars/", "");
    if (resource.endsWith(".js")) {
      return Asset.of(shown, module(resource));
    }
    if (resource.endsWith(".css")) {
      throw new IllegalStateException(
          "a style is linked by a line <link rel=\"stylesheet\" href=\"./...\">, unlike " + path);
    }
    return Asset.of(shown, Files.read(resource));
  }

  private String style(String resource) {
    return replace(URL, text(resource), it -> PREFIX + load(beside(resource, it)).name());
  }

  private String module(String resource) {
    Set<String> all = new LinkedHashSet<>();
    String script = SOURCE_MAP.matcher(text(resource)).replaceAll("");
    Matcher imports = IMPORT.matcher(script);
    StringBuilder rewritten = new StringBuilder();
    while (imports.find()) {
      String target = imported(resource, imports.group(3));
      Asset asset = load(target);
      if (!LATER.matcher(imports.group(1)).find()) {
        all.addAll(needed.get(target));
      }
      String quote = imports.group(2);
      imports.appendReplacement(
          rewritten,
          Matcher.quoteReplacement(imports.group(1) + quote + PREFIX + asset.name() + quote));
    }
    imports.appendTail(rewritten);
    all.add(resource);
    needed.put(resource, all);
    return rewritten.toString();
  }

  private static String imported(String by, String what) {
    return what.startsWith(".") ? beside(by, what) : Libraries.resource(what);
  }

  private static String beside(String resource, String reference) {
    return URI.create(resource).resolve(reference).toString();
  }

  private static String text(String resource) {
    return new String(Files.read(resource), StandardCharsets.UTF_8);
  }

  private static String replace(Pattern pattern, String text, UnaryOperator<String> reference) {
    return pattern
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1)
                        + found.group(2)
                        + reference.apply(found.group(3))
                        + found.group(2)));
  }
}
