package io.sportskk.api.stream;

import akka.util.ByteString;
import io.sportskk.tally.MatchTotals;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The latest totals of each match, numbered in the order in which they came. */
final class FeedLatest {

  private record Entry(long number, long version) {}

  private final Function<MatchTotals, Object> json;
  private final Map<String, Entry> matches = new HashMap<>();
  private final TreeMap<Long, ByteString> events = new TreeMap<>();
  private long newest;

  /**
   * @param json the totals as clients see them
   */
  FeedLatest(Function<MatchTotals, Object> json) {
    this.json = json;
  }

  /** Totals that are not newer than what is here are left out. */
  boolean put(MatchTotals totals) {
    Entry known = matches.get(totals.matchId());
    if (known != null) {
      if (totals.version() <= known.version()) {
        return false;
      }
      events.remove(known.number());
    }
    newest++;
    matches.put(totals.matchId(), new Entry(newest, totals.version()));
    events.put(newest, Sse.json("tally", Long.toString(newest), json.apply(totals)));
    return true;
  }

  /** Empty if there is nothing yet. */
  Optional<FeedBatch> after(long number) {
    if (number >= newest) {
      return Optional.empty();
    }
    ByteString batch = ByteString.emptyByteString();
    for (ByteString event : events.tailMap(number, false).values()) {
      batch = batch.concat(event);
    }
    return Optional.of(FeedBatch.of(batch, newest));
  }
}
