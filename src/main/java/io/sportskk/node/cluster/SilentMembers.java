package io.sportskk.node.cluster;

import akka.cluster.UniqueAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which members of the cluster have stopped writing to the journal's database, while it answers
 * this node. It goes by this node's ticks, not by anybody's clock.
 */
final class SilentMembers {

  private final Duration limit;
  private final Map<UniqueAddress, Heard> last = new HashMap<>();

  /**
   * @param count of the last heartbeat
   * @param at when this node first saw it, as {@link System#nanoTime} has it
   */
  private record Heard(long count, long at) {}

  /**
   * @param limit for which one may be silent
   */
  SilentMembers(Duration limit) {
    this.limit = limit;
  }

  /** The database has not answered this node either: who is silent need not be at fault. */
  void forget() {
    last.clear();
  }

  /**
   * Who is silent for too long. One that has not written yet, or has deleted its heartbeat because
   * it leaves, is not.
   *
   * @param heartbeats the last ones, by address
   * @param asked when the database was asked for them, as {@link System#nanoTime} has it
   */
  Set<UniqueAddress> among(
      Collection<UniqueAddress> members,
      Map<String, HeartbeatTable.Heartbeat> heartbeats,
      long asked) {
    last.keySet().retainAll(members);
    Set<UniqueAddress> silent = new HashSet<>();
    for (UniqueAddress member : members) {
      HeartbeatTable.Heartbeat heartbeat = heartbeats.get(member.address().toString());
      if (heartbeat == null || heartbeat.uid() != member.longUid()) {
        last.remove(member);
        continue;
      }
      Heard heard = last.get(member);
      if (heard == null || heard.count() != heartbeat.count()) {
        last.put(member, new Heard(heartbeat.count(), asked));
      } else if (asked - heard.at() > limit.toNanos()) {
        silent.add(member);
      }
    }
    return silent;
  }
}
