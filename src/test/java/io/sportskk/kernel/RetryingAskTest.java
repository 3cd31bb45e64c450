package io.sportskk.kernel;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RetryingAskTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final EntityTypeKey<Question> KEY = EntityTypeKey.create(Question.class, "Asked");

  private final TestProbe<Question> entity = KIT.createTestProbe();
  private final EntityRef<Question> ref = TestEntityRef.of(KEY, "1", entity.getRef());
  private final RetryingAsk asks = new RetryingAsk(KIT.system(), Duration.ofMillis(50));

  record Question(ActorRef<String> replyTo) {}

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void aQuestionThatWasLostIsAskedAgainByTheSameAsker() {
    CompletableFuture<String> answer = ask(LIMIT);
    Question lost = entity.receiveMessage();
    Question again = entity.receiveMessage();
    assertThat(again).isEqualTo(lost);
    again.replyTo().tell("yes");
    assertThat(answer).succeedsWithin(LIMIT).isEqualTo("yes");
  }

  @Test
  void whatIsAnsweredIsNotAskedAgain() {
    CompletableFuture<String> answer = ask(LIMIT);
    entity.receiveMessage().replyTo().tell("yes");
    assertThat(answer).succeedsWithin(LIMIT);
    entity.expectNoMessage(Duration.ofMillis(200));
  }

  @Test
  void whatIsNeverAnsweredFailsInTime() {
    CompletableFuture<String> answer = ask(Duration.ofMillis(300));
    assertThat(answer)
        .failsWithin(LIMIT)
        .withThrowableThat()
        .withCauseInstanceOf(TimeoutException.class);
  }

  private CompletableFuture<String> ask(Duration timeout) {
    return asks.ask(ref, Question::new, timeout).toCompletableFuture();
  }
}
