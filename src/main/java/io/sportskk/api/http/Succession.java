package io.sportskk.api.http;

import akka.NotUsed;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.Pair;
import akka.stream.Attributes;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Who speaks on a connection: first Akka HTTP's layer, and once that has sent the head of an answer
 * that lasts until the connection ends, the body of that answer alone.
 *
 * <p>The layer is a dozen stages, a parser and the last request; for an event stream, which is that
 * and nothing else for hours, they would only take memory. So each part is a stream of its own: it
 * runs in the connection's actor, and when it is over nothing is left of it.
 */
final class Succession {

  /** Those whose turn has not come. */
  private final Queue<Source<ByteString, ?>> parts = new ConcurrentLinkedQueue<>();

  private volatile SinkQueueWithCancel<ByteString> received;

  /**
   * From what is received to what is sent. To be run once.
   *
   * @param layer of Akka HTTP, down from those who answer requests
   */
  Flow<ByteString, ByteString, NotUsed> flow(Flow<ByteString, ByteString, ?> layer) {
    parts.add(requests().via(layer));
    return Flow.fromSinkAndSource(
        Sink.<ByteString>queue()
            .withAttributes(Attributes.inputBuffer(1, 1))
            .mapMaterializedValue(
                queue -> {
                  received = queue;
                  return NotUsed.getInstance();
                }),
        Source.unfold(true, this::part).flatMapConcat(part -> part));
  }

  /** Is asked for the next part when the one before is over. */
  private Optional<Pair<Boolean, Source<ByteString, ?>>> part(boolean first) {
    if (!first) {
      end(); // what still comes is for nobody
    }
    return Optional.ofNullable(parts.poll()).map(part -> Pair.create(false, part));
  }

  /** Nobody asks any more for what is received: it is not kept, nor is a failure of the network. */
  void end() {
    received.cancel();
  }

  private Source<ByteString, NotUsed> requests() {
    return Source.unfoldAsync(
        NotUsed.getInstance(),
        none -> received.pull().thenApply(next -> next.map(bytes -> Pair.create(none, bytes))));
  }

  /** An answer of the layer, the body of which is a part of its own if it lasts so long. */
  HttpResponse takeOver(HttpResponse response) {
    if (!(response.entity() instanceof HttpEntity.CloseDelimited entity)) {
      return response;
    }
    // Whoever asked for the head only never asks for this.
    Source<ByteString, ?> handedOver =
        Source.lazySource(
            () -> {
              parts.add(entity.getDataBytes());
              return Source.empty();
            });
    return response.withEntity(
        HttpEntities.createCloseDelimited(entity.getContentType(), handedOver));
  }
}
