package io.sportskk.node.startup;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings that had another name once. A file with the old name would be read without a word, and
 * the default would count instead of what its operator has set.
 */
final class RenamedSettings {

  private static final Map<String, String> NEW_NAMES =
      new TreeMap<>(
          Map.of(
              "sportskk.cluster.roster-interval", "sportskk.cluster.heartbeat-interval",
              "sportskk.payment.remember-deposits", "sportskk.payment.remember-deposits-for",
              "sportskk.slices", "sportskk.projection.instances",
              "sportskk.sse.most", "sportskk.sse.max-streams",
              "sportskk.ticket.retry.first", "sportskk.ticket.retry.min-backoff",
              "sportskk.ticket.retry.most", "sportskk.ticket.retry.max-backoff",
              "sportskk.ticket.stake.least", "sportskk.ticket.stake.min",
              "sportskk.ticket.stake.most", "sportskk.ticket.stake.max",
              "sportskk.ticket.stake.unit", "sportskk.ticket.stake.step"));

  private RenamedSettings() {}

  /**
   * @throws StartFailure that says what each of them is called now
   */
  static void refuse(Config config) {
    List<String> found =
        NEW_NAMES.entrySet().stream()
            .filter(name -> config.hasPath(name.getKey()))
            .map(
                name ->
                    name.getKey()
                        + " ("
                        + config.getValue(name.getKey()).origin().description()
                        + ") is called "
                        + name.getValue()
                        + " now")
            .toList();
    if (!found.isEmpty()) {
      throw new StartFailure("Settings have other names: " + String.join("; ", found) + ".");
    }
  }
}
