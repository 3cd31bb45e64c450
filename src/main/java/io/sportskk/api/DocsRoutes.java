package io.sportskk.api;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.respondWithHeaders;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import io.sportskk.api.http.ProblemType;
import java.util.List;
import java.util.Map;

/**
 * The description of this API and its page. The page is Swagger UI out of this program's own files:
 * nothing is fetched from other hosts, and the browser is told to see to that.
 */
final class DocsRoutes {

  /** Scripts and styles come from files of this node only; Swagger UI's style sheet has images. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final List<HttpHeader> GUARDS =
      List.of(
          RawHeader.create("Content-Security-Policy", POLICY),
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Referrer-Policy", "no-referrer"));

  private final DocsFile openApi = DocsFile.load("openapi.yaml", "application/yaml");
  private final DocsFile page = DocsFile.load("web/docs.html", "text/html; charset=utf-8");
  private final Map<String, DocsFile> files =
      Map.of(
          "docs.js",
          DocsFile.load("web/docs.js", "text/javascript; charset=utf-8"),
          "docs.css",
          DocsFile.load("web/docs.css", "text/css; charset=utf-8"),
          "swagger-ui.css",
          DocsFile.ofSwaggerUi("swagger-ui.css", "text/css; charset=utf-8"),
          "swagger-ui-bundle.js",
          DocsFile.ofSwaggerUi("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
          "favicon-32x32.png",
          DocsFile.ofSwaggerUi("favicon-32x32.png", "image/png"));

  Route route() {
    return concat(
        path("openapi.yaml", () -> get(() -> send(openApi))),
        path("docs", () -> get(() -> send(page))),
        path(segment("docs").slash(segment()), name -> get(() -> file(name))));
  }

  private Route file(String name) {
    DocsFile file = files.get(name);
    if (file == null) {
      throw ProblemType.NOT_FOUND.because("The page has no such file.").exception();
    }
    return send(file);
  }

  private static Route send(DocsFile file) {
    return respondWithHeaders(GUARDS, file::route);
  }
}
