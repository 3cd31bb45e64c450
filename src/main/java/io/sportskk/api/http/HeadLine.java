package io.sportskk.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import java.util.regex.Pattern;

/** The line of a request's head that is just being read, as far as it may be of interest. */
final class HeadLine {

  /** Longer than the names and values that are looked for, with some spaces. */
  private static final int MOST_KEPT = 64;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final byte[] kept = new byte[MOST_KEPT];
  private int length;

  static boolean isNumber(String value) {
    return NUMBER.matcher(value).matches();
  }

  void add(byte next) {
    if (length < MOST_KEPT) {
      kept[length] = next;
    }
    length++;
  }

  void clear() {
    length = 0;
  }

  boolean isEmpty() {
    return length == 0 || (length == 1 && kept[0] == '\r');
  }

  /**
   * @param name in lower case
   */
  boolean isNamed(String name) {
    int colon = name.length();
    return length > colon
        && kept[colon] == ':'
        && new String(kept, 0, colon, US_ASCII).toLowerCase(Locale.ROOT).equals(name);
  }

  /** Of a header that has a name: what comes after it, or something else if that is long. */
  String value() {
    if (length > MOST_KEPT) {
      return "(long)";
    }
    String text = new String(kept, 0, length, US_ASCII);
    return text.substring(text.indexOf(':') + 1).strip();
  }
}
