package io.sportskk.match;

import static io.sportskk.kernel.SqlValues.text;
import static io.sportskk.kernel.SqlValues.timestamp;
import static java.util.stream.Collectors.joining;

import io.sportskk.kernel.PageCursor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The table of all matches. Each way of writing it may be repeated. */
final class MatchCatalogueRepository {

  private static final String SAVE =
      """
      INSERT INTO match_catalogue (%s) VALUES (%s)
      ON CONFLICT (match_id) DO UPDATE SET %s
      WHERE match_catalogue.sequence_nr < EXCLUDED.sequence_nr"""
          .formatted(
              String.join(", ", MatchRow.COLUMNS),
              String.join(", ", Collections.nCopies(MatchRow.COLUMNS.size(), "?")),
              MatchRow.COLUMNS.stream()
                  .map(column -> column + " = EXCLUDED." + column)
                  .collect(joining(", ")));

  private static final String MATCH =
      "SELECT " + String.join(", ", MatchRow.COLUMNS) + ", changed FROM match_catalogue";

  private static final String ONE = MATCH + " WHERE match_id = ?";
  private static final String PAGE = MATCH + " %s ORDER BY closes_at DESC, match_id DESC LIMIT ?";
  private static final String NOT_LONG_OVER = MATCH + " WHERE closes_at > ?";
  private static final String CHANGED = MATCH + " WHERE changed > ? ORDER BY changed";
  private static final String NEXT_CHANGED = CHANGED + " LIMIT ?";
  private static final String VERSION = "SELECT version FROM match_catalogue_version";

  /** As {@link Match#status}; the times are both that of the question. */
  private static final String STATUS =
      """
      CASE WHEN voided_at IS NOT NULL THEN 'VOID'
        WHEN settled_at IS NOT NULL THEN 'SETTLED'
        WHEN confirmed_at IS NOT NULL THEN 'OFFICIAL'
        WHEN entered_at IS NOT NULL THEN 'PROVISIONAL'
        WHEN closed_at IS NOT NULL OR closes_at <= ? THEN 'CLOSED'
        WHEN suspended_at IS NOT NULL THEN 'SUSPENDED'
        WHEN opens_at > ? THEN 'SCHEDULED'
        ELSE 'OPEN' END""";

  /**
   * A match as it stood after one of its events.
   *
   * @param sequenceNr the number of that event
   */
  record Listed(Match match, long sequenceNr) {}

  /**
   * @param version the number of the last change; what is read later has a higher one
   */
  record Changes(List<Listed> listed, long version) {}

  /**
   * A match as it stands.
   *
   * @param number of its last change
   */
  record Change(Match match, long number) {}

  /** What the table has of a match after its event, unless it has that already. */
  void add(Connection connection, MatchEvent event, long sequenceNr) throws SQLException {
    Match before = null;
    try (PreparedStatement statement = connection.prepareStatement(ONE)) {
      statement.setString(1, text(event.matchId()));
      try (ResultSet result = statement.executeQuery()) {
        if (result.next()) {
          if (result.getLong("sequence_nr") >= sequenceNr) {
            return;
          }
          before = MatchRow.read(result);
        }
      }
    }
    if (before != null || event instanceof MatchEvent.MatchOpened) {
      save(connection, event.after(before), sequenceNr);
    }
  }

  /**
   * The match as it stands, unless the table has it as it stood later.
   *
   * @param sequenceNr the number of its last event
   */
  void save(Connection connection, Match match, long sequenceNr) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
      MatchRow.write(connection, statement, match, sequenceNr);
      statement.executeUpdate();
    }
  }

  /** All matches that close after this time. */
  Changes closingAfter(Connection connection, Instant time, int timeoutSeconds)
      throws SQLException {
    // First the version: what changes in between is read once more, and not missed.
    long version = version(connection, timeoutSeconds);
    try (PreparedStatement statement = connection.prepareStatement(NOT_LONG_OVER)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setObject(1, timestamp(time));
      return new Changes(listed(statement), version);
    }
  }

  /** The number of the last change. */
  long version(Connection connection, int timeoutSeconds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(VERSION)) {
      statement.setQueryTimeout(timeoutSeconds);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  /** What has changed since, in the order in which it has. */
  Changes changedSince(Connection connection, long version, int timeoutSeconds)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CHANGED)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setLong(1, version);
      try (ResultSet result = statement.executeQuery()) {
        List<Listed> listed = new ArrayList<>();
        long last = version;
        while (result.next()) {
          listed.add(listed(result));
          last = result.getLong("changed");
        }
        return new Changes(listed, last);
      }
    }
  }

  /** The next changes after that, in the order in which they were made; so many at most. */
  List<Change> changedSince(Connection connection, long version, int most, int timeoutSeconds)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEXT_CHANGED)) {
      statement.setQueryTimeout(timeoutSeconds);
      statement.setLong(1, version);
      statement.setInt(2, most);
      try (ResultSet result = statement.executeQuery()) {
        List<Change> changes = new ArrayList<>();
        while (result.next()) {
          changes.add(new Change(MatchRow.read(result), result.getLong("changed")));
        }
        return changes;
      }
    }
  }

  /**
   * What part of the list is asked for.
   *
   * @param after where the page before ended, null for the first page
   * @param status null for all
   * @param now what the status of a match depends on, while its sales are not closed
   * @param rows so many at most
   */
  record Page(PageCursor after, MatchStatus status, Instant now, int rows) {}

  /** Matches, the one that closes last first. */
  List<Match> page(Connection connection, Page page, int timeoutSeconds) throws SQLException {
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    if (page.after() != null) {
      conditions.add("(closes_at, match_id) < (?, ?)");
      values.add(timestamp(page.after().time()));
      values.add(page.after().id());
    }
    if (page.status() != null) {
      conditions.add(STATUS + " = ?");
      values.add(timestamp(page.now()));
      values.add(timestamp(page.now()));
      values.add(page.status().name());
    }
    String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    try (PreparedStatement statement = connection.prepareStatement(PAGE.formatted(where))) {
      statement.setQueryTimeout(timeoutSeconds);
      values.add(page.rows());
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      return listed(statement).stream().map(Listed::match).toList();
    }
  }

  private static List<Listed> listed(PreparedStatement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      List<Listed> listed = new ArrayList<>();
      while (result.next()) {
        listed.add(listed(result));
      }
      return listed;
    }
  }

  private static Listed listed(ResultSet row) throws SQLException {
    return new Listed(MatchRow.read(row), row.getLong("sequence_nr"));
  }
}
