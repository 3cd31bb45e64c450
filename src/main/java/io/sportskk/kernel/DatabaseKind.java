package io.sportskk.kernel;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The kinds of databases that can be used; the URL of one says which it is. */
public enum DatabaseKind {
  POSTGRESQL("jdbc:postgresql:"),
  MARIADB("jdbc:mariadb:");

  private final String scheme;

  DatabaseKind(String scheme) {
    this.scheme = scheme;
  }

  /** Empty if it is the URL of no kind that can be used. */
  public static Optional<DatabaseKind> of(String url) {
    return Arrays.stream(values()).filter(kind -> url.startsWith(kind.scheme)).findFirst();
  }

  /** What a URL begins with. */
  public String scheme() {
    return scheme;
  }

  /** How statements are to be understood, in the words of the driver. */
  public Map<String, String> driverProperties() {
    return switch (this) {
      case POSTGRESQL -> Map.of();
      case MARIADB ->
          Map.of(
              // The default, REPEATABLE READ, locks what is not there yet, and its neighbours: two
              // slices of a projection that store their first offsets would end in a deadlock.
              "transactionIsolation",
              "READ_COMMITTED",
              // Whatever the server's own mode is: a value that does not fit is an error.
              "sessionVariables",
              "sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
              // Else the server could ask for any file of the node's.
              "allowLocalInfile",
              "false");
    };
  }
}
