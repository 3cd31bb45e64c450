package io.sportskk.node.database;

import io.sportskk.node.startup.StartFailure;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/** Tells what would fail again, however often it is tried, from what may come right by itself. */
final class MigrationFailure {

  /**
   * The classes of SQLSTATE that say that a statement is wrong, for this database: not supported,
   * cardinality, data, constraint, dependent objects, syntax or access, check option.
   */
  private static final Set<String> WRONG = Set.of("0A", "21", "22", "23", "2B", "42", "44");

  private static final String HALF_DONE = "failed migration";

  private MigrationFailure() {}

  /**
   * Why this version can't work with the database.
   *
   * @param place which database it is, and where
   * @return empty if it may be well at the next try
   */
  static Optional<StartFailure> forGood(String place, Throwable failure) {
    if (failure instanceof FlywayValidateException invalid) {
      return Optional.of(new StartFailure(invalid(place, explanation(invalid)), invalid));
    }
    if (failure instanceof FlywayMigrateException broken && isWrong(broken.getSqlState())) {
      return Optional.of(
          new StartFailure(
              sentence(place)
                  + " can't be migrated to version "
                  + broken.getMigration().getVersion()
                  + " of its schema ("
                  + StartFailure.reason(broken)
                  + "): what is there is not what the version before has made. Mend it, or start the"
                  + " version before.",
              broken));
    }
    return Optional.empty();
  }

  private static String invalid(String place, String explanation) {
    return explanation.contains(HALF_DONE)
        ? sentence(place)
            + " has a migration that has failed half way ("
            + explanation
            + "): mend what it has left, and delete its line from flyway_schema_history."
        : sentence(place)
            + " has a schema that this version does not know ("
            + explanation
            + "): start the version that made it, or a newer one.";
  }

  private static boolean isWrong(String sqlState) {
    return sqlState != null && sqlState.length() == 5 && WRONG.contains(sqlState.substring(0, 2));
  }

  /** Flyway puts what is wrong into the second line. */
  private static String explanation(FlywayValidateException invalid) {
    return invalid.getMessage().lines().skip(1).findFirst().orElse(invalid.getMessage()).strip();
  }

  private static String sentence(String place) {
    return Character.toUpperCase(place.charAt(0)) + place.substring(1);
  }
}
