package io.sportskk.api.http;

import akka.NotUsed;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.ContentDisposition;
import akka.http.javadsl.model.headers.ContentDispositionTypes;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tables as files of comma-separated values (RFC 4180), with a line of names, in UTF-8.
 *
 * <p>A text that a spreadsheet would take for a formula, and carry out, gets an apostrophe before
 * it (as OWASP advises against "CSV injection"): many texts are what somebody sent.
 */
public final class Csv {

  private static final String FORMULA = "=+-@\t\r";
  private static final String END_OF_LINE = "\r\n";

  private Csv() {}

  /**
   * A file that is written out while it is still being read, some lines at a time. If it can't be
   * read to its end, the answer breaks off, and the client sees that it is not whole.
   *
   * @param names of the columns
   * @param lines each with a number, a text or null a column
   */
  public static HttpResponse file(
      String fileName, List<String> names, Source<List<List<Object>>, NotUsed> lines) {
    Source<ByteString, NotUsed> body =
        Source.single(ByteString.fromString(line(names)))
            .concat(
                lines
                    .filter(some -> !some.isEmpty())
                    .map(
                        some ->
                            ByteString.fromString(
                                some.stream().map(Csv::line).collect(Collectors.joining()))));
    return HttpResponse.create()
        .withEntity(
            HttpEntities.createChunked(MediaTypes.TEXT_CSV.toContentType(HttpCharsets.UTF_8), body))
        .addHeader(
            ContentDisposition.create(
                ContentDispositionTypes.ATTACHMENT, Map.of("filename", fileName)));
  }

  static String line(List<?> values) {
    return values.stream().map(Csv::value).collect(Collectors.joining(",", "", END_OF_LINE));
  }

  private static String value(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Number) {
      return value.toString();
    }
    String text = value.toString();
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    String harmless = formula ? "'" + text : text;
    return harmless.chars().anyMatch(Csv::needsQuotes)
        ? "\"" + harmless.replace("\"", "\"\"") + "\""
        : harmless;
  }

  private static boolean needsQuotes(int character) {
    return character == ',' || character == '"' || character == '\r' || character == '\n';
  }
}
