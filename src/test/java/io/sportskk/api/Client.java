package io.sportskk.api;

import static io.sportskk.testing.Patience.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sportskk.testing.OpenApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Sends requests to one port, and looks at the answers as JSON. */
public final class Client {

  public static final String BUYER = token("buyer-1", "buyer");
  static final String OTHER_BUYER = token("buyer-2", "buyer");
  public static final String ADMIN = token("admin-1", "admin");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final int port;
  private final boolean described;

  public Client(int port) {
    this(port, true);
  }

  private Client(int port, boolean described) {
    this.port = port;
    this.described = described;
  }

  /** For routes that only a test has: what they answer is not in the API's description. */
  static Client ofOtherRoutes(int port) {
    return new Client(port, false);
  }

  public record Answer(HttpResponse<String> http) {
    public int status() {
      return http.statusCode();
    }

    public String header(String name) {
      return http.headers().firstValue(name).orElse(null);
    }

    public JsonNode json() {
      try {
        return JSON.readTree(http.body());
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + http.body(), e);
      }
    }

    /** Holds everything against the answer that every problem must have. */
    public JsonNode problem(int status, String code) {
      assertThat(http.body()).isNotBlank();
      JsonNode json = json();
      assertThat(http.statusCode()).as(http.body()).isEqualTo(status);
      assertThat(header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(json.get("code").textValue()).as(http.body()).isEqualTo(code);
      assertThat(json.get("status").intValue()).isEqualTo(status);
      assertThat(json.get("type").textValue())
          .isEqualTo(
              "https://sportskk.io/problems/"
                  + code.toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
      assertThat(json.get("title").textValue()).isNotBlank();
      assertThat(json.get("detail").textValue()).isNotBlank();
      assertThat(json.get("retryable").isBoolean()).isTrue();
      assertThat(json.get("correlationId").textValue())
          .isNotBlank()
          .isEqualTo(header("X-Correlation-ID"));
      if (json.get("retryable").booleanValue()) {
        assertThat(header("Retry-After")).matches("[1-9][0-9]*");
      }
      assertThat(http.body()).doesNotContain("Exception", "\tat ", "<html", "akka", "jackson");
      return json;
    }

    /** The only part of the request that is said to be wrong. */
    JsonNode onlyError() {
      assertThat(json().get("errors")).as(http.body()).hasSize(1);
      return json().get("errors").get(0);
    }
  }

  public Request get(String path) {
    return new Request("GET", path, null);
  }

  public Request post(String path) {
    return new Request("POST", path, null);
  }

  public Request post(String path, String json) {
    return send("POST", path, json.getBytes(StandardCharsets.UTF_8))
        .with("Content-Type", "application/json");
  }

  Request send(String method, String path, byte[] body) {
    return new Request(method, path, body);
  }

  public final class Request {
    private final HttpRequest.Builder builder;
    private final byte[] body;

    private Request(String method, String path, byte[] body) {
      this.body = body;
      builder =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(LIMIT)
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofByteArray(body));
    }

    public Request as(String token) {
      return with("Authorization", "Bearer " + token);
    }

    public Request with(String header, String value) {
      builder.header(header, value);
      return this;
    }

    /** The answer, which must be as {@code openapi.yaml} says. */
    public Answer answer() {
      try {
        HttpRequest request = builder.build();
        HttpResponse<String> response =
            HTTP.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (described) {
          OpenApi.shipped()
              .check(
                  request,
                  body == null ? null : new String(body, StandardCharsets.UTF_8),
                  response);
        }
        return new Answer(response);
      } catch (IOException e) {
        throw new AssertionError(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  public static String token(String subject, String... roles) {
    return sign(
        new JWTClaimsSet.Builder()
            .subject(subject)
            .claim("roles", List.of(roles))
            .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
            .build());
  }

  public static String sign(JWTClaimsSet claims) {
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      token.sign(new MACSigner(TestApi.SECRET));
      return token.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }
}
