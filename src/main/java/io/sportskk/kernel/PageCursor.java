package io.sportskk.kernel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last item of a page of a list that is in the order of a time and an id: the next page starts
 * after it. Written out it is opaque to whoever turns the pages, and safe in a URL.
 *
 * @param time in whole microseconds, as the database has it
 */
public record PageCursor(Instant time, String id) {

  private static final Pattern FORM = Pattern.compile("(-?\\d{1,18})\\.([^\\x00]{1,255})");

  public String encode() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((micros + "." + id).getBytes(StandardCharsets.UTF_8));
  }

  /** Empty if the text was not made by {@link #encode}. */
  public static Optional<PageCursor> decode(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    Matcher parts = FORM.matcher(new String(bytes, StandardCharsets.UTF_8));
    if (!parts.matches()) {
      return Optional.empty();
    }
    Instant time = Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS);
    PageCursor cursor = new PageCursor(time, parts.group(2));
    return Optional.of(cursor).filter(it -> it.encode().equals(text));
  }
}
