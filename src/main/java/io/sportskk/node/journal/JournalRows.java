package io.sportskk.node.journal;

import io.sportskk.kernel.JdbcCalls;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/**
 * What readers ask the journal's database.
 *
 * @param threads on which may be waited for it
 */
record JournalRows(DataSource journal, Executor threads, EventCodec codec)
    implements JournalEnd.Rows {

  @Override
  public CompletionStage<Long> highest() {
    return ask(EventTable::last);
  }

  @Override
  public CompletionStage<List<TailEvent>> events(long after, long upTo, int limit) {
    return ask(
        connection ->
            EventTable.between(connection, after, upTo, limit).stream()
                .map(stored -> new TailEvent(stored, codec))
                .toList());
  }

  /** As {@link #events(long, long, int)}, those of one kind of entity only. */
  CompletionStage<List<TailEvent>> events(long after, long upTo, String entityType, int limit) {
    return ask(
        connection ->
            EventTable.between(connection, after, upTo, entityType + "|", limit).stream()
                .map(stored -> new TailEvent(stored, codec))
                .toList());
  }

  @Override
  public CompletionStage<Set<String>> writers() {
    return ask(EventTable::writers);
  }

  /** Those of one entity from the first to a number, in their order. */
  CompletionStage<List<TailEvent>> of(String persistenceId, long from, long to, int max) {
    EventTable.Part part = new EventTable.Part(persistenceId, from, to, max);
    return ask(
        connection ->
            EventTable.replay(connection, List.of(part)).getOrDefault(part, List.of()).stream()
                .map(stored -> new TailEvent(stored, codec))
                .toList());
  }

  private <T> CompletionStage<T> ask(JdbcCalls.Call<T> question) {
    return JdbcCalls.untimed(
        threads,
        () -> {
          try (Connection connection = journal.getConnection()) {
            return question.on(connection);
          }
        });
  }
}
