package io.sportskk.node.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleTest {

  @Test
  void aNodeWithoutRolesHasThemAll() {
    assertThat(roles("[]")).containsExactly(Role.values());
  }

  @Test
  void aNodeHasTheRolesThatAreNamed() {
    assertThat(roles("[view, tally]")).containsExactly(Role.TALLY, Role.VIEW);
  }

  @Test
  void rolesOfTheEnvironmentHaveCommasBetweenThem() {
    assertThat(roles("\"view, tally\"")).containsExactly(Role.TALLY, Role.VIEW);
    assertThat(roles("\"\"")).containsExactly(Role.values());
  }

  @Test
  void anUnknownRoleIsNamed() {
    assertThatThrownBy(() -> roles("[ticket, tickets]"))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("sportskk.roles")
        .hasMessageContaining("\"tickets\"")
        .hasMessageContaining("gateway, payment, tally, ticket, view");
  }

  @Test
  void onlyNodesThatHoldEntitiesOrProjectionsCountWhenAClusterComesApart() {
    String counts =
        ConfigFactory.load().getString("akka.cluster.split-brain-resolver.keep-majority.role");
    assertThat(Role.inCluster(Set.of(Role.GATEWAY))).containsExactly("gateway");
    for (Role role : EnumSet.complementOf(EnumSet.of(Role.GATEWAY))) {
      assertThat(Role.inCluster(Set.of(role))).containsExactly(role.label(), counts);
    }
    assertThat(Role.inCluster(Set.of(Role.values()))).contains("gateway", "ticket", counts);
  }

  private static Set<Role> roles(String setting) {
    return Role.parse(ConfigFactory.parseString("sportskk.roles = " + setting));
  }
}
