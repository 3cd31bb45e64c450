package io.sportskk.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A client of the API, over real HTTP, that holds every answer against {@code openapi.yaml}. It is
 * immutable: {@link #withToken} and {@link #withHeader} make another.
 */
public final class ApiClient {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;
  private final Map<String, String> headers;

  private ApiClient(URI base, Map<String, String> headers) {
    this.base = base;
    this.headers = headers;
  }

  public static ApiClient on(URI base) {
    return new ApiClient(base, Map.of());
  }

  public static ApiClient on(int port) {
    return on(URI.create("http://127.0.0.1:" + port));
  }

  public ApiClient withToken(String token) {
    return withHeader("Authorization", "Bearer " + token);
  }

  public ApiClient withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiClient(base, Map.copyOf(more));
  }

  public HttpResponse<String> get(String target) {
    return send("GET", target, null, null);
  }

  /** Posts JSON. */
  public HttpResponse<String> post(String target, String json) {
    return send("POST", target, "application/json", json);
  }

  /** Posts nothing. */
  public HttpResponse<String> post(String target) {
    return send("POST", target, null, null);
  }

  /**
   * Any request; what it is answered is held against the description.
   *
   * @param target path and query
   * @param contentType null for none
   * @param body null for none
   */
  public HttpResponse<String> send(String method, String target, String contentType, String body) {
    HttpRequest.Builder request =
        request(target)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    try {
      HttpRequest sent = request.build();
      HttpResponse<String> response = HTTP.send(sent, ApiClient::body);
      OpenApi.shipped().check(sent, body, response);
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + target, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Opens a stream of Server-Sent Events; each event is held against the description. */
  public EventReader events(String target) {
    try {
      HttpResponse<InputStream> response =
          HTTP.send(request(target).GET().build(), BodyHandlers.ofInputStream());
      String body = "";
      if (response.statusCode() != 200) {
        try (InputStream content = response.body()) {
          body = new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
      OpenApi.shipped()
          .check(
              new OpenApi.Exchange(
                  "GET",
                  target,
                  null,
                  null,
                  response.statusCode(),
                  response.headers().map(),
                  body));
      if (response.statusCode() != 200) {
        throw new AssertionError(target + " -> " + response.statusCode() + " " + body);
      }
      return new EventReader(target, response);
    } catch (IOException e) {
      throw new UncheckedIOException(target, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A stream never ends: whoever did not ask for one gets its headers only. */
  private static BodySubscriber<String> body(HttpResponse.ResponseInfo answer) {
    boolean stream =
        answer
            .headers()
            .firstValue("Content-Type")
            .filter(type -> type.startsWith("text/event-stream"))
            .isPresent();
    return stream
        ? BodySubscribers.mapping(
            BodySubscribers.ofInputStream(),
            events -> {
              try (events) {
                return "";
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        : BodySubscribers.ofString(StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String target) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(target)).timeout(Patience.LIMIT);
    headers.forEach(request::header);
    return request;
  }
}
