package io.sportskk.node;

import io.sportskk.node.startup.StartFailure;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.SelfCheck;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that would pay other than by the published rules does not start, and one that starts says
 * by which rules it does ({@code P5}).
 */
final class PoolCheck {

  private static final Logger LOG = LoggerFactory.getLogger(PoolCheck.class);

  private PoolCheck() {}

  /**
   * @throws StartFailure if the arithmetic that runs here is off
   */
  static void check(PoolRules inForce) {
    refuse(SelfCheck.faults(inForce));
    LOG.info(
        "Pools of matches that are opened now: takeout {}, unbacked {}, tax {}, rules version {}",
        inForce.takeoutBasisPoints(),
        inForce.unbacked(),
        inForce.tax(),
        inForce.version());
  }

  static void refuse(List<String> faults) {
    if (!faults.isEmpty()) {
      throw new StartFailure(
          "This node computes pools wrongly, which no setting can cause: use the release as it was"
              + " built, on a Java that it was tested with. Of "
              + faults.size()
              + " faults the first is: "
              + faults.get(0)
              + ".");
    }
  }
}
