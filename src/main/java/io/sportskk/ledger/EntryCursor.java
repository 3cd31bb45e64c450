package io.sportskk.ledger;

import io.sportskk.kernel.PageCursor;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last entry of a page, and how many entries there were when the first page was read: as their
 * numbers have no gaps and are in the order of the commits, all pages together are the ledger of
 * that moment, whatever is booked meanwhile, and of whichever time.
 *
 * @param at of the last entry
 * @param entryId of the last entry
 * @param upTo the number of the last entry of the ledger
 */
record EntryCursor(Instant at, long entryId, long upTo) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  String encode() {
    return new PageCursor(at, entryId + "-" + upTo).encode();
  }

  /** Empty if the text was not made by {@link #encode}. */
  static Optional<EntryCursor> decode(String text) {
    return PageCursor.decode(text)
        .flatMap(
            cursor -> {
              Matcher numbers = FORM.matcher(cursor.id());
              return numbers.matches()
                  ? Optional.of(
                      new EntryCursor(
                          cursor.time(),
                          Long.parseLong(numbers.group(1)),
                          Long.parseLong(numbers.group(2))))
                  : Optional.empty();
            });
  }
}
