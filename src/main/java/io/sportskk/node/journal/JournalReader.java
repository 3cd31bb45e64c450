package io.sportskk.node.journal;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.persistence.Persistence;
import akka.persistence.query.Offset;
import akka.persistence.query.Sequence;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.persistence.query.typed.EventEnvelope;
import akka.persistence.query.typed.javadsl.EventsBySliceQuery;
import akka.stream.javadsl.Source;
import io.sportskk.kernel.SliceRange;
import io.sportskk.kernel.Slices;
import io.sportskk.node.journal.JournalTail.Part;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What projections read the journal with. They never pass a number that is missing and may still
 * come: a transaction takes the numbers of its events when it inserts them, and shows them when it
 * commits, which may be long after. Decision 16 has the proof.
 *
 * <p>Whoever is at the end gets the newest events from memory. Whoever is further behind reads them
 * from the database, a thousand of its kind of entity at a time; those of other slices are passed
 * over undecoded.
 */
final class JournalReader
    implements EventsBySliceQuery,
        CurrentEventsByPersistenceIdQuery,
        akka.persistence.query.scaladsl.ReadJournal {

  /** How many are read at once, and handed to a projection at once. */
  private static final int AT_ONCE = 1_000;

  /** Among how many numbers they are looked for at once: a query must not take long. */
  private static final int NUMBERS_AT_ONCE = 50_000;

  private static final long NO_MORE = -1;

  private final ActorSystem<?> system;
  private final JournalTail tail;
  private final JournalRows rows;

  JournalReader(ActorSystem<?> system, JournalTail tail, JournalRows rows) {
    this.system = system;
    this.tail = tail;
    this.rows = rows;
  }

  /**
   * Without an end.
   *
   * @param offset a number of the journal ({@link Sequence}), or {@link Offset#noOffset}
   */
  @Override
  public <E> Source<EventEnvelope<E>, NotUsed> eventsBySlices(
      String entityType, int minSlice, int maxSlice, Offset offset) {
    SliceRange slices = new SliceRange(minSlice, maxSlice);
    return Source.unfoldAsync(
            number(offset),
            after ->
                next(after, entityType, slices)
                    .thenApply(part -> Optional.of(Pair.create(part.upTo(), part.events()))))
        .mapConcat(events -> events)
        .map(JournalReader::envelope);
  }

  private static long number(Offset offset) {
    if (offset instanceof Sequence sequence) {
      return sequence.value();
    }
    if (Offset.noOffset().equals(offset)) {
      return 0;
    }
    throw new IllegalArgumentException("an offset is a number of the journal, not " + offset);
  }

  /** The type of what an entity's events are is known to who asks for them. */
  @SuppressWarnings("unchecked")
  private static <E> EventEnvelope<E> envelope(TailEvent event) {
    return (EventEnvelope<E>) event.envelope();
  }

  /** What follows, as soon as there is something: it may be events of others only. */
  private CompletionStage<Part> next(long after, String entityType, SliceRange slices) {
    Optional<Part> kept = tail.after(after, entityType, slices, AT_ONCE);
    if (kept.isEmpty() && tail.hasBegun()) {
      return fromDatabase(after, entityType, slices);
    }
    Part part = kept.orElse(new Part(List.of(), after));
    return part.events().isEmpty()
        ? tail.moreThan(part.upTo()).thenApply(more -> part)
        : CompletableFuture.completedFuture(part);
  }

  private CompletionStage<Part> fromDatabase(long after, String entityType, SliceRange slices) {
    long top = Math.min(tail.top(), after + NUMBERS_AT_ONCE);
    return rows.events(after, top, entityType, AT_ONCE)
        .thenApply(
            read ->
                new Part(
                    read.stream().filter(event -> event.isOf(entityType, slices)).toList(),
                    read.size() < AT_ONCE ? top : read.get(read.size() - 1).ordering()));
  }

  @Override
  public int sliceForPersistenceId(String persistenceId) {
    return Slices.of(persistenceId);
  }

  @Override
  public List<Pair<Integer, Integer>> sliceRanges(int numberOfRanges) {
    return Persistence.get(system).getSliceRanges(numberOfRanges);
  }

  /** From which number on there may be more events of an entity. */
  private static long after(List<TailEvent> read) {
    return read.size() < AT_ONCE ? NO_MORE : read.get(AT_ONCE - 1).envelope().sequenceNr() + 1;
  }

  /** Those of one entity that there are now. */
  @Override
  public Source<akka.persistence.query.EventEnvelope, NotUsed> currentEventsByPersistenceId(
      String persistenceId, long fromSequenceNr, long toSequenceNr) {
    return Source.unfoldAsync(
            Math.max(1, fromSequenceNr),
            from ->
                from == NO_MORE || from > toSequenceNr
                    ? CompletableFuture.completedFuture(
                        Optional.<Pair<Long, List<TailEvent>>>empty())
                    : rows.of(persistenceId, from, toSequenceNr, AT_ONCE)
                        .thenApply(read -> Optional.of(Pair.create(after(read), read))))
        .mapConcat(events -> events)
        .map(TailEvent::envelope)
        .map(
            event ->
                akka.persistence.query.EventEnvelope.apply(
                    event.offset(),
                    event.persistenceId(),
                    event.sequenceNr(),
                    event.event(),
                    event.timestamp()));
  }
}
