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

/** What entities that are loaded ask the journal: one statement for many of them. */
final class Lookups<Q, A> {

  private static final int SIDE_BY_SIDE = 2;

  /** Asks the journal. */
  interface Statement<Q, A> {
    /** What is known of each, one of those of which nothing is may be left out. */
    Map<Q, A> answers(Connection connection, List<Q> questions) throws SQLException;
  }

  private record Asked<Q, A>(Q question, CompletableFuture<A> answer) {}

  private final DataSource journal;
  private final Statement<Q, A> statement;
  private final A nothing;
  private final Batches<Asked<Q, A>> batches;

  /**
   * @param size how many are asked by one statement, at most
   * @param nothing the answer about what the journal does not know
   */
  Lookups(
      DataSource journal,
      Executor threads,
      int size,
      int maxWaiting,
      Statement<Q, A> statement,
      A nothing) {
    this.journal = journal;
    this.statement = statement;
    this.nothing = nothing;
    this.batches =
        new Batches<>(
            "entities that are loaded",
            threads,
            SIDE_BY_SIDE,
            size,
            maxWaiting,
            this::answer,
            (asked, why) -> asked.answer.completeExceptionally(why));
  }

  /**
   * @return fails with what the database says, or with a {@link RejectedExecutionException} if too
   *     many wait already
   */
  CompletionStage<A> ask(Q question) {
    Asked<Q, A> asked = new Asked<>(question, new CompletableFuture<>());
    batches.add(asked);
    return asked.answer;
  }

  private void answer(List<Asked<Q, A>> batch) {
    List<Q> questions = batch.stream().map(Asked::question).distinct().toList();
    try (Connection connection = journal.getConnection()) {
      Map<Q, A> answers = statement.answers(connection, questions);
      batch.forEach(it -> it.answer.complete(answers.getOrDefault(it.question, nothing)));
    } catch (SQLException | RuntimeException e) {
      batch.forEach(it -> it.answer.completeExceptionally(e));
    } catch (Error e) {
      batch.forEach(it -> it.answer.completeExceptionally(e)); // whoever waits must hear of it
      throw e;
    }
  }
}
