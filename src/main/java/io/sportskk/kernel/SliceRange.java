package io.sportskk.kernel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Slices that lie side by side, for one instance of a projection.
 *
 * @param first from 0
 * @param last inclusive
 */
public record SliceRange(int first, int last) {

  private static final Pattern KEY = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

  public SliceRange {
    if (first < 0 || first > last || last >= Slices.COUNT) {
      throw new IllegalArgumentException(
          "slices are from 0 to " + (Slices.COUNT - 1) + ", not from " + first + " to " + last);
    }
  }

  /** Under which an instance stores its offset, for example {@code 256-511}. */
  public String key() {
    return first + "-" + last;
  }

  /**
   * @return empty if it is not the key of any range
   */
  static Optional<SliceRange> ofKey(String key) {
    Matcher numbers = KEY.matcher(key);
    if (!numbers.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(numbers.group(1));
    int last = Integer.parseInt(numbers.group(2));
    return first <= last && last < Slices.COUNT
        ? Optional.of(new SliceRange(first, last))
        : Optional.empty();
  }

  public boolean contains(int slice) {
    return first <= slice && slice <= last;
  }
}
