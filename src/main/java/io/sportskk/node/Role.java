package io.sportskk.node;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A part that a node can run; to the cluster it is a role. */
enum Role {
  GATEWAY,
  TICKET,
  PAYMENT,
  TALLY,
  VIEW;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param names none for all roles
   * @throws StartFailure if a name is unknown
   */
  static Set<Role> parse(List<String> names) {
    if (names.isEmpty()) {
      return EnumSet.allOf(Role.class);
    }
    EnumSet<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : names) {
      roles.add(
          Arrays.stream(values())
              .filter(role -> role.label().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new StartFailure(
                          "sportskk.roles names the role \""
                              + name
                              + "\", which there is not: the roles are "
                              + String.join(", ", labels(EnumSet.allOf(Role.class)))
                              + ".")));
    }
    return roles;
  }

  static List<String> labels(Set<Role> roles) {
    return roles.stream().map(Role::label).sorted().toList();
  }
}
