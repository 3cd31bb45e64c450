package io.sportskk.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small OpenID provider: authorization code with PKCE for one public client, refresh tokens that
 * can be used once, and a cookie that remembers who has signed in. Whoever opens it picks who to
 * be.
 */
final class OpenIdProvider implements AutoCloseable {

  static final String CLIENT_ID = "sportskk-pages";
  static final String AUDIENCE = "sportskk";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COOKIE = "person";

  private final HttpServer server;
  private final RSAKey key;
  private final Duration tokensLast;
  private final Map<String, Code> codes = new ConcurrentHashMap<>();
  private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
  private final AtomicInteger refreshed = new AtomicInteger();
  private volatile boolean refreshable = true;

  private record Code(String person, String challenge, String redirectUri) {}

  private OpenIdProvider(HttpServer server, RSAKey key, Duration tokensLast) {
    this.server = server;
    this.key = key;
    this.tokensLast = tokensLast;
  }

  /**
   * @param tokensLast how long its access tokens are valid
   */
  static OpenIdProvider start(Duration tokensLast) {
    try {
      RSAKey key = new RSAKeyGenerator(2048).keyID("key-1").generate();
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      OpenIdProvider provider = new OpenIdProvider(server, key, tokensLast);
      server.createContext("/.well-known/openid-configuration", provider::configuration);
      server.createContext("/authorize", provider::authorize);
      server.createContext("/token", provider::token);
      server.createContext("/end-session", provider::endSession);
      server.createContext("/keys", provider::keys);
      server.start();
      return provider;
    } catch (IOException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How often a token was renewed by a refresh token. */
  int refreshed() {
    return refreshed.get();
  }

  /** Whether it gives refresh tokens from now on. */
  void givesRefreshTokens(boolean given) {
    refreshable = given;
  }

  /** One of its access tokens; who is called an admin has that role, anybody else is a buyer. */
  String token(String person) {
    return signed(person);
  }

  /** Settings of a node that takes this provider's tokens. */
  String settings() {
    return """
        sportskk.auth {
          hs256-secret = ""
          jwks-url = "%1$s/keys"
          issuer = "%1$s"
          audience = "%2$s"
        }
        sportskk.pages.oidc.client-id = "%3$s"
        """
        .formatted(issuer(), AUDIENCE, CLIENT_ID);
  }

  private void configuration(HttpExchange exchange) throws IOException {
    json(
        exchange,
        200,
        Map.of(
            "issuer", issuer(),
            "authorization_endpoint", issuer() + "/authorize",
            "token_endpoint", issuer() + "/token",
            "end_session_endpoint", issuer() + "/end-session",
            "jwks_uri", issuer() + "/keys"));
  }

  private void keys(HttpExchange exchange) throws IOException {
    json(exchange, 200, new JWKSet(key.toPublicJWK()).toJSONObject());
  }

  /** A page on which one picks who to be; with {@code prompt=none} only the cookie says it. */
  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
    String back = query.get("redirect_uri");
    if (!CLIENT_ID.equals(query.get("client_id"))
        || !"S256".equals(query.get("code_challenge_method"))) {
      json(exchange, 400, Map.of("error", "invalid_request"));
      return;
    }
    String person = query.getOrDefault("person", cookie(exchange));
    if (person == null && "none".equals(query.get("prompt"))) {
      redirect(exchange, back + "?error=login_required&state=" + encode(query.get("state")));
    } else if (person == null) {
      page(exchange, query);
    } else {
      String code = UUID.randomUUID().toString();
      codes.put(code, new Code(person, query.get("code_challenge"), back));
      exchange.getResponseHeaders().add("Set-Cookie", COOKIE + "=" + person + "; HttpOnly; Path=/");
      redirect(exchange, back + "?code=" + code + "&state=" + encode(query.get("state")));
    }
  }

  private static void page(HttpExchange exchange, Map<String, String> query) throws IOException {
    StringBuilder fields = new StringBuilder();
    query.forEach(
        (name, value) ->
            fields.append(
                "<input type=hidden name=\"%s\" value=\"%s\">"
                    .formatted(name, value.replace("&", "&amp;").replace("\"", "&quot;"))));
    byte[] html =
        """
        <!DOCTYPE html><title>Who are you?</title>
        <form action="/authorize"><label>Name <input name="person"></label>%s<button>Sign in</button></form>
        """
            .formatted(fields)
            .getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, html.length);
    exchange.getResponseBody().write(html);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Access-Control-Allow-Origin", "*");
    Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    String person = null;
    if ("authorization_code".equals(form.get("grant_type"))) {
      Code code = codes.remove(form.getOrDefault("code", ""));
      boolean right =
          code != null
              && code.challenge().equals(challenge(form.getOrDefault("code_verifier", "")))
              && code.redirectUri().equals(form.get("redirect_uri"));
      person = right ? code.person() : null;
    } else if ("refresh_token".equals(form.get("grant_type"))) {
      person = refreshTokens.remove(form.getOrDefault("refresh_token", ""));
      refreshed.incrementAndGet();
    }
    if (person == null) {
      json(exchange, 400, Map.of("error", "invalid_grant"));
      return;
    }
    Map<String, Object> tokens =
        new HashMap<>(
            Map.of(
                "access_token", signed(person),
                "id_token", signed(person),
                "token_type", "Bearer",
                "expires_in", tokensLast.toSeconds()));
    if (refreshable) {
      String refresh = UUID.randomUUID().toString();
      refreshTokens.put(refresh, person);
      tokens.put("refresh_token", refresh);
    }
    json(exchange, 200, tokens);
  }

  private void endSession(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Set-Cookie", COOKIE + "=; Max-Age=0; Path=/");
    redirect(
        exchange, form(exchange.getRequestURI().getRawQuery()).get("post_logout_redirect_uri"));
  }

  private String signed(String person) {
    Instant now = Instant.now();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .audience(AUDIENCE)
            .subject(person)
            .claim("roles", List.of(person.startsWith("admin") ? "admin" : "buyer"))
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(tokensLast)))
            .build();
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Null if nobody has signed in with this browser. */
  private static String cookie(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Cookie");
    if (header == null) {
      return null;
    }
    for (String cookie : header.split("; ", -1)) {
      if (cookie.startsWith(COOKIE + "=")) {
        return cookie.substring(COOKIE.length() + 1);
      }
    }
    return null;
  }

  private static Map<String, String> form(String text) {
    Map<String, String> form = new HashMap<>();
    for (String field : text.split("&", -1)) {
      String[] parts = field.split("=", 2);
      form.put(
          URLDecoder.decode(parts[0], UTF_8),
          parts.length == 1 ? "" : URLDecoder.decode(parts[1], UTF_8));
    }
    return form;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().add("Location", to);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private static void json(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
