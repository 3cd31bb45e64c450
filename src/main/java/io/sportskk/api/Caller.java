package io.sportskk.api;

import java.util.Set;

/**
 * Who makes a request, as the token says.
 *
 * @param id the token's subject; for a buyer it is the buyer id
 */
record Caller(String id, Set<Role> roles) {

  /** What a caller may do. */
  enum Role {
    BUYER("buyer"),
    ADMIN("admin");

    private final String label;

    Role(String label) {
      this.label = label;
    }

    /** The name in tokens. */
    String label() {
      return label;
    }
  }

  Caller {
    roles = Set.copyOf(roles);
  }

  boolean is(Role role) {
    return roles.contains(role);
  }
}
