package io.sportskk.match;

import io.sportskk.match.MatchCommand.SaleReply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

  private final Map<String, Match> matches = new ConcurrentHashMap<>();
  private final Duration lease;
  private final Clock clock;
  private final LongSupplier nanoTime;

  /** When it was last begun to read what has changed; empty until it has been read once. */
  private volatile OptionalLong readAt = OptionalLong.empty();

  SaleTerms(Duration lease, Clock clock, LongSupplier nanoTime) {
    this.lease = lease;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * Whether this node may sell by what it knows. To be asked before {@link #sale}: what is looked
   * up after that is at least as new.
   */
  public boolean areValid() {
    OptionalLong read = readAt;
    return read.isPresent() && nanoTime.getAsLong() - read.getAsLong() < lease.toNanos();
  }

  /**
   * Whether tickets for the team are sold, at this moment; empty if the match is not known here: it
   * has been opened just now, or is long over, or there is none.
   */
  public Optional<SaleReply> sale(String matchId, String team) {
    return Optional.ofNullable(matches.get(matchId))
        .map(match -> MatchRules.sale(match, team, clock.instant()));
  }

  /** The age of what is known here, in seconds; not a number until something is. */
  double ageSeconds() {
    OptionalLong read = readAt;
    return read.isPresent() ? (nanoTime.getAsLong() - read.getAsLong()) / 1e9 : Double.NaN;
  }

  /**
   * @param changed what has changed since the last time, the newest last
   * @param begunAt the nano time at which it was begun to read them
   */
  void read(List<Match> changed, long begunAt) {
    changed.forEach(match -> matches.merge(match.matchId(), match, SaleTerms::later));
    Instant forgotten = clock.instant().minus(KEPT);
    matches.values().removeIf(match -> match.closesAt().isBefore(forgotten));
    readAt = OptionalLong.of(begunAt);
  }

  /** A close is for good, also while the catalogue is made anew. */
  private static Match later(Match known, Match read) {
    return known.closed() != null && read.closed() == null ? known : read;
  }
}
