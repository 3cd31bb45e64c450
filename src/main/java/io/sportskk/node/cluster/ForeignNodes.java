package io.sportskk.node.cluster;

import io.sportskk.node.startup.StartFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who uses the same journal and is not of this cluster. */
final class ForeignNodes {

  /** A node that is just being put out of the cluster may still write once. */
  private static final int MIN_HEARTBEATS_OF_THE_LIVING = 2;

  private final Map<String, HeartbeatTable.Heartbeat> first = new HashMap<>();
  private volatile int living;

  /**
   * @param recent the last heartbeats of a moment ago, by address
   * @param members the addresses of this cluster
   * @return who was there a moment ago, be it that it has just left this cluster
   * @throws StartFailure if one of them lives
   */
  Set<String> among(Map<String, HeartbeatTable.Heartbeat> recent, Set<String> members) {
    Map<String, HeartbeatTable.Heartbeat> others = new HashMap<>(recent);
    others.keySet().removeAll(members);
    first.keySet().retainAll(others.keySet());
    Set<String> alive = new TreeSet<>();
    others.forEach(
        (address, heartbeat) -> {
          HeartbeatTable.Heartbeat known = first.get(address);
          if (known == null || known.uid() != heartbeat.uid()) {
            first.put(address, heartbeat);
          } else if (heartbeat.count() >= known.count() + MIN_HEARTBEATS_OF_THE_LIVING) {
            alive.add(address);
          }
        });
    living = alive.size();
    if (!alive.isEmpty()) {
      throw new StartFailure(
          "Another cluster uses the same journal database, which would sell tickets twice: "
              + String.join(", ", alive)
              + " is there and not a member of this node's cluster. Stop it, or give this node a"
              + " database of its own (sportskk.database.journal.url), or let it join that cluster"
              + " (sportskk.cluster.join).");
    }
    return new TreeSet<>(others.keySet());
  }

  /** How many of them live. */
  int living() {
    return living;
  }
}
