package io.sportskk.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import io.sportskk.testing.TestDatabases;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JdbcCallsTest {

  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(30);

  private static ActorTestKit kit;
  private static TestDatabases databases;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    kit = start("");
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
    databases.close();
  }

  private static ActorTestKit start(String settings) {
    return ActorTestKit.create(
        "jdbc-calls",
        ConfigFactory.parseString(settings + "\nakka.actor.provider = local")
            .withFallback(ConfigFactory.load()));
  }

  private static JdbcCalls calls(Duration timeout) {
    return new JdbcCalls(Bulkhead.VIEW.of(kit.system()), databases.journal(), timeout);
  }

  @Test
  void aCallFailsWithWhatTheDatabaseSays() {
    CompletableFuture<Boolean> call =
        calls(LONG)
            .run(
                connection -> {
                  try (Statement statement = connection.createStatement()) {
                    return statement.execute("SELECT 1 / 0");
                  }
                });
    assertThatThrownBy(() -> call.get(LONG.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("division by zero");
  }

  @Test
  void aCallIsGivenUpWhenItsTimeIsOver() {
    CountDownLatch answer = new CountDownLatch(1);
    CompletableFuture<String> call =
        calls(SHORT)
            .run(
                connection -> {
                  awaited(answer);
                  return "too late";
                });
    assertThatThrownBy(() -> call.get(LONG.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TimeoutException.class);
    answer.countDown();
  }

  @Test
  void aCallThatNobodyWaitsForAnyMoreIsNotMade() throws Exception {
    ActorTestKit oneThread =
        start("sportskk.dispatchers.view.thread-pool-executor.fixed-pool-size = 1");
    Executor threads = Bulkhead.VIEW.of(oneThread.system());
    try {
      CountDownLatch answer = new CountDownLatch(1);
      CompletionStage<Boolean> silent = JdbcCalls.untimed(threads, () -> awaited(answer));
      AtomicBoolean made = new AtomicBoolean();
      CompletableFuture<Void> waits =
          new JdbcCalls(threads, databases.journal(), SHORT)
              .run(
                  connection -> {
                    made.set(true);
                    return null;
                  });
      assertThatThrownBy(waits::join).hasCauseInstanceOf(TimeoutException.class);
      answer.countDown();
      silent
          .thenCompose(said -> JdbcCalls.untimed(threads, () -> "the one after it"))
          .toCompletableFuture()
          .get(LONG.toSeconds(), TimeUnit.SECONDS);
      assertThat(made).isFalse();
    } finally {
      oneThread.shutdownTestKit();
    }
  }

  @Test
  void workWithoutALimitOfItsOwnEndsWhenItIsDone() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    CompletableFuture<String> work =
        JdbcCalls.untimed(
                Bulkhead.VIEW.of(kit.system()),
                () -> {
                  awaited(answer);
                  return "done";
                })
            .toCompletableFuture();
    // A call with a limit, begun later, is over before it.
    assertThatThrownBy(() -> calls(SHORT).run(connection -> awaited(answer)).join())
        .hasCauseInstanceOf(TimeoutException.class);
    assertThat(work).isNotDone();
    answer.countDown();
    assertThat(work.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("done");
  }

  @Test
  void workFailsWithWhatItThrowsAlsoIfThatIsAnError() {
    IllegalStateException failure = new IllegalStateException("not now");
    assertThat(
            JdbcCalls.untimed(
                Bulkhead.VIEW.of(kit.system()),
                () -> {
                  throw failure;
                }))
        .failsWithin(LONG)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isSameAs(failure);
    assertThat(
            JdbcCalls.untimed(
                Bulkhead.VIEW.of(kit.system()),
                () -> {
                  throw new AssertionError("a fault of the program");
                }))
        .failsWithin(LONG)
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("a fault of the program");
  }

  @Test
  void whoeverComesWhenTooManyWaitIsRefusedAtOnce() throws Exception {
    ActorTestKit small =
        start(
            """
            sportskk.dispatchers.view {
              thread-pool-executor.fixed-pool-size = 2
              max-waiting = 3
            }""");
    CountDownLatch answer = new CountDownLatch(1);
    CountDownLatch silent = new CountDownLatch(2);
    try {
      JdbcCalls calls = new JdbcCalls(Bulkhead.VIEW.of(small.system()), databases.journal(), LONG);
      List<CompletableFuture<Boolean>> taken = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        taken.add(
            calls.run(
                connection -> {
                  silent.countDown();
                  return awaited(answer);
                }));
      }
      assertThat(silent.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 3; i++) {
        taken.add(calls.run(connection -> true));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(calls.run(connection -> true))
            .isCompletedExceptionally()
            .failsWithin(LONG)
            .withThrowableOfType(ExecutionException.class)
            .havingCause()
            .isInstanceOf(RejectedExecutionException.class)
            .withMessage("3 calls wait for the threads of view already");
      }
      // Nobody who asks another database hears of it.
      assertThat(JdbcCalls.untimed(Bulkhead.TALLY.of(small.system()), () -> "done"))
          .succeedsWithin(LONG);
      answer.countDown();
      for (CompletableFuture<Boolean> call : taken) {
        assertThat(call.get(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
      assertThat(calls.run(connection -> true)).succeedsWithin(LONG);
    } finally {
      answer.countDown();
      small.shutdownTestKit();
    }
  }

  private static boolean awaited(CountDownLatch answer) {
    try {
      return answer.await(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
