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
 * Where the three databases are.
 *
 * @param readJournalPoolSize how many connections to the journal are kept for reading the events of
 *     projections
 * @param journalQueryPoolSize how many connections to the journal are kept for what is not done by
 *     Akka's journal plugin
 * @param connectionTimeout how long a caller waits for a connection of a pool
 */
public record DatabaseSettings(
    Map<Migrations.Part, Database> of,
    int readJournalPoolSize,
    int journalQueryPoolSize,
    Duration connectionTimeout) {

  /**
   * @param setting the key of the URL
   */
  public record Database(
      DatabaseKind kind, String url, String user, String password, int poolSize, String setting) {
    @Override
    public String toString() {
      return url; // never the password
    }
  }

  private static final Pattern SCHEME = Pattern.compile("^(\\w+:){1,2}");

  public static DatabaseSettings from(Config config) {
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
        config.getDuration("sportskk.database.connection-timeout"));
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

  public Database of(Migrations.Part part) {
    return of.get(part);
  }
}
