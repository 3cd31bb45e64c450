package io.sportskk.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority that signs certificates; keys and certificates are made by the JDK's keytool. */
public final class Authority {

  private static final String ROOT = "authority";
  private static final char[] PASSWORD = "of a test".toCharArray();

  /** What is before the key itself in the PKCS#8 form of an RSA key of 2048 bits. */
  private static final int PKCS8_HEADER = 26;

  private final Path store;
  private final AtomicInteger issued = new AtomicInteger();

  /** A certificate with its key. */
  private record Issued(KeyStore store, String alias) {}

  private Authority(Path store) {
    this.store = store;
  }

  /**
   * @param directory where its files are
   */
  public static Authority in(Path directory, String name) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Authority authority = new Authority(directory.resolve(name + ".p12"));
    authority.generate(
        ROOT, List.of("-dname", "CN=" + name, "-ext", "bc:c", "-ext", "ku=keyCertSign"));
    return authority;
  }

  /** Its own certificate, in PEM. */
  public String certificate() {
    try {
      return pem("CERTIFICATE", load().getCertificate(ROOT).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Makes a key and a certificate as cert-manager puts them into a Secret, and puts them into a
   * directory: {@code ca.crt}, {@code tls.crt}, {@code tls.key}. What is there is replaced.
   *
   * @param name of the certificate's subject
   */
  public void issueInto(Path directory, String name) {
    Issued issued = issue(name, "dns:" + name);
    try {
      Files.createDirectories(directory);
      byte[] key =
          ((PrivateKey) issued.store().getKey(issued.alias(), PASSWORD)).getEncoded(); // PKCS#8
      replace(directory.resolve("ca.crt"), certificate());
      replace(
          directory.resolve("tls.crt"),
          pem("CERTIFICATE", issued.store().getCertificate(issued.alias()).getEncoded()));
      replace(
          directory.resolve("tls.key"),
          pem("RSA PRIVATE KEY", Arrays.copyOfRange(key, PKCS8_HEADER, key.length))); // PKCS#1
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a server at this address identifies itself with. */
  public SSLContext server(String address) {
    Issued issued = issue("server", "ip:" + address);
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(issued.store(), PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Issued issue(String name, String alternativeName) {
    String alias = "issued-" + issued.incrementAndGet();
    generate(
        alias,
        List.of(
            "-signer",
            ROOT,
            "-dname",
            "CN=" + name,
            "-ext",
            "san=" + alternativeName,
            "-ext",
            "ku=digitalSignature,keyEncipherment",
            "-ext",
            "eku=serverAuth,clientAuth"));
    return new Issued(load(alias), alias);
  }

  private void generate(String alias, List<String> more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "RSA", "-keysize", "2048"));
    command.addAll(List.of("-validity", "2", "-alias", alias, "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", new String(PASSWORD)));
    command.addAll(more);
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private KeyStore load() {
    try (InputStream file = Files.newInputStream(store)) {
      KeyStore loaded = KeyStore.getInstance("PKCS12");
      loaded.load(file, PASSWORD);
      return loaded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With this key only: a server takes whichever it finds. */
  private KeyStore load(String alias) {
    try {
      KeyStore loaded = load();
      for (String other : Collections.list(loaded.aliases())) {
        if (!other.equals(alias)) {
          loaded.deleteEntry(other);
        }
      }
      return loaded;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void replace(Path file, String content) throws IOException {
    Path complete = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(complete, content);
    Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String pem(String label, byte[] content) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
