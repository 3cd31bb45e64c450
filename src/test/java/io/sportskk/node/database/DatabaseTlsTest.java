package io.sportskk.node.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sportskk.testing.Authority;
import io.sportskk.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A PostgreSQL whose certificate is signed by an authority that only its operator knows. */
class DatabaseTlsTest {

  @TempDir private static Path directory;

  private static TestDatabases databases;

  @BeforeAll
  static void encrypt() throws IOException {
    databases = TestDatabases.create();
    Authority.in(directory, "private").issueInto(directory.resolve("server"), "localhost");
    Path key = directory.resolve("server/tls.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    TestDatabases.encrypt(directory.resolve("server/tls.crt"), key);
  }

  @AfterAll
  static void drop() {
    TestDatabases.endEncryption();
    databases.close();
  }

  @ParameterizedTest
  @EnumSource
  void eachPoolTrustsTheAuthorityThatTheUrlNames(DatabasePool pool) throws SQLException {
    try (HikariDataSource connections = open(pool, directory.resolve("server/ca.crt"));
        Connection connection = connections.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      row.next();
      assertThat(row.getBoolean(1)).isTrue();
    }
  }

  @Test
  void soDoMigrations() {
    try (SchemaMigrator schemas =
        new SchemaMigrator(settings(directory.resolve("server/ca.crt")))) {
      schemas.migrate(Set.of(Migrations.Part.values()));
      assertThat(schemas.waitsFor()).isEmpty();
    }
  }

  @Test
  void aServerWithACertificateOfAnotherAuthorityIsNotTrusted() throws IOException {
    Path other =
        Files.writeString(
            directory.resolve("other.crt"), Authority.in(directory, "other").certificate());
    try (HikariDataSource connections = open(DatabasePool.JOURNAL_QUERIES, other)) {
      assertThatThrownBy(connections::getConnection)
          .isInstanceOf(SQLException.class)
          .hasStackTraceContaining(SSLHandshakeException.class.getName());
    }
  }

  private static HikariDataSource open(DatabasePool pool, Path authority) {
    return pool.open(settings(authority), new SimpleMeterRegistry());
  }

  private static DatabaseSettings settings(Path authority) {
    Config plain = databases.config();
    Map<String, Object> urls = new HashMap<>();
    for (Migrations.Part part : Migrations.Part.values()) {
      String key = DatabaseSettings.key(part) + ".url";
      String url = plain.getString(key);
      urls.put(
          key,
          "jdbc:postgresql://localhost:"
              + databases.port()
              + "/"
              + url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "")
              + "?sslmode=verify-full&sslrootcert="
              + authority);
    }
    return DatabaseSettings.from(
        ConfigFactory.parseMap(urls)
            .withFallback(plain)
            .withFallback(ConfigFactory.defaultApplication())
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve());
  }
}
