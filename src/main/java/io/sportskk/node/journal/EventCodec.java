package io.sportskk.node.journal;

import akka.actor.ActorRef;
import akka.persistence.PersistentRepr;
import akka.persistence.PersistentRepr$;
import akka.persistence.journal.Tagged;
import akka.serialization.Serialization;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import java.util.Set;
import scala.jdk.javaapi.CollectionConverters;

/** Between the events of entities and the rows of the journal. */
final class EventCodec {

  private final Serialization serialization;

  EventCodec(Serialization serialization) {
    this.serialization = serialization;
  }

  /**
   * @throws IllegalArgumentException if the event has what the journal has no column for
   * @throws RuntimeException if it can't be serialized
   */
  EventRow row(PersistentRepr event) {
    if (event.metadata().isDefined()) {
      throw new IllegalArgumentException("the journal does not store metadata of events");
    }
    Object payload = event.payload();
    String tag = null;
    if (payload instanceof Tagged tagged) {
      payload = tagged.payload();
      tag = only(CollectionConverters.asJava(tagged.tags()));
    }
    Serializer serializer = serialization.findSerializerFor(payload);
    return new EventRow(
        event.persistenceId(),
        event.sequenceNr(),
        event.writerUuid(),
        event.timestamp(),
        event.manifest(),
        serializer.identifier(),
        Serializers.manifestFor(serializer, payload),
        serialization.serialize(payload).get(),
        tag);
  }

  private static String only(Set<String> tags) {
    if (tags.size() > 1) {
      throw new IllegalArgumentException("an event has one tag at most, not " + tags);
    }
    return tags.isEmpty() ? null : tags.iterator().next();
  }

  /**
   * @throws RuntimeException if it can't be read
   */
  PersistentRepr event(EventRow row) {
    Object payload =
        serialization
            .deserialize(row.payload(), row.serializerId(), row.serializerManifest())
            .get();
    return PersistentRepr$.MODULE$
        .apply(
            payload,
            row.sequenceNumber(),
            row.persistenceId(),
            row.adapterManifest(),
            false,
            ActorRef.noSender(),
            row.writer())
        .withTimestamp(row.timestamp());
  }
}
