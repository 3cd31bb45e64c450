package io.sportskk.api.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;

/**
 * How whoever opens a page signs in.
 *
 * @param issuer of tokens, an OpenID provider; null but with {@link Kind#OIDC}
 * @param clientId as what the pages are known to it
 * @param scope that they ask for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SignIn(Kind kind, URI issuer, String clientId, String scope) {

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
    return new SignIn(Kind.DEMO, null, null, null);
  }

  public static SignIn none() {
    return new SignIn(Kind.NONE, null, null, null);
  }

  /** What pages may connect to beside their own server. */
  List<String> origins() {
    return issuer == null ? List.of() : List.of(issuer.getScheme() + "://" + issuer.getAuthority());
  }
}
