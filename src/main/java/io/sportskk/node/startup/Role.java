package io.sportskk.node.startup;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A part that a node can run; to the cluster it is a role. */
public enum Role {
  GATEWAY,
  TICKET,
  PAYMENT,
  TALLY,
  VIEW;

  static final String SETTING = "sportskk.roles";

  /**
   * What a node is in the cluster that holds entities or projections. Only such nodes count when a
   * cluster that has come apart decides which side goes on: see {@code cluster.conf}.
   */
  static final String STATEFUL = "stateful";

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param config a list of names, or names with commas between them; none for all roles
   * @throws StartFailure if a name is unknown
   */
  public static Set<Role> parse(Config config) {
    List<String> names =
        config.getValue(SETTING).valueType() == ConfigValueType.STRING
            ? Arrays.stream(config.getString(SETTING).split(",", -1)).map(String::strip).toList()
            : config.getStringList(SETTING);
    EnumSet<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : names) {
      if (!name.isEmpty()) {
        roles.add(named(name));
      }
    }
    return roles.isEmpty() ? EnumSet.allOf(Role.class) : roles;
  }

  /** Whether tickets are sold with the help of a node that has these roles. */
  public static boolean sells(Set<Role> roles) {
    return roles.contains(GATEWAY) || roles.contains(TICKET) || roles.contains(PAYMENT);
  }

  /** Whether tickets, matches or wallets live on a node that has these roles. */
  public static boolean writesEvents(Set<Role> roles) {
    return roles.contains(TICKET) || roles.contains(PAYMENT);
  }

  private static Role named(String name) {
    return Arrays.stream(values())
        .filter(role -> role.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new StartFailure(
                    SETTING
                        + " names the role \""
                        + name
                        + "\", which there is not: the roles are "
                        + String.join(", ", labels(EnumSet.allOf(Role.class)))
                        + "."));
  }

  /** What a node with these roles is called in the cluster. */
  public static List<String> inCluster(Set<Role> roles) {
    List<String> names = new ArrayList<>(labels(roles));
    if (!roles.equals(EnumSet.of(GATEWAY))) {
      names.add(STATEFUL);
    }
    return List.copyOf(names);
  }

  public static List<String> labels(Set<Role> roles) {
    return roles.stream().map(Role::label).sorted().toList();
  }
}
