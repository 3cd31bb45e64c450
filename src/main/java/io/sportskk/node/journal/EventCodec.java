package io.sportskk.node.journal;

import akka.actor.ActorRef;
import akka.persistence.PersistentRepr;
import akka.persistence.PersistentRepr$;
import akka.persistence.journal.Tagged;
import akka.serialization.Serialization;
import akka.serialization.Serializer;
import akka.serialization.Serializers;

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
    if (event.payload() instanceof Tagged) {
      throw new IllegalArgumentException("the journal does not store tags of events");
    }
    Object payload = event.payload();
    Serializer serializer = serialization.findSerializerFor(payload);
    return new EventRow(
        event.persistenceId(),
        event.sequenceNr(),
        event.writerUuid(),
        event.timestamp(),
        event.manifest(),
        serializer.identifier(),
        Serializers.manifestFor(serializer, payload),
        serialization.serialize(payload).get());
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
