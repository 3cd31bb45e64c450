package io.sportskk.api.http;

import static java.util.stream.Collectors.joining;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the fields of a JSON object and collects all that is wrong with them, so that a client
 * learns everything at once. Values that are read count only once {@link #end} has returned.
 */
public final class Fields {

  private final JsonNode object;
  private final String pointer;
  private final List<Problem.Part> errors;
  private final Set<String> known = new HashSet<>();

  private Fields(JsonNode object, String pointer, List<Problem.Part> errors) {
    this.object = object;
    this.pointer = pointer;
    this.errors = errors;
  }

  /**
   * @throws ProblemException if the body is not a JSON object
   */
  public static Fields of(HttpRequest request) {
    byte[] body = body(request);
    if (body.length > 0) {
      requireJson(request);
    }
    JsonNode tree = parse(body);
    if (tree.isMissingNode()) {
      throw ProblemType.MALFORMED_JSON.because("A JSON object is needed as body.").exception();
    }
    if (!tree.isObject()) {
      throw ProblemType.INVALID_REQUEST
          .because("The body must be a JSON object.")
          .withErrors(List.of(Problem.Part.ofBody("", "must be a JSON object")))
          .exception();
    }
    return new Fields(tree, "", new ArrayList<>());
  }

  /**
   * As {@link #of}, where there need not be a body: then there are no fields.
   *
   * @throws ProblemException if there is a body that is not a JSON object
   */
  public static Fields ofAny(HttpRequest request) {
    return body(request).length == 0
        ? new Fields(Json.MAPPER.createObjectNode(), "", new ArrayList<>())
        : of(request);
  }

  /** Whether the field is there and not null; whoever asks need not read it. */
  public boolean has(String name) {
    return object.hasNonNull(name);
  }

  public String text(String name, TextRule rule) {
    JsonNode value = required(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual() || !rule.accepts(value.textValue())) {
      error(name, "must be a string: " + rule.wanted());
      return null;
    }
    return value.textValue();
  }

  /** Null if the field is not there or null. */
  public String optionalText(String name, TextRule rule) {
    known.add(name);
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : text(name, rule);
  }

  /** Null if it is none of these names. */
  public <E extends Enum<E>> E oneOf(String name, Class<E> names) {
    JsonNode value = required(name);
    for (E constant : names.getEnumConstants()) {
      if (value != null && value.isTextual() && value.textValue().equals(constant.name())) {
        return constant;
      }
    }
    if (value != null) {
      error(
          name,
          "must be one of "
              + Stream.of(names.getEnumConstants()).map(Enum::name).collect(joining(", ")));
    }
    return null;
  }

  /** Null if the field is not there or null. */
  public <E extends Enum<E>> E optionalOneOf(String name, Class<E> names) {
    known.add(name);
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : oneOf(name, names);
  }

  /** A whole number of 64 bits that is written without fraction and exponent. */
  public long wholeNumber(String name) {
    return wholeNumber(name, Long.MIN_VALUE, Long.MAX_VALUE, "a whole number of at most 64 bits");
  }

  public long wholeNumber(String name, long min, long max) {
    return wholeNumber(name, min, max, "a whole number from " + min + " to " + max);
  }

  /** It must be there all the same. */
  public Long wholeNumberOrNull(String name, long min, long max) {
    if (object.has(name) && object.get(name).isNull()) {
      known.add(name);
      return null;
    }
    return wholeNumber(name, min, max);
  }

  private long wholeNumber(String name, long min, long max, String wanted) {
    JsonNode value = required(name);
    if (value == null) {
      return 0;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < min
        || value.longValue() > max) {
      error(name, "must be " + wanted);
      return 0;
    }
    return value.longValue();
  }

  public Instant instant(String name) {
    JsonNode value = required(name);
    return value == null ? null : instant(name, value);
  }

  /** Null if the field is not there or null. */
  public Instant optionalInstant(String name) {
    known.add(name);
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : instant(name, value);
  }

  /** Null if the list is missing or no list of such texts. */
  public List<String> texts(String name, int max, TextRule rule) {
    JsonNode value = required(name);
    if (value == null) {
      return null;
    }
    if (!value.isArray() || value.size() > max) {
      error(name, "must be a list of at most " + max + " strings");
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      if (value.get(i).isTextual() && rule.accepts(value.get(i).textValue())) {
        texts.add(value.get(i).textValue());
      } else {
        errors.add(
            Problem.Part.ofBody(
                pointer + "/" + name + "/" + i, "must be a string: " + rule.wanted()));
      }
    }
    return texts;
  }

  /** Null if there is anything wrong with the list itself. */
  public List<String> texts(String name, Set<String> allowed) {
    JsonNode value = required(name);
    if (value == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      for (JsonNode item : value) {
        if (item.isTextual() && allowed.contains(item.textValue())) {
          texts.add(item.textValue());
        }
      }
    }
    if (texts.isEmpty() || texts.size() != value.size()) {
      error(
          name,
          "must be a list of one or more of "
              + String.join(", ", allowed.stream().sorted().toList()));
      return null;
    }
    return texts;
  }

  /** Null if the list is missing or no list of objects. */
  public <T> List<T> objects(String name, int max, Function<Fields, T> read) {
    JsonNode value = required(name);
    if (value == null) {
      return null;
    }
    if (!value.isArray() || value.size() > max) {
      error(name, "must be a list of at most " + max + " objects");
      return null;
    }
    List<T> objects = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      String path = pointer + "/" + name + "/" + i;
      if (value.get(i).isObject()) {
        Fields fields = new Fields(value.get(i), path, errors);
        objects.add(read.apply(fields));
        fields.refuseUnknown();
      } else {
        errors.add(Problem.Part.ofBody(path, "must be an object"));
      }
    }
    return objects;
  }

  /**
   * To be called when all fields are read.
   *
   * @throws ProblemException with everything that is wrong
   */
  public void end() {
    refuseUnknown();
    if (!errors.isEmpty()) {
      throw ProblemType.invalid(errors).exception();
    }
  }

  private void refuseUnknown() {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        error(name, "is not a field of this object");
      }
    }
  }

  private JsonNode required(String name) {
    known.add(name);
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      error(name, "is required");
      return null;
    }
    return value;
  }

  private Instant instant(String name, JsonNode value) {
    Instant instant = value.isTextual() ? Times.parse(value.textValue()) : null;
    if (instant == null) {
      error(name, "must be a string: " + Times.WANTED);
    }
    return instant;
  }

  private void error(String name, String detail) {
    // As RFC 6901 wants it; the length is bounded as a client chooses the names of unknown fields.
    String escaped = name.replace("~", "~0").replace("/", "~1");
    String bounded = escaped.length() > 100 ? escaped.substring(0, 100) : escaped;
    errors.add(Problem.Part.ofBody(pointer + "/" + bounded, detail));
  }

  private static byte[] body(HttpRequest request) {
    // The request pipeline has read the body.
    return ((HttpEntity.Strict) request.entity()).getData().toArray();
  }

  private static void requireJson(HttpRequest request) {
    MediaType type = request.entity().getContentType().mediaType();
    boolean json = type.mainType().equals("application") && type.subType().equals("json");
    boolean encoded =
        request
            .getHeader("Content-Encoding")
            .filter(header -> !header.value().equalsIgnoreCase("identity"))
            .isPresent();
    if (!json || encoded) {
      throw ProblemType.UNSUPPORTED_MEDIA_TYPE
          .because(
              "Send the body as Content-Type: application/json in UTF-8, without Content-Encoding.")
          .withHeader("Accept", "application/json")
          .exception();
    }
  }

  private static JsonNode parse(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return Json.MAPPER.readTree(text);
    } catch (CharacterCodingException e) {
      throw ProblemType.MALFORMED_JSON.because("The body is not valid UTF-8.").exception();
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " (line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ")";
      throw ProblemType.MALFORMED_JSON.because(faultOf(e) + where + ".").exception();
    }
  }

  private static String faultOf(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    if (message.startsWith("Duplicate field")) {
      return "A field is given twice";
    }
    return message.startsWith("Trailing token")
        ? "There is more in the body than one JSON value"
        : "The body is not valid JSON";
  }
}
