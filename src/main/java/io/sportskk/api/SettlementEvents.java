package io.sportskk.api;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.Pair;
import akka.pattern.Patterns;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.sportskk.api.http.TextRule;
import io.sportskk.api.stream.OpenStreams;
import io.sportskk.api.stream.Sse;
import io.sportskk.api.stream.StreamKind;
import io.sportskk.settlement.Settlement;
import io.sportskk.settlement.SettlementCommand.GetSettlement;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of one settlement. It is asked how it stands once a second while its watcher reads;
 * while it does not answer the stream is silent.
 */
final class SettlementEvents {

  static final TextRule EVENT_ID =
      new TextRule(
          Pattern.compile("[0-9]{1,9}-[0-9]{1,18}-[a-z]{1,16}"), "the id of an earlier event");

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(SettlementEvents.class);

  private final ActorSystem<?> system;
  private final EntityClient entities;
  private final OpenStreams streams;
  private final Clock clock;

  SettlementEvents(ActorSystem<?> system, EntityClient entities, OpenStreams streams, Clock clock) {
    this.system = system;
    this.entities = entities;
    this.streams = streams;
    this.clock = clock;
  }

  /**
   * @param lastEventId of the last event that the client has, null for none
   * @param lasts how long the stream may last
   */
  CompletionStage<HttpResponse> answer(String matchId, String lastEventId, Duration lasts) {
    return SettlementRoutes.find(entities, matchId)
        .thenApply(
            now ->
                isLast(now) && id(now).equals(lastEventId)
                    ? Sse.noMore()
                    : streams.open(StreamKind.SETTLEMENT, lasts, from(now)));
  }

  private Source<ByteString, NotUsed> from(Settlement first) {
    return Source.single(event(first))
        .concat(
            Source.unfoldAsync(
                first,
                last ->
                    isLast(last)
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : next(last)
                            .thenApply(
                                now ->
                                    Optional.of(
                                        Pair.create(
                                            now,
                                            now.equals(last)
                                                ? ByteString.emptyByteString()
                                                : event(now))))))
        .filter(events -> !events.isEmpty());
  }

  /** How it stands a second later, or as before if it does not answer. */
  private CompletionStage<Settlement> next(Settlement last) {
    return Patterns.after(
            LOOK_AGAIN,
            system.classicSystem(),
            () -> entities.<Settlement>settlement(last.matchId(), GetSettlement::new))
        .exceptionally(
            failure -> {
              LOG.debug("the settlement of {} does not answer", last.matchId(), failure);
              return last;
            });
  }

  /** Nothing is left to be done, unless the result should be corrected. */
  private static boolean isLast(Settlement settlement) {
    return settlement.phase() == Settlement.Phase.COMPLETED;
  }

  private ByteString event(Settlement settlement) {
    return Sse.json("settlement", id(settlement), SettlementJson.of(settlement, clock.instant()));
  }

  private static String id(Settlement settlement) {
    return "%d-%d-%s"
        .formatted(
            settlement.fixed() == null ? 0 : settlement.fixed().round(),
            settlement.sums().tickets(),
            settlement.phase().name().toLowerCase(Locale.ROOT));
  }
}
