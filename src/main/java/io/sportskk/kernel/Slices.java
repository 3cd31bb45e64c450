package io.sportskk.kernel;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The slices into which the events of one kind of entity are divided, so that several instances of
 * a projection can share the work. An event's slice is its tag in the journal.
 *
 * @param name the kind of entity, for example {@code ticket}
 * @param count how many slices there are; it can't be changed once events are stored, as old events
 *     keep their tags
 */
public record Slices(String name, int count) {

  public Slices {
    if (count < 1) {
      throw new IllegalArgumentException("at least one slice is needed, not " + count);
    }
  }

  /** The tag of the slice that the entity is in. */
  public String tagOf(String entityId) {
    return tag(Math.floorMod(entityId.hashCode(), count));
  }

  public String tag(int slice) {
    return name + "-" + slice;
  }

  public List<String> tags() {
    return IntStream.range(0, count).mapToObj(this::tag).toList();
  }
}
