package io.sportskk.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import akka.cluster.UniqueAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SilentMembersTest {

  private static final UniqueAddress ONE = member("10.0.0.1", 1);
  private static final UniqueAddress OTHER = member("10.0.0.2", 2);

  private final SilentMembers members = new SilentMembers(Duration.ofSeconds(15));
  private final Map<String, HeartbeatTable.Heartbeat> heartbeats = new HashMap<>();

  @Test
  void whoStopsWritingWhileOthersGoOnIsSilent() {
    beat(ONE, 1);
    beat(OTHER, 1);
    assertThat(silentAfter(0)).isEmpty();
    beat(ONE, 2);
    assertThat(silentAfter(15)).isEmpty();
    beat(ONE, 3);
    assertThat(silentAfter(16)).containsExactly(OTHER);
  }

  @Test
  void afterAnOutageOfTheDatabaseAllHaveTimeToComeBack() {
    beat(OTHER, 1);
    assertThat(silentAfter(0)).isEmpty();
    members.forget();
    assertThat(silentAfter(600)).isEmpty();
    assertThat(silentAfter(615)).isEmpty();
    assertThat(silentAfter(616)).containsExactly(OTHER);
  }

  @Test
  void whoWasFrozenItselfBlamesNobody() {
    beat(OTHER, 1);
    assertThat(silentAfter(0)).isEmpty();
    beat(OTHER, 600);
    assertThat(silentAfter(600)).isEmpty();
  }

  @Test
  void whoHasNotWrittenYetAndWhoLeavesIsNotSilent() {
    assertThat(silentAfter(0)).isEmpty();
    assertThat(silentAfter(600)).isEmpty();
    beat(OTHER, 1);
    assertThat(silentAfter(601)).isEmpty();
    heartbeats.clear();
    assertThat(silentAfter(1_200)).isEmpty();
  }

  @Test
  void theHeartbeatOfAnEarlierProcessOnThatAddressDoesNotCount() {
    beat(member("10.0.0.2", 3), 1);
    assertThat(silentAfter(0)).isEmpty();
    assertThat(silentAfter(600)).isEmpty();
  }

  private void beat(UniqueAddress member, long count) {
    String address = member.address().toString();
    heartbeats.put(address, new HeartbeatTable.Heartbeat(address, member.longUid(), count));
  }

  private Set<UniqueAddress> silentAfter(long seconds) {
    return members.among(List.of(ONE, OTHER), heartbeats, Duration.ofSeconds(seconds).toNanos());
  }

  private static UniqueAddress member(String host, long uid) {
    return new UniqueAddress(new Address("akka", "sportskk", host, 25520), uid);
  }
}
