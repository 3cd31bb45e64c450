package io.sportskk.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettlementWakerTest {

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final BlockingQueue<CompletableFuture<List<String>>> asked = new LinkedBlockingQueue<>();
  private ActorTestKit testKit;
  private ManualTime time;
  private TestProbe<String> woken;

  @BeforeEach
  void start() {
    testKit = ActorTestKit.create(ManualTime.config());
    time = ManualTime.get(testKit.system());
    woken = testKit.createTestProbe();
    testKit.spawn(
        SettlementWaker.create(
            () -> {
              CompletableFuture<List<String>> answer = new CompletableFuture<>();
              asked.add(answer);
              return answer;
            },
            EVERY,
            matchId -> woken.ref().tell(matchId)));
  }

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  @Test
  void whateverMayHaveSomethingToDoIsWokenAgainAndAgain() {
    for (int i = 0; i < 2; i++) {
      look().complete(List.of("match-1", "match-2"));
      woken.expectMessage("match-1");
      woken.expectMessage("match-2");
    }
  }

  @Test
  void whileItsQuestionIsNotAnsweredItAsksNoOther() {
    CompletableFuture<List<String>> slow = look();
    time.timePasses(EVERY.multipliedBy(5));
    slow.complete(List.of("match-1"));
    woken.expectMessage("match-1");
    assertThat(asked).isEmpty();
    look().complete(List.of("match-2"));
    woken.expectMessage("match-2");
  }

  @Test
  void itGoesOnWhenTheDatabaseIsBack() {
    look().completeExceptionally(new SQLException("the database is away"));
    look().complete(List.of("match-1"));
    woken.expectMessage("match-1");
  }

  /** What it asks at its next look: it may still be busy with the answer to the last one. */
  private CompletableFuture<List<String>> look() {
    Awaitility.await()
        .until(
            () -> {
              time.timePasses(EVERY);
              return !asked.isEmpty();
            });
    return asked.remove();
  }
}
