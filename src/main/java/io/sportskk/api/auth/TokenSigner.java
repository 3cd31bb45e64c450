package io.sportskk.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Makes tokens that a node accepts which checks them with the same secret. */
public final class TokenSigner {

  private final AuthSettings auth;

  /**
   * @param auth with a secret
   */
  public TokenSigner(AuthSettings auth) {
    this.auth = auth;
  }

  /**
   * @param issuedAt in whole seconds, as {@code expiresAt}
   */
  public String sign(String subject, List<String> roles, Instant issuedAt, Instant expiresAt) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .subject(subject)
            .claim("roles", roles)
            .issueTime(Date.from(issuedAt))
            .expirationTime(Date.from(expiresAt));
    if (auth.issuer() != null) {
      claims.issuer(auth.issuer());
    }
    if (auth.audience() != null) {
      claims.audience(auth.audience());
    }
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build(),
              claims.build());
      token.sign(new MACSigner(auth.hs256Secret().bytes()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("a token can't be signed", e);
    }
  }
}
