package io.sportskk.api.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import io.sportskk.testing.JsonSchemas;
import io.sportskk.testing.OpenApi;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What it costs to check the body of a purchase, by {@link Fields} and by the schema of the API's
 * description, and what each says of bad ones.
 *
 * <p>The command is in {@code project-docs/decisions/0013-checking-requests.md}.
 */
public final class RequestBodyBenchmark {

  private static final Logger LOG = LoggerFactory.getLogger(RequestBodyBenchmark.class);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int CALLS = 200_000;
  private static final int RUNS = 9;

  private static final String GOOD = "{\"matchId\":\"kt-lg\",\"team\":\"LG\",\"stake\":1000}";
  private static final List<String> BAD =
      List.of(
          "[]",
          "{\"team\":\"KT\",\"stake\":100}",
          "{\"matchId\":null,\"team\":\"KT\",\"stake\":100}",
          "{\"matchId\":\"a b\",\"team\":\"KT\",\"stake\":100}",
          "{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":\"100\"}",
          "{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":100.0}",
          "{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":1e3}",
          "{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":9223372036854775808}",
          "{\"matchId\":\"kt-lg\",\"team\":\"KT\",\"stake\":100,\"colour\":\"red\"}");

  private static final JsonSchemas SCHEMAS = OpenApi.shipped().schemas();
  private static final JsonNode SCHEMA =
      OpenApi.shipped()
          .document()
          .at("/paths/~1tickets/post/requestBody/content/application~1json/schema");

  /** What a call has made, so that it is not optimized away. */
  private static final AtomicReference<Object> LAST = new AtomicReference<>();

  private RequestBodyBenchmark() {}

  public static void main(String[] args) {
    measure("parsed only", () -> parsed(GOOD));
    measure("parsed and checked by Fields", () -> byFields(GOOD));
    measure("parsed and checked by the schema", () -> bySchema(GOOD));
    measure("bad, by Fields", () -> byFields(BAD.get(3)));
    measure("bad, by the schema", () -> bySchema(BAD.get(3)));
    for (String body : BAD) {
      LOG.info("{}\n  Fields: {}\n  schema: {}", body, said(body), bySchema(body));
    }
  }

  /** What Fields does before it looks at the first field. */
  private static JsonNode parsed(String body) {
    try {
      byte[] bytes = ((HttpEntity.Strict) request(body).entity()).getData().toArray();
      return Json.MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static HttpRequest request(String body) {
    return HttpRequest.POST("/tickets").withEntity(ContentTypes.APPLICATION_JSON, body);
  }

  private static Object byFields(String body) {
    try {
      Fields fields = Fields.of(request(body));
      Object read =
          List.of(
              String.valueOf(fields.text("matchId", TextRule.MATCH_ID)),
              String.valueOf(fields.text("team", TextRule.TEAM)),
              fields.wholeNumber("stake"));
      fields.end();
      return read;
    } catch (ProblemException e) {
      return e.problem();
    }
  }

  private static Object said(String body) {
    return byFields(body) instanceof Problem problem ? problem.errors() : "accepted";
  }

  private static Object bySchema(String body) {
    return SCHEMAS.errors(SCHEMA, parsed(body));
  }

  /** The median of some runs, after as many that warm up: processor time of this thread. */
  private static void measure(String what, Supplier<Object> call) {
    long[] nanos = new long[RUNS];
    long bytes = 0;
    for (int run = -RUNS; run < RUNS; run++) {
      long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < CALLS; i++) {
        LAST.lazySet(call.get());
      }
      long end = THREADS.getCurrentThreadCpuTime();
      bytes = (THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated) / CALLS;
      if (run >= 0) {
        nanos[run] = (end - start) / CALLS;
      }
    }
    Arrays.sort(nanos);
    LOG.info(
        "{} {} ns {} bytes",
        String.format(Locale.ROOT, "%-34s", what),
        String.format(Locale.ROOT, "%6d", nanos[RUNS / 2]),
        String.format(Locale.ROOT, "%6d", bytes));
  }
}
