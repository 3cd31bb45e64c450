package io.sportskk.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sportskk.node.startup.StartFailure;
import io.sportskk.pool.PoolRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code P5}. What the check finds: {@code SelfCheckTest}. */
class PoolCheckTest {

  @Test
  void aNodeWhoseArithmeticIsOffDoesNotStart() {
    assertThatThrownBy(() -> PoolCheck.refuse(List.of("takeout 2800: net is not 1", "another")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("computes pools wrongly")
        .hasMessageContaining("Of 2 faults the first is: takeout 2800: net is not 1.");
  }

  @Test
  void oneWhoseArithmeticIsRightDoes() {
    assertThatCode(() -> PoolCheck.check(PoolRules.EARLIER)).doesNotThrowAnyException();
  }
}
