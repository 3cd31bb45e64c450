package io.sportskk.node.journal;

import io.sportskk.kernel.Batches;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;

/** How far the numbers of entities have come that are loaded: asked for many at once. */
final class HighestNumbers {

  private static final int SIDE_BY_SIDE = 2;
  private static final int SIZE = 100;

  private record Question(String persistenceId, CompletableFuture<Long> answer) {}

  private final DataSource journal;
  private final Batches<Question> batches;

  HighestNumbers(DataSource journal, Executor threads, int maxWaiting) {
    this.journal = journal;
    this.batches =
        new Batches<>(
            "entities that are loaded",
            threads,
            SIDE_BY_SIDE,
            SIZE,
            maxWaiting,
            this::answer,
            (question, why) -> question.answer.completeExceptionally(why));
  }

  /**
   * @return the number of the entity's last event, 0 if it has none; fails with what the database
   *     says, or with a {@link RejectedExecutionException} if too many wait already
   */
  CompletionStage<Long> of(String persistenceId) {
    Question question = new Question(persistenceId, new CompletableFuture<>());
    batches.add(question);
    return question.answer;
  }

  private void answer(List<Question> questions) {
    List<String> ids = questions.stream().map(Question::persistenceId).distinct().toList();
    try (Connection connection = journal.getConnection()) {
      Map<String, Long> highest = EventTable.highest(connection, ids);
      questions.forEach(it -> it.answer.complete(highest.getOrDefault(it.persistenceId, 0L)));
    } catch (SQLException | RuntimeException e) {
      questions.forEach(it -> it.answer.completeExceptionally(e));
    } catch (Error e) {
      questions.forEach(it -> it.answer.completeExceptionally(e)); // whoever waits must hear of it
      throw e;
    }
  }
}
