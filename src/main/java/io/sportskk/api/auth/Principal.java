package io.sportskk.api.auth;

import java.time.Instant;
import java.util.Set;

/**
 * Who makes a request, as the token says.
 *
 * @param id the token's subject; for a buyer it is the buyer id
 * @param until when the token expires
 */
public record Principal(String id, Set<Role> roles, Instant until) {

  /** What a caller may do. */
  public enum Role {
    BUYER("buyer"),
    ADMIN("admin");

    private final String label;

    Role(String label) {
      this.label = label;
    }

    /** The name in tokens. */
    public String label() {
      return label;
    }
  }

  public Principal {
    roles = Set.copyOf(roles);
  }

  public boolean is(Role role) {
    return roles.contains(role);
  }
}
