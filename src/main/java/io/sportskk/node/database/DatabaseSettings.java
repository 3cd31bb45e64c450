package io.sportskk.node.database;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.sportskk.kernel.DatabaseKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the four databases are.
 *
 * @param readJournalPoolSize how many connections to the journal are kept for reading the events of
 *     projections
 * @param journalQueryPoolSize how many connections to the journal are kept for what is not done by
 *     Akka's journal plugin
 * @param connectionTimeout how long a caller waits for a connection of a pool
 * @param migrationTimeout how long a statement of a migration may take
 */
public record DatabaseSettings(
    Map<Migrations.Part, Database> of,
    int readJournalPoolSize,
    int journalQueryPoolSize,
    Duration connectionTimeout,
    Duration migrationTimeout) {

  /**
   * @param setting the key of the URL
   */
  public record Database(
      DatabaseKind kind, String url, String user, String password, int poolSize, String setting) {
    @Override
    public String toString() {
      // never a password
      return PASSWORD.matcher(url).replaceAll("$1***");
    }
  }

  private static final Pattern SCHEME = Pattern.compile("^(\\w+:){1,2}");

  /** Of the user, of a key, of a key store: both drivers take them as parameters of the URL. */
  private static final Pattern PASSWORD =
      Pattern.compile("([?&;][^&;=]*(?:password|pwd)[^&;=]*=)[^&;]*", Pattern.CASE_INSENSITIVE);

  private static final Duration MIN_MIGRATION_TIMEOUT = Duration.ofMinutes(1);

  /**
   * @throws ConfigException if a setting is missing, of the wrong type or out of bounds
   */
  public static DatabaseSettings from(Config config) {
    LimitsInOrder.check(config);
    Map<Migrations.Part, Database> databases = new EnumMap<>(Migrations.Part.class);
    for (Migrations.Part part : Migrations.Part.values()) {
      String key = key(part);
      databases.put(
          part,
          new Database(
              kind(config, part, key + ".url"),
              config.getString(key + ".url"),
              config.getString(key + ".user"),
              config.getString(key + ".password"),
              poolSize(config, key + ".pool-size"),
              key + ".url"));
    }
    return new DatabaseSettings(
        Map.copyOf(databases),
        poolSize(config, "sportskk.database.journal.read-pool-size"),
        poolSize(config, "sportskk.database.journal.query-pool-size"),
        config.getDuration("sportskk.database.connection-timeout"),
        migrationTimeout(config));
  }

  private static DatabaseKind kind(Config config, Migrations.Part part, String key) {
    String url = config.getString(key);
    return DatabaseKind.of(url)
        .filter(part.kinds()::contains)
        .orElseThrow(
            () ->
                new ConfigException.BadValue(
                    config.getValue(key).origin(),
                    key,
                    "it begins with "
                        + part.kinds().stream().map(DatabaseKind::scheme).collect(joining(" or "))
                        + ", not "
                        + scheme(url)));
  }

  /** What names the kind of database: the rest may hold a password. */
  private static String scheme(String url) {
    Matcher scheme = SCHEME.matcher(url);
    return scheme.find() ? scheme.group() : "with something else";
  }

  private static Duration migrationTimeout(Config config) {
    String key = "sportskk.database.migration-timeout";
    Duration timeout = config.getDuration(key);
    if (timeout.compareTo(MIN_MIGRATION_TIMEOUT) < 0) {
      throw new ConfigException.BadValue(
          config.getValue(key).origin(), key, "it is 1 m or more, not " + timeout);
    }
    return timeout;
  }

  /**
   * How long it may take until a heartbeat is written if the first try is not answered and a
   * connection has to be made anew, without the pause between the two tries.
   */
  public Duration heartbeatWithin() {
    TimeLimits limits = DatabasePool.HEARTBEAT.limits();
    return connectionTimeout.plus(limits.socket()).plus(limits.login()).plus(connectionTimeout);
  }

  private static int poolSize(Config config, String key) {
    int size = config.getInt(key);
    if (size < 1) {
      throw new ConfigException.BadValue(
          config.getValue(key).origin(), key, "a pool has at least one connection, not " + size);
    }
    return size;
  }

  public static String key(Migrations.Part part) {
    return "sportskk.database." + label(part);
  }

  public static String label(Migrations.Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  /**
   * For whoever makes connections of its own that may be busy for long: what bounds their
   * beginning, and shows that the server is gone, in the words of the driver.
   */
  public static Map<String, String> connecting(DatabaseKind kind) {
    return TimeLimits.connecting(kind);
  }

  public Database of(Migrations.Part part) {
    return of.get(part);
  }
}
