package io.sportskk.api;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A list that is read page by page. */
final class Pages {

  private Pages() {}

  /**
   * All pages. The first one has been read, and has decided whether there is an answer; the others
   * are read one at a time, as fast as the client takes them: one that is slow keeps nothing but
   * its connection.
   *
   * @param next where a page ends, null if it is the last
   * @param read reads the page after there
   */
  static <P> Source<P, NotUsed> from(
      P first, Function<P, String> next, Function<String, CompletionStage<P>> read) {
    Source<P, NotUsed> later =
        Source.unfoldAsync(
            Optional.ofNullable(next.apply(first)),
            cursor ->
                cursor.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : read.apply(cursor.get())
                        .thenApply(
                            page ->
                                Optional.of(
                                    Pair.create(Optional.ofNullable(next.apply(page)), page))));
    return Source.single(first).concat(later);
  }
}
