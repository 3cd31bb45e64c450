package io.sportskk.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoleTest {

  @Test
  void aNodeWithoutRolesHasThemAll() {
    assertThat(Role.parse(List.of())).containsExactly(Role.values());
  }

  @Test
  void aNodeHasTheRolesThatAreNamed() {
    assertThat(Role.parse(List.of("view", "tally"))).containsExactly(Role.TALLY, Role.VIEW);
  }

  @Test
  void anUnknownRoleIsNamed() {
    assertThatThrownBy(() -> Role.parse(List.of("ticket", "tickets")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("sportskk.roles")
        .hasMessageContaining("\"tickets\"")
        .hasMessageContaining("gateway, payment, tally, ticket, view");
  }
}
