package io.sportskk.api;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.conditional;
import static akka.http.javadsl.server.Directives.mapRequest;
import static akka.http.javadsl.server.Directives.respondWithHeader;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.headers.EntityTag;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;

/**
 * A file of this program that is served as it is.
 *
 * @param tag changes with the content
 */
record DocsFile(ContentType contentType, ByteString content, EntityTag tag) {

  private static final String SWAGGER_UI = "META-INF/resources/webjars/swagger-ui/";
  private static final String SWAGGER_UI_VERSION =
      "META-INF/maven/org.webjars/swagger-ui/pom.properties";

  /**
   * @throws IllegalStateException if there is no such file
   */
  static DocsFile load(String resource, String contentType) {
    byte[] content = read(resource);
    return new DocsFile(
        contentType(contentType),
        ByteString.fromArrayUnsafe(content),
        EntityTag.create(digest(content), false));
  }

  /** The library's files are in a folder that is named by its version. */
  static DocsFile ofSwaggerUi(String name, String contentType) {
    return load(SWAGGER_UI + swaggerUiVersion() + "/" + name, contentType);
  }

  /**
   * Clients keep the file, but ask each time whether it is still the same.
   *
   * <p>If-Match is left out of account: the directive would answer it with a 412 that this API does
   * not have.
   */
  Route route() {
    return respondWithHeader(
        RawHeader.create("Cache-Control", "no-cache"),
        () ->
            mapRequest(
                request -> request.removeHeader("If-Match"),
                () -> conditional(tag, () -> complete(HttpEntities.create(contentType, content)))));
  }

  private static String swaggerUiVersion() {
    Properties properties = new Properties();
    try (InputStream in = open(SWAGGER_UI_VERSION)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static byte[] read(String resource) {
    try (InputStream in = open(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = DocsFile.class.getClassLoader().getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("this program lacks its file " + resource);
    }
    return in;
  }

  private static ContentType contentType(String text) {
    return ContentTypes.parse(text);
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
