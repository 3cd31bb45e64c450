package io.sportskk.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import akka.cluster.UniqueAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SilentMembersTest {

  private static final UniqueAddress ONE = member("10.0.0.1", 1);
  private static final UniqueAddress OTHER = member("10.0.0.2", 2);
  private static final UniqueAddress THIRD = member("10.0.0.3", 3);
  private static final UniqueAddress FOURTH = member("10.0.0.4", 4);

  private final SilentMembers members = new SilentMembers(Duration.ofSeconds(15));
  private final Map<String, HeartbeatTable.Heartbeat> heartbeats = new HashMap<>();
  private List<UniqueAddress> there = List.of(ONE, OTHER);

  @Test
  void whoStopsWritingWhileOthersGoOnIsSilent() {
    beat(OTHER, 1);
    for (int second = 0; second <= 15; second += 5) {
      beat(ONE, second);
      assertThat(silentAfter(second)).isEmpty();
    }
    beat(ONE, 16);
    assertThat(silentAfter(16)).contains(OTHER);
  }

  @Test
  void afterAnOutageOfTheDatabaseAllHaveTimeToComeBack() {
    beat(OTHER, 1);
    assertThat(silentAfter(0)).isEmpty();
    members.forget();
    assertThat(silentAfter(600)).isEmpty();
    assertThat(silentAfter(608)).isEmpty();
    assertThat(silentAfter(615)).isEmpty();
    assertThat(silentAfter(616)).contains(OTHER);
  }

  /** As when a hypervisor pauses all: the first to wake sees that nobody has written. */
  @Test
  void whoWasFrozenItselfBlamesNobody() {
    beat(ONE, 1);
    beat(OTHER, 1);
    assertThat(silentAfter(0)).isEmpty();
    beat(ONE, 2);
    assertThat(silentAfter(600)).isEmpty();
    beat(ONE, 3);
    assertThat(silentAfter(605)).isEmpty();
  }

  @Test
  void whoseQueryWasAnsweredLateBlamesNobody() {
    beat(OTHER, 1);
    assertThat(silentAfter(0)).isEmpty();
    assertThat(silentAfter(8)).isEmpty();
    assertThat(
            members.among(
                there,
                heartbeats,
                Duration.ofSeconds(16).toNanos(),
                Duration.ofSeconds(18).toNanos()))
        .isEmpty();
    assertThat(silentAfter(21)).isEmpty();
  }

  /** One that writes is as good as half of the cluster, and the other could store nothing. */
  @Test
  void ofTwoNodesTheOneThatDoesNotWriteIsPutOut() {
    there = List.of(ONE);
    beat(ONE, 1);
    for (int second = 0; second <= 15; second += 5) {
      assertThat(silentAfter(second)).isEmpty();
    }
    assertThat(silentAfter(16)).contains(ONE);
  }

  @Test
  void mostOfAllAreNotPutOut() {
    there = List.of(ONE, OTHER);
    beat(ONE, 1);
    beat(OTHER, 1);
    for (int second = 0; second <= 60; second += 5) {
      assertThat(silentAfter(second)).isEmpty();
    }
  }

  @Test
  void oneIsPutOutAtATime() {
    there = List.of(ONE, OTHER, THIRD, FOURTH);
    beat(ONE, 1);
    beat(OTHER, 1);
    for (int second = 0; second <= 15; second += 5) {
      beatOfTheHealthy(second);
      assertThat(silentAfter(second)).isEmpty();
    }
    beatOfTheHealthy(16);
    assertThat(silentAfter(16)).contains(ONE);
    there = List.of(OTHER, THIRD, FOURTH);
    for (int second = 20; second <= 30; second += 5) {
      beatOfTheHealthy(second);
      assertThat(silentAfter(second)).isEmpty();
    }
    for (int second = 35; second <= 40; second += 5) {
      beatOfTheHealthy(second);
      if (silentAfter(second).equals(Optional.of(OTHER))) {
        return;
      }
    }
    throw new AssertionError("the second one that is silent is put out, too");
  }

  @Test
  void whoHasNotWrittenYetAndWhoLeavesIsNotSilent() {
    for (int second = 0; second <= 20; second += 5) {
      assertThat(silentAfter(second)).isEmpty();
    }
    beat(OTHER, 1);
    for (int second = 25; second <= 40; second += 5) {
      assertThat(silentAfter(second)).isEmpty();
    }
    heartbeats.clear();
    assertThat(silentAfter(45)).isEmpty();
  }

  @Test
  void theHeartbeatOfAnEarlierProcessOnThatAddressDoesNotCount() {
    beat(member("10.0.0.2", 3), 1);
    for (int second = 0; second <= 30; second += 5) {
      assertThat(silentAfter(second)).isEmpty();
    }
  }

  private void beatOfTheHealthy(int count) {
    beat(THIRD, count);
    beat(FOURTH, count);
  }

  private void beat(UniqueAddress member, long count) {
    String address = member.address().toString();
    heartbeats.put(address, new HeartbeatTable.Heartbeat(address, member.longUid(), count));
  }

  private Optional<UniqueAddress> silentAfter(long seconds) {
    long asked = Duration.ofSeconds(seconds).toNanos();
    return members.among(there, heartbeats, asked, asked);
  }

  private static UniqueAddress member(String host, long uid) {
    return new UniqueAddress(new Address("akka", "sportskk", host, 25520), uid);
  }
}
