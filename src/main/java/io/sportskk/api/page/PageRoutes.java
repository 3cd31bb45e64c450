package io.sportskk.api.page;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.conditional;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.mapRequest;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathSingleSlash;
import static akka.http.javadsl.server.Directives.respondWithHeader;
import static akka.http.javadsl.server.Directives.respondWithHeaders;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.AcceptEncoding;
import akka.http.javadsl.model.headers.EntityTag;
import akka.http.javadsl.model.headers.HttpEncodingRange;
import akka.http.javadsl.model.headers.HttpEncodings;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.ProblemType;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The buyer's page, the administrator's, and the one that shows what both are made of. They come
 * out of this program's own files: nothing is fetched from other hosts but the provider by which
 * people sign in, and the browser is told to see to that.
 */
public final class PageRoutes {

  private static final HttpHeader NO_SNIFFING =
      RawHeader.create("X-Content-Type-Options", "nosniff");

  private static final HttpHeader VARIES = RawHeader.create("Vary", "Accept-Encoding");
  private static final HttpHeader ZIPPED = RawHeader.create("Content-Encoding", "gzip");

  /** What has another content has another name. */
  private static final HttpHeader KEPT =
      RawHeader.create("Cache-Control", "public, max-age=31536000, immutable");

  private static final HttpHeader ASKED_FOR = RawHeader.create("Cache-Control", "no-cache");

  private final SignIn signIn;
  private final List<HttpHeader> guards;
  private final Assets assets = new Assets("web/");
  private final Asset buyer = assets.page("buyer.html");
  private final Asset admin = assets.page("admin.html");
  private final Asset design = assets.page("design.html");

  public PageRoutes(SignIn signIn) {
    this.signIn = signIn;
    this.guards = guards(signIn);
  }

  private static List<HttpHeader> guards(SignIn signIn) {
    String connect = String.join(" ", signIn.origins());
    String policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'"
            + (connect.isEmpty() ? "" : " " + connect)
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types lit-html";
    return List.of(
        RawHeader.create("Content-Security-Policy", policy),
        NO_SNIFFING,
        RawHeader.create("Referrer-Policy", "no-referrer"),
        RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"));
  }

  public Route route() {
    return concat(
        pathSingleSlash(() -> get(() -> page(buyer))),
        path("admin", () -> get(() -> page(admin))),
        path("design", () -> get(() -> page(design))),
        path("sign-in", () -> get(() -> complete(Json.ok(signIn)))),
        path(segment("assets").slash(segment()), name -> get(() -> asset(name))));
  }

  /**
   * Browsers keep it, but ask each time whether it is still the same.
   *
   * <p>If-Match is left out of account: the directive would answer it with a 412 that this API does
   * not have.
   */
  private Route page(Asset page) {
    return respondWithHeaders(
        guards,
        () ->
            mapRequest(
                request -> request.removeHeader("If-Match"),
                () ->
                    conditional(
                        EntityTag.create(page.digest(), true), () -> send(page, ASKED_FOR))));
  }

  private Route asset(String name) {
    Asset asset = assets.named(name);
    if (asset == null) {
      throw ProblemType.NOT_FOUND.because("No page has such a file.").exception();
    }
    // What a page may do is said with the page; with each of its files it would only be weight.
    return respondWithHeader(NO_SNIFFING, () -> send(asset, KEPT));
  }

  private static Route send(Asset asset, HttpHeader kept) {
    return extractRequest(request -> complete(response(asset, request).addHeader(kept)));
  }

  private static HttpResponse response(Asset asset, HttpRequest request) {
    HttpResponse response = HttpResponse.create().addHeader(VARIES);
    return asset.zipped() != null && takesZipped(request)
        ? response
            .addHeader(ZIPPED)
            .withEntity(HttpEntities.create(asset.contentType(), asset.zipped()))
        : response.withEntity(HttpEntities.create(asset.contentType(), asset.content()));
  }

  private static boolean takesZipped(HttpRequest request) {
    return request
        .getHeader(AcceptEncoding.class)
        .map(
            accepted ->
                StreamSupport.stream(accepted.getEncodings().spliterator(), false)
                    .anyMatch(PageRoutes::isZipped))
        .orElse(false);
  }

  private static boolean isZipped(HttpEncodingRange range) {
    return range.matches(HttpEncodings.GZIP) && range.qValue() > 0;
  }
}
