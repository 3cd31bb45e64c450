package io.sportskk.api.http;

import akka.http.javadsl.model.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the query parameters of a request and collects all that is wrong with them. Values that are
 * read count only once {@link #end} has returned.
 */
public final class Parameters {

  private static final int LEAST_LIMIT = 1;
  private static final int MOST_LIMIT = 100;
  private static final int DEFAULT_LIMIT = 20;

  private final Map<String, List<String>> values;
  private final List<Problem.Part> errors = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  private Parameters(Map<String, List<String>> values) {
    this.values = values;
  }

  public static Parameters of(HttpRequest request) {
    return new Parameters(request.getUri().query().toMultiMap());
  }

  /** Whether it is given, whatever it says. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The size of the page. */
  public int limit() {
    String text = value("limit");
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    if (text.matches("[0-9]{1,3}")) {
      int limit = Integer.parseInt(text);
      if (limit >= LEAST_LIMIT && limit <= MOST_LIMIT) {
        return limit;
      }
    }
    error("limit", "must be a whole number from " + LEAST_LIMIT + " to " + MOST_LIMIT);
    return DEFAULT_LIMIT;
  }

  /** Null on the first page. */
  public String cursor() {
    return text("cursor", TextRule.CURSOR);
  }

  /** Null if it is not given. */
  public String text(String name, TextRule rule) {
    String text = value(name);
    if (text != null && !rule.accepts(text)) {
      error(name, "must be " + rule.wanted());
    }
    return text;
  }

  /** Null if it is not given. */
  public String oneOf(String name, List<String> allowed) {
    String text = value(name);
    if (text != null && !allowed.contains(text)) {
      error(name, "must be one of " + String.join(", ", allowed));
    }
    return text;
  }

  /** Null if it is not given. */
  public Instant instant(String name) {
    String text = value(name);
    Instant instant = text == null ? null : Times.parse(text);
    if (text != null && instant == null) {
      error(name, "must be " + Times.WANTED + " (write + as %2B)");
    }
    return instant;
  }

  /**
   * To be called when all parameters are read.
   *
   * @throws ProblemException with everything that is wrong
   */
  public void end() {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        error(name, "is not a parameter of this call");
      }
    }
    if (!errors.isEmpty()) {
      throw ProblemType.invalid(errors).exception();
    }
  }

  /** The problem of a cursor that no earlier page has made. */
  public static ProblemException invalidCursor() {
    return ProblemType.invalid(
            List.of(Problem.Part.ofParameter("cursor", "must be " + TextRule.CURSOR.wanted())))
        .exception();
  }

  private String value(String name) {
    known.add(name);
    List<String> given = values.getOrDefault(name, List.of());
    if (given.size() > 1) {
      error(name, "must be given once");
    }
    return given.isEmpty() ? null : given.get(0);
  }

  private void error(String name, String detail) {
    String bounded = name.length() > 100 ? name.substring(0, 100) : name;
    errors.add(Problem.Part.ofParameter(bounded, detail));
  }
}
