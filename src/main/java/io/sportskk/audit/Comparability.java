package io.sportskk.audit;

import io.sportskk.kernel.Slices;
import java.sql.SQLException;

/**
 * Whether the databases and the settings belong together. If they do not, each event would seem to
 * be beyond what a projection has handled, and nothing would ever be wrong.
 */
final class Comparability {

  /** The first and the last events of tickets, with their tags. */
  private static final String SOME_TAGS =
      """
      SELECT journal.persistence_id, tag.tag FROM
        ((SELECT event_id, tag FROM event_tag WHERE tag LIKE '%1$s-%%' ORDER BY event_id LIMIT 500)
         UNION
         (SELECT event_id, tag FROM event_tag WHERE tag LIKE '%1$s-%%'
          ORDER BY event_id DESC LIMIT 500)) AS tag
      JOIN event_journal AS journal ON journal.ordering = tag.event_id
      WHERE journal.persistence_id LIKE 'Ticket|%%'""";

  private final Snapshot journal;
  private final Slices slices;
  private long end;

  /**
   * @throws NotComparable if there is nothing in the journal, or it has other slices
   */
  Comparability(Snapshot journal, Slices slices) throws SQLException {
    this.journal = journal;
    this.slices = slices;
    journal.each(
        "SELECT coalesce(max(ordering), 0) FROM event_journal", row -> end = row.getLong(1));
    if (end == 0) {
      throw new NotComparable(
          "The journal has no events at all, so there is nothing to compare: is it the right"
              + " database (sportskk.database.journal.url)?");
    }
    checkTags();
  }

  private void checkTags() throws SQLException {
    journal.each(
        SOME_TAGS.formatted(slices.name()),
        row -> {
          String ticketId = row.getString(1).substring("Ticket|".length());
          String tag = row.getString(2);
          if (!tag.equals(slices.tagOf(ticketId))) {
            throw new NotComparable(
                "In the journal the events of ticket "
                    + ticketId
                    + " have the tag "
                    + tag
                    + "; with "
                    + slices.count()
                    + " slices (sportskk.slices) it is "
                    + slices.tagOf(ticketId)
                    + ". Audit with the number of slices that the nodes have.");
          }
        });
  }

  /**
   * @param name of the projection
   * @throws NotComparable if it has handled what the journal does not have
   */
  void check(String name, Progress progress) {
    progress
        .bySlice()
        .forEach(
            (slice, offset) -> {
              if (!slices.tags().contains(slice)) {
                throw new NotComparable(
                    "The projection "
                        + name
                        + " has an offset of "
                        + slice
                        + ", which is none of the "
                        + slices.count()
                        + " slices (sportskk.slices).");
              }
              if (offset > end) {
                throw new NotComparable(
                    "The projection "
                        + name
                        + " has handled event "
                        + offset
                        + " of the journal, which ends at "
                        + end
                        + ": the one is not of the other, or the journal was restored from a backup"
                        + " and the projection has to be built anew.");
              }
            });
  }
}
