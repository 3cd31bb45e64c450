package io.sportskk.match;

import io.sportskk.match.MatchCatalogueRepository.Listed;
import io.sportskk.match.MatchCommand.OnSale;
import io.sportskk.match.MatchCommand.SaleReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * On what terms matches are sold, as this node knows them: a lease. A node sells by its copy for as
 * long as it has read lately what has changed; one that can't read sells nothing. So no purchase
 * asks its match, and a match whose sales are closed knows when no node can sell it any more.
 *
 * <p>Used by many threads at the same time; refreshed by one.
 */
public final class SaleTerms {

  /**
   * For so long after its close a match is known here; whoever asks later asks the match itself.
   */
  static final Duration KEPT = Duration.ofHours(1);

  private final Map<String, Listed> matches = new ConcurrentHashMap<>();
  private final Duration lease;
  private final LongSupplier nanoTime;

  /** When it was last begun to read what has changed; null until it has been read once. */
  private volatile Moment readAt;

  /** Whether the sales of all matches are suspended. */
  private volatile boolean allOnHold;

  /** By the clock that is right, and by the one that can't be set. */
  record Moment(Instant time, long nanos) {}

  /** What this node knows of a match. */
  public sealed interface Answer {}

  /** It may not sell at the moment: it has not read for too long. */
  public record Locked() implements Answer {}

  /** It does not know the match: it has been opened just now, or is long over, or there is none. */
  public record Unknown() implements Answer {}

  public record Known(SaleReply reply) implements Answer {}

  /** It would be sold, or nobody here knows, but the sales of all matches are suspended. */
  public record AllOnHold() implements Answer {}

  SaleTerms(Duration lease, LongSupplier nanoTime) {
    this.lease = lease;
    this.nanoTime = nanoTime;
  }

  /**
   * Whether tickets for the team are sold.
   *
   * @param now the time of the sale, taken before this is asked: however long the process may stand
   *     still in between, what is sold bears a time at which this node was right
   */
  public Answer sale(String matchId, String team, Instant now) {
    if (!areValid(now)) { // first: what is looked up after that is at least as new
      return new Locked();
    }
    boolean onHold = allOnHold;
    Listed known = matches.get(matchId);
    if (known == null) {
      return onHold ? new AllOnHold() : new Unknown();
    }
    SaleReply reply = MatchRules.sale(known.match(), team, now);
    return onHold && reply instanceof OnSale ? new AllOnHold() : new Known(reply);
  }

  private boolean areValid(Instant now) {
    Moment read = readAt;
    return read != null
        && nanoTime.getAsLong() - read.nanos() < lease.toNanos()
        && now.isBefore(read.time().plus(lease)); // also if the other clock has stood still
  }

  /** The age of what is known here, in seconds; not a number until something is. */
  double ageSeconds() {
    Moment read = readAt;
    return read == null ? Double.NaN : (nanoTime.getAsLong() - read.nanos()) / 1e9;
  }

  boolean areLocked(Instant now) {
    return !areValid(now);
  }

  /**
   * Whether the sales of all matches are suspended, as it was read together with what has changed;
   * told before that.
   */
  void readAll(boolean suspended) {
    allOnHold = suspended;
  }

  double allOnHold() {
    return allOnHold ? 1 : 0;
  }

  /**
   * @param changed what has changed since the last time, the newest last
   * @param begunAt when it was begun to read them
   */
  void read(List<Listed> changed, Moment begunAt) {
    changed.forEach(read -> matches.merge(read.match().matchId(), read, SaleTerms::later));
    Instant forgotten = begunAt.time().minus(KEPT);
    matches.values().removeIf(known -> known.match().closesAt().isBefore(forgotten));
    readAt = begunAt; // last: who sees it sees what was read
  }

  /**
   * Nothing is undone while the catalogue is made anew; nor is a close by a node of an earlier
   * release, which does not say of which event its row is.
   */
  private static Listed later(Listed known, Listed read) {
    boolean isEarlier = read.sequenceNr() < known.sequenceNr();
    boolean undoesClose = known.match().closed() != null && read.match().closed() == null;
    return isEarlier || undoesClose ? known : read;
  }

  /** Matches whose sales should have stopped, or are to, which is not written down yet. */
  List<String> stopping(Instant now) {
    return matches.values().stream()
        .map(Listed::match)
        .filter(match -> match.salesStatus(now) == Match.SalesStatus.CLOSED)
        .filter(match -> match.closed() == null || match.closed().stoppedAt() == null)
        .map(Match::matchId)
        .toList();
  }
}
