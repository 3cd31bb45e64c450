package io.sportskk.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A page of a list that fits into one message to another node. What is larger than {@code
 * akka.remote.artery.advanced.maximum-frame-size} never arrives.
 *
 * @param more whether there are items after it
 */
public record FittingPage<T>(List<T> items, boolean more) {

  /** Half of what a message may have: how large an item is, is estimated. */
  public static final int MOST_BYTES = 128 * 1024;

  /**
   * @param found one more item than the limit, if there are so many
   * @param limit how many items the page has at most
   * @param bytes how large an item is in a message, about
   * @return has one item at least, if any was found
   */
  public static <T> FittingPage<T> of(List<T> found, int limit, ToIntFunction<T> bytes) {
    int size = 0;
    long total = 0;
    while (size < Math.min(limit, found.size())) {
      total += bytes.applyAsInt(found.get(size));
      if (size > 0 && total > MOST_BYTES) {
        break;
      }
      size++;
    }
    return new FittingPage<>(List.copyOf(found.subList(0, size)), size < found.size());
  }

  /** How large a text is in a message, but for a few bytes; 0 if there is none. */
  public static int bytes(String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
