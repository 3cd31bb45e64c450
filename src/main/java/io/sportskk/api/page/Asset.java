package io.sportskk.api.page;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.util.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A file as it is sent.
 *
 * @param name under which it is asked for: it changes with the content
 * @param zipped the same, compressed by gzip; null if that is not worth it
 * @param digest of the content, in hexadecimal
 */
record Asset(
    String name, ContentType contentType, ByteString content, ByteString zipped, String digest) {

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png");

  /** A digest of 64 bits tells apart all that was ever served under one name. */
  private static final int DIGITS = 16;

  /**
   * @param path of the file, without what the name must not show of it
   * @throws IllegalArgumentException if it is of no kind that a page has
   */
  static Asset of(String path, byte[] content) {
    int dot = path.lastIndexOf('.');
    String ending = path.substring(dot + 1);
    String type = TYPES.get(ending);
    if (type == null) {
      throw new IllegalArgumentException("a page has no file like " + path);
    }
    String digest = digest(content);
    String base = path.substring(0, dot).replaceAll("[^A-Za-z0-9]+", "-");
    byte[] zipped = zip(content);
    return new Asset(
        base + "-" + digest + "." + ending,
        ContentTypes.parse(type),
        ByteString.fromArrayUnsafe(content),
        zipped.length < content.length ? ByteString.fromArrayUnsafe(zipped) : null,
        digest);
  }

  static Asset of(String path, String content) {
    return of(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Once, when the node starts: as small as it gets. */
  private static byte[] zip(byte[] content) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out =
        new GZIPOutputStream(zipped) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
