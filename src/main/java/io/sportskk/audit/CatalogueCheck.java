package io.sportskk.audit;

import io.sportskk.kernel.SliceOffsets;
import io.sportskk.kernel.Slices;
import io.sportskk.match.Matches;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether the catalogue has each match as its events say. It is in the journal's database and read
 * as of the same moment. A row must be exactly as the match stood after the event whose number it
 * names, however far that is: a match writes what has happened to it into its row itself, and its
 * projection does, too, whoever comes first. It may be behind, but not behind the projection's
 * offset, which is stored together with the row.
 */
final class CatalogueCheck {

  private record Row(long sequenceNr, ListedMatch match) {}

  private final MatchReader matches;
  private final Findings findings;
  private final SliceOffsets offsets;

  /**
   * @param offsets of the catalogue's projection
   */
  CatalogueCheck(MatchReader matches, SliceOffsets offsets, Findings findings) {
    this.matches = matches;
    this.findings = findings;
    this.offsets = offsets;
  }

  void check(Snapshot journal) throws SQLException {
    Map<String, Row> rows = new HashMap<>();
    journal.each(
        "SELECT * FROM match_catalogue",
        row ->
            rows.put(
                row.getString("match_id"),
                new Row(row.getLong("sequence_nr"), ListedMatch.of(row))));
    matches.matches().values().forEach(match -> check(match, rows.remove(match.matchId())));
    rows.keySet().stream()
        .filter(matchId -> !matches.isBroken(matchId))
        .forEach(
            matchId ->
                findings.add(FindingKind.CATALOGUE_WITHOUT_MATCH, matchId, "It has no events."));
  }

  private void check(ReplayedMatch match, Row row) {
    long offset = offsets.of(Slices.of(Matches.KEY.name() + "|" + match.matchId()));
    if (match.lastBy() > offset) {
      findings.inFlight(
          InFlight.CATALOGUE_BEHIND,
          match.matchId(),
          match.openedBy() > offset ? match.opened().at() : match.since());
    }
    long handled = match.changedUpTo(offset);
    if (row == null) {
      if (handled > 0) {
        findings.add(FindingKind.CATALOGUE_MISSING, match.matchId(), "It is not in the catalogue.");
      }
      return;
    }
    long at = row.sequenceNr() == 0 ? row.match().eventsOfEarlierRelease() : row.sequenceNr();
    if (at < handled || at > match.sequenceNr()) {
      findings.add(
          FindingKind.CATALOGUE_WRONG,
          match.matchId(),
          "The catalogue has %d of its %d events; its projection has handled %d."
              .formatted(at, match.sequenceNr(), handled));
      return;
    }
    ListedMatch should = ListedMatch.of(match.events().subList(0, (int) at));
    if (!row.match().equals(should)) {
      findings.add(
          FindingKind.CATALOGUE_WRONG,
          match.matchId(),
          "The catalogue says "
              + row.match().differences(should)
              + "; its events, "
              + should.differences(row.match())
              + ".");
    }
  }
}
