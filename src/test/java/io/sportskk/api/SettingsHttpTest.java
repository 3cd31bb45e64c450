package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Administrators are told how the office is set before they are refused something. */
class SettingsHttpTest {

  private static final String SETTINGS = "/admin/settings";

  private final Client client = TestApi.shared().client();

  @Test
  void anAdministratorIsToldWhetherAnotherOneHasToConfirm() {
    assertThat(client.get(SETTINGS).as(Client.ADMIN).answer().json().toString())
        .isEqualTo("{\"twoPersons\":true}");
    client.get(SETTINGS).as(Client.BUYER).answer().problem(403, "FORBIDDEN");
  }
}
