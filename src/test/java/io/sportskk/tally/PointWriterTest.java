package io.sportskk.tally;

import static io.sportskk.tally.TallyFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import io.sportskk.testing.ManualClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PointWriterTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private record Write(Instant turn, CompletableFuture<Integer> written) {}

  private final BlockingQueue<Write> writes = new LinkedBlockingQueue<>();
  private final ManualClock clock = new ManualClock(NOW);
  private ActorTestKit testKit;
  private ManualTime time;

  @BeforeEach
  void start() {
    testKit = ActorTestKit.create(ManualTime.config());
    time = ManualTime.get(testKit.system());
    testKit.spawn(
        PointWriter.create(
            turn -> {
              CompletableFuture<Integer> written = new CompletableFuture<>();
              writes.add(new Write(turn, written));
              return written;
            },
            MINUTE,
            clock));
  }

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
  }

  @Test
  void aTurnIsAWholeMinuteWheneverANodeWasStarted() {
    assertThat(PointWriter.turn(NOW, MINUTE)).isEqualTo(NOW);
    assertThat(PointWriter.turn(NOW.plusMillis(59_999), MINUTE)).isEqualTo(NOW);
    assertThat(PointWriter.turn(NOW.minusMillis(1), MINUTE)).isEqualTo(NOW.minusSeconds(60));
    assertThat(PointWriter.turn(NOW.plusMillis(350), Duration.ofMillis(100)))
        .isEqualTo(NOW.plusMillis(300));
  }

  @Test
  void itWritesAgainAndAgainAsOfTheTurn() {
    clock.setTo(NOW.plusMillis(60_003));
    Write first = next();
    assertThat(first.turn()).isEqualTo(NOW.plusSeconds(60));
    first.written().complete(1);

    clock.setTo(NOW.plusMillis(120_001));
    assertThat(next().turn()).isEqualTo(NOW.plusSeconds(120));
  }

  /** Its statement may still be under way. */
  @Test
  void whileItHasNoAnswerItDoesNotWriteAgain() {
    Write slow = next();
    time.timePasses(MINUTE.multipliedBy(5));
    assertThat(writes).isEmpty();
    slow.written().complete(1);
    next();
  }

  @Test
  void aFailureIsLoggedOnceAndTriedAgain() {
    LoggingTestKit.warn("How totals move can't be written down")
        .withOccurrences(1)
        .expect(
            testKit.system(),
            () -> {
              for (int i = 0; i < 3; i++) {
                next().written().completeExceptionally(new SQLException("it is away"));
              }
              return null;
            });
    LoggingTestKit.info("How totals move is written down again")
        .withOccurrences(1)
        .expect(testKit.system(), () -> next().written().complete(5));
  }

  /** At its next turn: it may still be busy with the answer to the last one. */
  private Write next() {
    Awaitility.await()
        .until(
            () -> {
              time.timePasses(MINUTE);
              return !writes.isEmpty();
            });
    return writes.remove();
  }
}
