package io.sportskk.node.cluster;

import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts members out of the cluster that do not write that they are there any more, while others do:
 * they can't reach the journal's database, or must not write. Used by one thread.
 */
final class SilenceWatch {

  private static final Logger LOG = LoggerFactory.getLogger(SilenceWatch.class);
  private static final Duration KNOWN_FOR = Duration.ofHours(1);

  private final Cluster cluster;
  private final DataSource journal;
  private final SilentMembers silentMembers;

  /**
   * @param silence for which a member may not write
   */
  SilenceWatch(Cluster cluster, DataSource journal, Duration silence) {
    this.cluster = cluster;
    this.journal = journal;
    this.silentMembers = new SilentMembers(silence);
  }

  /** This node could not write either: who is silent need not be at fault. */
  void forget() {
    silentMembers.forget();
  }

  /** This node has just written. One that it can't reach is left to the split brain resolver. */
  void look() {
    try (Connection connection = journal.getConnection()) {
      long asked = System.nanoTime();
      Map<String, HeartbeatTable.Heartbeat> known = HeartbeatTable.recent(connection, KNOWN_FOR);
      silentMembers
          .among(reachable(), known, asked, System.nanoTime())
          .ifPresent(
              silent -> {
                LOG.error(
                    "{} is put out: it is silent in the journal's database, which answers this node",
                    silent.address());
                cluster.manager().tell(new Down(silent.address()));
              });
    } catch (SQLException e) {
      silentMembers.forget();
      LOG.debug("Who is silent is unknown", e);
    }
  }

  private List<UniqueAddress> reachable() {
    CurrentClusterState state = cluster.state();
    UniqueAddress self = cluster.selfMember().uniqueAddress();
    List<UniqueAddress> reachable = new ArrayList<>();
    for (Member member : state.getMembers()) {
      if (member.status() == MemberStatus.up()
          && !member.uniqueAddress().equals(self)
          && !state.getUnreachable().contains(member)) {
        reachable.add(member.uniqueAddress());
      }
    }
    return reachable;
  }
}
