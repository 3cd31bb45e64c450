package io.sportskk.node.cluster;

import akka.cluster.UniqueAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which member of the cluster has stopped writing to the journal's database, while it answers this
 * node. It goes by this node's ticks, not by anybody's clock.
 *
 * <p>In doubt it is nobody: if this node has stood still itself, the others may have, too; if many
 * are silent at the same time, the fault need not be theirs.
 */
final class SilentMembers {

  private static final Duration SLOW_ANSWER = Duration.ofSeconds(1);

  private final Duration limit;
  private final Map<UniqueAddress, Heard> last = new HashMap<>();
  private OptionalLong lastAsked = OptionalLong.empty();
  private OptionalLong lastPutOut = OptionalLong.empty();

  /**
   * @param count of the last heartbeat
   * @param at when this node first saw it, as {@link System#nanoTime} has it
   */
  private record Heard(long count, long at) {}

  /**
   * @param limit for which one may be silent: at least three intervals of heartbeats
   */
  SilentMembers(Duration limit) {
    this.limit = limit;
  }

  /** The database has not answered this node either: who is silent need not be at fault. */
  void forget() {
    last.clear();
    lastAsked = OptionalLong.empty();
  }

  /**
   * Who is silent for too long and is to be put out: one at a time. One that has not written yet,
   * or has deleted its heartbeat because it leaves, is not silent.
   *
   * @param heartbeats the last ones, by address
   * @param asked when the database was asked for them, as {@link System#nanoTime} has it
   * @param answered when it had answered
   */
  Optional<UniqueAddress> among(
      Collection<UniqueAddress> members,
      Map<String, HeartbeatTable.Heartbeat> heartbeats,
      long asked,
      long answered) {
    if (hasStoodStill(asked) || answered - asked > SLOW_ANSWER.toNanos()) {
      forget();
    }
    lastAsked = OptionalLong.of(asked);
    hear(members, heartbeats, asked);
    long falling = last.values().stream().filter(heard -> isFalling(heard, asked)).count();
    boolean most = 2 * falling > last.size() + 1; // this node writes
    if (most || isWithinLimit(lastPutOut, asked)) {
      return Optional.empty();
    }
    // All who look choose the same one.
    Optional<UniqueAddress> silent =
        last.keySet().stream()
            .filter(member -> asked - last.get(member).at() > limit.toNanos())
            .min(Comparator.comparing((UniqueAddress member) -> member.address().toString()));
    if (silent.isPresent()) {
      lastPutOut = OptionalLong.of(asked);
    }
    return silent;
  }

  /** For two of the intervals of which {@code limit} has three. */
  private boolean hasStoodStill(long asked) {
    return lastAsked.isPresent() && asked - lastAsked.getAsLong() > limit.toNanos() / 3 * 2;
  }

  private void hear(
      Collection<UniqueAddress> members,
      Map<String, HeartbeatTable.Heartbeat> heartbeats,
      long asked) {
    boolean otherPutOut =
        last.entrySet().stream()
            .anyMatch(it -> !members.contains(it.getKey()) && isFalling(it.getValue(), asked));
    if (otherPutOut) {
      lastPutOut = OptionalLong.of(asked);
    }
    last.keySet().retainAll(members);
    for (UniqueAddress member : members) {
      HeartbeatTable.Heartbeat heartbeat = heartbeats.get(member.address().toString());
      if (heartbeat == null || heartbeat.uid() != member.longUid()) {
        last.remove(member);
        continue;
      }
      Heard heard = last.get(member);
      if (heard == null || heard.count() != heartbeat.count()) {
        last.put(member, new Heard(heartbeat.count(), asked));
      }
    }
  }

  /** One that writes is heard earlier. */
  private boolean isFalling(Heard heard, long asked) {
    return asked - heard.at() > limit.toNanos() / 2;
  }

  private boolean isWithinLimit(OptionalLong since, long asked) {
    return since.isPresent() && asked - since.getAsLong() <= limit.toNanos();
  }
}
