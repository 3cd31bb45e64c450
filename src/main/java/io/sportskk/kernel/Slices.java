package io.sportskk.kernel;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Into how many parts the events of one kind of entity are divided, for that many instances of a
 * projection to share the work. There are 1,024 slices, for ever: an event's slice follows from its
 * persistence id. How many instances share them may be another number at each start, see {@link
 * SliceOffsets}.
 *
 * @param entityType the first part of the entities' persistence ids, for example {@code Ticket}
 * @param instances how many instances each projection has
 */
public record Slices(String entityType, int instances) {

  /** As in Akka's own {@code Persistence.numberOfSlices}. */
  public static final int COUNT = 1024;

  public static final SliceRange ALL = new SliceRange(0, COUNT - 1);

  public Slices {
    if (instances < 1 || instances > COUNT) {
      throw new IllegalArgumentException(
          "a projection has from 1 to " + COUNT + " instances, not " + instances);
    }
  }

  /** As Akka's own {@code Persistence.sliceForPersistenceId}. */
  public static int of(String persistenceId) {
    return Math.abs(persistenceId.hashCode() % COUNT);
  }

  /** One for each instance. */
  public List<SliceRange> ranges() {
    return IntStream.range(0, instances)
        .mapToObj(i -> new SliceRange(i * COUNT / instances, (i + 1) * COUNT / instances - 1))
        .toList();
  }
}
