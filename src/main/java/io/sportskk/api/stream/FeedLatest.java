package io.sportskk.api.stream;

import akka.util.ByteString;
import io.sportskk.tally.MatchTotals;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * The latest totals of each match, its outcome, the matches that have changed last, and the sales
 * of all of them, numbered in the order in which they came.
 */
final class FeedLatest {

  /** So many matches that have changed are kept at most, also if all do at the same time. */
  static final int MATCHES_KEPT = 2_000;

  private static final String ALL = "all";

  /** So that a reader doesn't get those of all matches at once, however many there are. */
  private static final int MOST_AT_ONCE = 100;

  /**
   * @param json as it was told
   */
  private record Entry(long number, long version, Object json) {}

  /**
   * @param json as it was told
   */
  private record Told(long number, Object json) {}

  /**
   * What the answer follows from: nothing is put or left out without one of the last two changing.
   */
  private record Asked(long number, long until, long newest, int events) {}

  private final TotalsView view;
  private final Map<String, Entry> matches = new HashMap<>();
  private final Map<String, Told> outcomes = new HashMap<>();

  private final Map<String, Told> sales = new HashMap<>();

  /** Those that have changed; the one that has not for longest comes first. */
  private final Map<String, Told> changed = new LinkedHashMap<>();

  private final TreeMap<Long, ByteString> events = new TreeMap<>();
  private long newest;

  private Asked askedLast;
  private Optional<FeedBatch> answeredLast = Optional.empty();

  /** The number of what had come last when {@link #forgetMatches} was told the last time. */
  private long remembered;

  FeedLatest(TotalsView view) {
    this.view = view;
  }

  /**
   * Totals that are not newer than what is here are left out.
   *
   * @return completes once there may be more to tell of these totals; empty if that is all
   */
  Optional<CompletionStage<?>> put(MatchTotals totals) {
    Entry known = matches.get(totals.matchId());
    if (known != null && totals.version() <= known.version()) {
      return Optional.empty();
    }
    TotalsView.Shown shown = view.show(totals);
    replace(known, totals, shown.json());
    return shown.more();
  }

  /** What could not be told whole, if nothing newer has come since; as {@link #put}. */
  Optional<CompletionStage<?>> complete(MatchTotals totals) {
    Entry known = matches.get(totals.matchId());
    if (known == null || totals.version() != known.version()) {
      return Optional.empty();
    }
    TotalsView.Shown shown = view.show(totals);
    if (!shown.json().equals(known.json())) {
      replace(known, totals, shown.json());
    }
    return shown.more();
  }

  private void replace(Entry known, MatchTotals totals, Object json) {
    if (known != null) {
      events.remove(known.number());
    }
    newest++;
    matches.put(totals.matchId(), new Entry(newest, totals.version(), json));
    events.put(newest, Sse.json("tally", Long.toString(newest), json));
  }

  /** An outcome that is as it was is left out. */
  void putOutcome(String matchId, Object json) {
    put("outcome", outcomes, matchId, json);
  }

  void putSales(Object json) {
    put("sales", sales, ALL, json);
  }

  /** A match that is as it was is left out. */
  void putMatch(String matchId, Object json) {
    put("match", changed, matchId, json);
    if (changed.size() > MATCHES_KEPT) {
      Told oldest = changed.remove(changed.keySet().iterator().next());
      events.remove(oldest.number());
    }
  }

  /** Leaves out the matches that have not changed since it was told this the last time. */
  void forgetMatches() {
    changed
        .values()
        .removeIf(
            match -> {
              boolean old = match.number() <= remembered;
              if (old) {
                events.remove(match.number());
              }
              return old;
            });
    remembered = newest;
  }

  private void put(String event, Map<String, Told> all, String matchId, Object json) {
    Told known = all.get(matchId);
    if (known != null) {
      if (known.json().equals(json)) {
        return;
      }
      all.remove(matchId); // so that it comes to the end
      events.remove(known.number());
    }
    newest++;
    all.put(matchId, new Told(newest, json));
    events.put(newest, Sse.json(event, Long.toString(newest), json));
  }

  /** The number of what came last, 0 if nothing has come. */
  long newest() {
    return newest;
  }

  boolean isAnyAfter(long number) {
    return !events.tailMap(number, false).isEmpty();
  }

  /**
   * The first events after a number, up to another one; there may be more. Readers that stand at
   * the same place, which are nearly all of them, get the very same batch.
   *
   * @return empty if there are none
   */
  Optional<FeedBatch> after(long number, long until) {
    if (number >= until) {
      return Optional.empty();
    }
    Asked asked = new Asked(number, until, newest, events.size());
    if (!asked.equals(askedLast)) {
      askedLast = asked;
      answeredLast = read(number, until);
    }
    return answeredLast;
  }

  private Optional<FeedBatch> read(long number, long until) {
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
    return size == 0 ? Optional.empty() : Optional.of(FeedBatch.of(batch.compact(), last));
  }
}
