package io.sportskk.audit;

import java.sql.SQLException;

/**
 * Whether the databases and the settings belong together. If they do not, each event would seem to
 * be beyond what a projection has handled, and nothing would ever be wrong.
 */
final class Comparability {

  private long end;

  /**
   * @throws NotComparable if there is nothing in the journal
   */
  Comparability(Snapshot journal) throws SQLException {
    journal.each(
        "SELECT coalesce(max(ordering), 0) FROM event_journal", row -> end = row.getLong(1));
    if (end == 0) {
      throw new NotComparable(
          "The journal has no events at all, so there is nothing to compare: is it the right"
              + " database (sportskk.database.journal.url)?");
    }
  }

  /**
   * @param name of the projection
   * @throws NotComparable if it has handled what the journal does not have, or its offsets can't be
   *     read
   */
  void check(String name, Progress progress) {
    if (progress.offsets().areOfOtherKeys()) {
      throw new NotComparable(
          "The offsets of projection "
              + name
              + " are of another release: start a node of this one first, which migrates them.");
    }
    if (progress.highest() > end) {
      throw new NotComparable(
          "The projection "
              + name
              + " has handled event "
              + progress.highest()
              + " of the journal, which ends at "
              + end
              + ": the one is not of the other, or the journal was restored from a backup"
              + " and the projection has to be built anew.");
    }
  }
}
