package io.sportskk.node;

import akka.actor.Address;
import com.typesafe.config.Config;
import io.sportskk.node.cluster.ClusterSettings;
import io.sportskk.node.cluster.JournalGuard;
import io.sportskk.node.database.DatabaseSettings;
import io.sportskk.node.startup.Role;
import io.sportskk.node.startup.StartFailure;
import io.sportskk.pool.PoolRules;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Settings that are right each by itself, but can't work together. */
final class SettingsConsistency {

  private SettingsConsistency() {}

  /**
   * @throws StartFailure that names the settings
   */
  static void check(Set<Role> roles, ClusterSettings cluster, boolean embedded) {
    List<Address> seedNodes = cluster.seedNodes();
    switch (cluster.join()) {
      case SELF -> checkAlone(roles, seedNodes);
      case SEED_NODES -> {
        if (seedNodes.isEmpty()) {
          throw new StartFailure(
              "sportskk.cluster.join is \"seed-nodes\", but sportskk.cluster.seed-nodes names none.");
        }
      }
      case BOOTSTRAP -> {
        if (!seedNodes.isEmpty()) {
          throw new StartFailure(
              "sportskk.cluster.join is \"bootstrap\", but sportskk.cluster.seed-nodes names nodes, too:"
                  + " set one of the two.");
        }
      }
    }
    if (embedded && !roles.contains(Role.TICKET) && cluster.join() != ClusterSettings.Join.SELF) {
      throw new StartFailure(
          "sportskk.database.embedded.enabled is on for a node that is to join others"
              + " (sportskk.cluster.join) and does not hold tickets (sportskk.roles): it would keep"
              + " a database of its own that nobody else uses. Switch it off and set"
              + " sportskk.database.journal.url and the others to theirs.");
    }
  }

  private static void checkAlone(Set<Role> roles, List<Address> seedNodes) {
    Set<Role> missing = EnumSet.complementOf(EnumSet.copyOf(roles));
    if (!missing.isEmpty()) {
      throw new StartFailure(
          "sportskk.cluster.join is \"self\", which makes a cluster of this node alone, but"
              + " sportskk.roles leaves out "
              + String.join(", ", Role.labels(missing))
              + ": leave sportskk.roles empty, or let the node join others.");
    }
    if (!seedNodes.isEmpty()) {
      throw new StartFailure(
          "sportskk.cluster.join is \"self\", but sportskk.cluster.seed-nodes names nodes: set"
              + " sportskk.cluster.join to \"seed-nodes\" to join them.");
    }
  }

  /**
   * A payout is a whole number of won only if stakes come in units.
   *
   * @throws StartFailure that names the setting
   */
  static void checkStakes(Config config) {
    String key = "sportskk.ticket.stake.step";
    if (config.getLong(key) % PoolRules.STAKE_UNIT.won() != 0) {
      throw new StartFailure(
          key
              + " is "
              + config.getLong(key)
              + ", but pools pay for stakes in multiples of "
              + PoolRules.STAKE_UNIT.won()
              + ".");
    }
  }

  /**
   * One heartbeat that fails must not have a healthy node put out: the next comes in time.
   *
   * @throws StartFailure that names the settings
   */
  static void checkHeartbeats(ClusterSettings cluster, DatabaseSettings databases) {
    Duration silence = JournalGuard.silence(cluster.heartbeatInterval());
    Duration takes =
        cluster.heartbeatInterval().plus(databases.heartbeatWithin()).plus(JournalGuard.RETRY);
    if (takes.compareTo(silence) >= 0) {
      throw new StartFailure(
          "With sportskk.database.connection-timeout = "
              + databases.connectionTimeout().toMillis()
              + " ms a heartbeat (sportskk.cluster.heartbeat-interval) may be late by "
              + takes.toMillis()
              + " ms, and who is silent for "
              + silence.toMillis()
              + " ms is put out of the cluster: set it lower.");
    }
  }
}
