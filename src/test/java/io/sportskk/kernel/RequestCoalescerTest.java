package io.sportskk.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.testing.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RequestCoalescerTest {

  private final List<CompletableFuture<String>> asked = new ArrayList<>();
  private final RequestCoalescer<String, String> questions =
      new RequestCoalescer<>(
          about -> {
            CompletableFuture<String> question = new CompletableFuture<>();
            asked.add(question);
            return question;
          },
          Patience.LIMIT);

  @Test
  void nobodyWaitsLongerForTheQuestionBeforeHisOwnThanForHisOwn() {
    RequestCoalescer<String, String> impatient =
        new RequestCoalescer<>(about -> new CompletableFuture<>(), Duration.ofMillis(50));

    for (CompletionStage<String> answer : List.of(impatient.ask("a"), impatient.ask("a"))) {
      assertThat(answer.toCompletableFuture())
          .failsWithin(Patience.LIMIT)
          .withThrowableThat()
          .withCauseInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void whoComesWhileAQuestionIsUnderWayGetsTheAnswerToTheNextOne() {
    CompletionStage<String> first = questions.ask("a");
    CompletionStage<String> second = questions.ask("a");
    CompletionStage<String> third = questions.ask("a");
    assertThat(asked).hasSize(1);

    asked.get(0).complete("open");
    assertThat(first).isCompletedWithValue("open");
    assertThat(second.toCompletableFuture()).isNotDone();
    assertThat(asked).hasSize(2);

    asked.get(1).complete("closed");
    assertThat(second).isCompletedWithValue("closed");
    assertThat(third).isCompletedWithValue("closed");
    assertThat(asked).hasSize(2);
  }

  @Test
  void otherThingsAreAskedAboutAtTheSameTime() {
    questions.ask("a");
    questions.ask("b");
    assertThat(asked).hasSize(2);
  }

  @Test
  void aQuestionIsAskedAgainOnceItWasAnswered() {
    questions.ask("a");
    asked.get(0).complete("open");
    CompletionStage<String> later = questions.ask("a");
    assertThat(asked).hasSize(2);
    asked.get(1).complete("closed");
    assertThat(later).isCompletedWithValue("closed");
  }

  @Test
  void aQuestionThatFailsDoesNotKeepTheNextOneFromBeingAsked() {
    CompletionStage<String> first = questions.ask("a");
    CompletionStage<String> second = questions.ask("a");
    asked.get(0).completeExceptionally(new IllegalStateException("gone"));
    assertThat(first).isCompletedExceptionally();
    asked.get(1).complete("open");
    assertThat(second).isCompletedWithValue("open");
  }

  @Test
  void aQuestionThatCanNotBeAskedFails() {
    RequestCoalescer<String, String> impossible =
        new RequestCoalescer<>(
            about -> {
              throw new IllegalStateException("nobody to ask");
            },
            Patience.LIMIT);
    assertThat(impossible.ask("a")).isCompletedExceptionally();
    assertThat(impossible.ask("a")).isCompletedExceptionally();
  }
}
