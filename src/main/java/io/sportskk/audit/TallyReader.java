package io.sportskk.audit;

import io.sportskk.audit.TicketFacts.TallyEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Goes through the tally, enters each ticket's entry into its facts, and checks that the totals are
 * the sums of the entries. Both are written by the same statement, so that is so at any moment.
 */
final class TallyReader {

  static final String COUNTED = "COUNTED";
  static final String LATE = "LATE";

  private static final String ENTRIES =
      "SELECT ticket_id, match_id, team, stake, status FROM tally_entry";
  private static final String TOTALS =
      "SELECT match_id, team, stake, tickets, cancelled FROM tally";

  private record Team(String matchId, String team) {
    @Override
    public String toString() {
      return matchId + "/" + team;
    }
  }

  private record Total(long stake, long tickets, long cancelled) {
    static final Total NONE = new Total(0, 0, 0);

    Total plus(Total other) {
      return new Total(
          Math.addExact(stake, other.stake), tickets + other.tickets, cancelled + other.cancelled);
    }

    @Override
    public String toString() {
      return stake + " KRW on " + tickets + " tickets, " + cancelled + " cancelled";
    }
  }

  private final FactsByTicket factsByTicket;
  private final Findings findings;

  private final Map<Team, Total> sums = new HashMap<>();
  private final Map<Team, Total> totals = new HashMap<>();
  private long entries;
  private long counted;

  TallyReader(FactsByTicket factsByTicket, Findings findings) {
    this.factsByTicket = factsByTicket;
    this.findings = findings;
  }

  void read(Snapshot tally) throws SQLException {
    tally.each(ENTRIES, this::enter);
    tally.each(TOTALS, this::enterTotal);
    compare();
  }

  long entries() {
    return entries;
  }

  /** The stakes that are counted, in KRW. */
  long counted() {
    return counted;
  }

  private void enter(ResultSet row) throws SQLException {
    entries++;
    String matchId = factsByTicket.share(row.getString(2));
    String team = factsByTicket.share(row.getString(3));
    long stake = row.getLong(4);
    String status = factsByTicket.share(row.getString(5));
    factsByTicket.of(row.getString(1)).entry = new TallyEntry(matchId, team, stake, status);
    Total total =
        switch (status) {
          case COUNTED -> new Total(stake, 1, 0);
          case LATE -> Total.NONE;
          default -> new Total(0, 0, 1);
        };
    counted = Math.addExact(counted, total.stake());
    sums.merge(new Team(matchId, team), total, Total::plus);
  }

  private void enterTotal(ResultSet row) throws SQLException {
    totals.put(
        new Team(row.getString(1), row.getString(2)),
        new Total(row.getLong(3), row.getLong(4), row.getLong(5)));
  }

  private void compare() {
    var teams = new TreeSet<Team>((a, b) -> a.toString().compareTo(b.toString()));
    teams.addAll(sums.keySet());
    teams.addAll(totals.keySet());
    for (Team team : teams) {
      Total sum = sums.getOrDefault(team, Total.NONE);
      Total total = totals.getOrDefault(team, Total.NONE);
      if (!sum.equals(total)) {
        findings.add(
            FindingKind.TALLY_TOTAL_WRONG,
            team.toString(),
            "The total says " + total + "; its entries are " + sum + ".");
      }
    }
  }
}
