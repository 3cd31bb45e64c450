package io.sportskk.kernel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How far a projection has come: of each slice, the number of the journal up to which its events
 * have been handled.
 *
 * <p>Each instance stores one offset, under the key of its range. When there are more or fewer of
 * them than before, offsets of other ranges are left. Each remains true, so the highest counts that
 * says something of a slice; an instance begins where the first of its slices is.
 */
public final class SliceOffsets {

  private static final String READ =
      """
      SELECT projection_key, current_offset FROM akka_projection_offset_store
      WHERE projection_name = ?""";

  private final long[] bySlice = new long[Slices.COUNT];
  private final boolean ofOtherKeys;

  /**
   * @param byKey offsets under the keys that they are stored with
   */
  public SliceOffsets(Map<String, Long> byKey) {
    ofOtherKeys =
        !byKey.isEmpty()
            && byKey.keySet().stream().allMatch(key -> SliceRange.ofKey(key).isEmpty());
    byKey.forEach(
        (key, offset) ->
            SliceRange.ofKey(key)
                .ifPresent(
                    range -> {
                      for (int slice = range.first(); slice <= range.last(); slice++) {
                        bySlice[slice] = Math.max(bySlice[slice], offset);
                      }
                    }));
  }

  /**
   * As they are stored.
   *
   * @param timeout in whole seconds
   */
  public static SliceOffsets read(Connection connection, String projection, Duration timeout)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setQueryTimeout((int) timeout.toSeconds());
      statement.setString(1, projection);
      Map<String, Long> byKey = new HashMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          byKey.put(rows.getString(1), Long.parseLong(rows.getString(2)));
        }
      }
      return new SliceOffsets(byKey);
    }
  }

  /** 0 if nothing is known of the slice. */
  public long of(int slice) {
    return bySlice[slice];
  }

  /** Up to which number all events of these slices have been handled. */
  public long of(SliceRange range) {
    return Arrays.stream(bySlice, range.first(), range.last() + 1).min().orElseThrow();
  }

  /** Whether there are offsets, but none of slices: they are of another release. */
  public boolean areOfOtherKeys() {
    return ofOtherKeys;
  }

  /** The lowest of all: up to there everything has been handled. */
  public long lowest() {
    return of(Slices.ALL);
  }

  /** The highest of all. */
  public long highest() {
    return Arrays.stream(bySlice).max().orElseThrow();
  }

  /** Whether something has been handled less far than before: the projection began anew. */
  public boolean isLessThan(SliceOffsets before) {
    return IntStream.range(0, Slices.COUNT)
        .anyMatch(slice -> bySlice[slice] < before.bySlice[slice]);
  }
}
