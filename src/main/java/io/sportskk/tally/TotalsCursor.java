package io.sportskk.tally;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The last match of a page of totals, in a form that is opaque to whoever turns the pages. */
final class TotalsCursor {

  private TotalsCursor() {}

  static String encode(String matchId) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(matchId.getBytes(StandardCharsets.UTF_8));
  }

  /** Empty if the text was not made by {@link #encode}. */
  static Optional<String> decode(String text) {
    String matchId;
    try {
      matchId = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    return Optional.of(matchId)
        .filter(it -> !it.isEmpty() && it.indexOf('\0') < 0 && encode(it).equals(text));
  }
}
