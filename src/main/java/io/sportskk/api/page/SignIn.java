package io.sportskk.api.page;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * How whoever opens a page signs in.
 *
 * @param issuer of tokens, an OpenID provider; null but with {@link Kind#OIDC}
 * @param clientId as what the pages are known to it
 * @param scope that they ask for
 * @param otherOrigins at which the provider is asked for tokens, if not at its issuer's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SignIn(
    Kind kind, URI issuer, String clientId, String scope, @JsonIgnore List<String> otherOrigins) {

  /** Ways to sign in. */
  public enum Kind {
    /** Anyone picks who to be: for a laptop only. */
    DEMO,
    /** At an OpenID provider, by authorization code with PKCE. */
    OIDC,
    /** Not at all: this server is used by its API alone. */
    NONE
  }

  public static SignIn demo() {
    return new SignIn(Kind.DEMO, null, null, null, List.of());
  }

  public static SignIn none() {
    return new SignIn(Kind.NONE, null, null, null, List.of());
  }

  /**
   * @param otherOrigins such as {@code https://tokens.example.com}
   * @throws IllegalArgumentException if a browser can't ask the issuer, or an origin is none
   */
  public static SignIn oidc(URI issuer, String clientId, String scope, List<String> otherOrigins) {
    otherOrigins.forEach(origin -> requireOrigin(URI.create(origin)));
    origin(issuer);
    return new SignIn(Kind.OIDC, issuer, clientId, scope, List.copyOf(otherOrigins));
  }

  /** What pages may connect to beside their own server. */
  List<String> origins() {
    return issuer == null
        ? List.of()
        : Stream.concat(Stream.of(origin(issuer)), otherOrigins.stream()).toList();
  }

  private static String origin(URI url) {
    boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw new IllegalArgumentException("not so " + url);
    }
    return url.getScheme() + "://" + url.getAuthority();
  }

  private static void requireOrigin(URI url) {
    if (!origin(url).equals(url.toString())) {
      throw new IllegalArgumentException("no origin is " + url);
    }
  }
}
