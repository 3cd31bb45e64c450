package io.sportskk.api.stream;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/**
 * The readers of a feed. A reader asks for what comes next only when its client has taken what came
 * before; until there is something, its question waits here. So nothing is ever buffered for a
 * reader: how far it is behind is a number, and the events are in the feed once for all.
 */
public final class FeedReaders {

  private final Map<FeedCommand.Reader, FeedCommand.Next> waiting = new HashMap<>();

  /**
   * @param after what comes after a position, if there is something
   */
  void next(FeedCommand.Next next, LongFunction<Optional<FeedBatch>> after) {
    Optional<FeedBatch> batch = after.apply(next.after());
    if (batch.isPresent()) {
      next.answer().complete(batch.get());
    } else {
      await(next);
    }
  }

  void await(FeedCommand.Next next) {
    waiting.put(next.reader(), next);
  }

  void leave(FeedCommand.Leave leave) {
    waiting.remove(leave.reader());
  }

  /**
   * Answers all readers for whom there is something now.
   *
   * @return whether there was any
   */
  boolean tell(LongFunction<Optional<FeedBatch>> after) {
    int before = waiting.size();
    for (Iterator<FeedCommand.Next> all = waiting.values().iterator(); all.hasNext(); ) {
      FeedCommand.Next next = all.next();
      after
          .apply(next.after())
          .ifPresent(
              batch -> {
                all.remove();
                next.answer().complete(batch);
              });
    }
    return waiting.size() < before;
  }

  /** The feed stops: the streams end, and the clients connect again. */
  void end() {
    waiting.values().forEach(next -> next.answer().complete(FeedBatch.end()));
    waiting.clear();
  }

  /**
   * The stream of one reader.
   *
   * @param lastEventId of the last event that the client has, null for none
   */
  public static Source<ByteString, NotUsed> source(ActorRef<FeedCommand> feed, String lastEventId) {
    return source(feed, null, lastEventId);
  }

  /**
   * The stream of one reader of a buyer's own events.
   *
   * @param buyerId null for everybody's
   * @param lastEventId of the last event that the client has, null for none
   */
  public static Source<ByteString, NotUsed> source(
      ActorRef<FeedCommand> feed, String buyerId, String lastEventId) {
    FeedCommand.Reader reader = new FeedCommand.Reader(buyerId);
    return Source.unfoldAsync(
            Optional.<FeedBatch>empty(), previous -> ask(feed, reader, lastEventId, previous))
        .filter(events -> !events.isEmpty())
        .watchTermination(
            (started, ended) -> {
              ended.whenComplete((done, error) -> feed.tell(new FeedCommand.Leave(reader)));
              return started;
            });
  }

  private static CompletionStage<Optional<Pair<Optional<FeedBatch>, ByteString>>> ask(
      ActorRef<FeedCommand> feed,
      FeedCommand.Reader reader,
      String lastEventId,
      Optional<FeedBatch> previous) {
    CompletableFuture<FeedBatch> answer = new CompletableFuture<>();
    feed.tell(
        previous.isEmpty()
            ? new FeedCommand.Open(reader, lastEventId, answer)
            : new FeedCommand.Next(reader, previous.get().position(), answer));
    return answer.thenApply(
        batch ->
            batch.last()
                ? Optional.empty()
                : Optional.of(Pair.create(Optional.of(batch), batch.events())));
  }
}
