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

  /** So that a reader doesn't get those of all matches at once, however many there are. */
  private static final int MOST_AT_ONCE = 100;

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

  /** The number of the totals that came last, 0 if none have come. */
  long newest() {
    return newest;
  }

  /**
   * The first totals after a number, up to another one; there may be more.
   *
   * @return empty if there are none
   */
  Optional<FeedBatch> after(long number, long until) {
    if (number >= until) {
      return Optional.empty();
    }
    ByteString batch = ByteString.emptyByteString();
    long last = number;
    int size = 0;
    for (Map.Entry<Long, ByteString> event : events.subMap(number, false, until, true).entrySet()) {
      batch = batch.concat(event.getValue());
      last = event.getKey();
      size++;
      if (size == MOST_AT_ONCE) {
        break;
      }
    }
    return size == 0 ? Optional.empty() : Optional.of(FeedBatch.of(batch, last));
  }
}
