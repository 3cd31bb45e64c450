package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * How a buyer's limits of play stand.
 *
 * @param limits one of each kind
 * @param excludedUntil null if the buyer is not excluded
 */
public record PlayLimits(String buyerId, Map<LimitKind, Standing> limits, Instant excludedUntil)
    implements CborSerializable {

  /**
   * @param own that the buyer has set; null if there is none, as are the others
   * @param house that the house has set and the buyer can't raise
   * @param inForce the lower of the two
   * @param used what was staked or lost in the day or week that it is, in KRW; losses are negative
   *     if more was won
   * @param left what may still be staked; null if there is no limit
   * @param freeAgainAt when the next day or week begins
   * @param raise of his own limit, that he has asked for and not confirmed
   */
  public record Standing(
      Money own,
      Money house,
      Money inForce,
      long used,
      Money left,
      Instant freeAgainAt,
      Raise raise) {}

  /**
   * @param to null if the limit is to be removed
   * @param confirmFrom when it can be confirmed
   * @param confirmBefore when it lapses
   */
  public record Raise(Money to, Instant confirmFrom, Instant confirmBefore) {}

  /**
   * @param play as it is now
   */
  static PlayLimits of(String buyerId, Play play, Instant now) {
    Map<LimitKind, Standing> standing = new EnumMap<>(LimitKind.class);
    for (LimitKind kind : LimitKind.values()) {
      standing.put(kind, standing(play.limit(kind), play.window(kind), kind, now));
    }
    return new PlayLimits(buyerId, standing, play.isExcluded(now) ? play.excludedUntil() : null);
  }

  private static Standing standing(
      PlayLimit limit, PlayWindow window, LimitKind kind, Instant now) {
    Money inForce = limit.inForce();
    long used = window.used(kind.isOfLosses());
    PlayLimit.Raise raise = limit.raise();
    return new Standing(
        limit.own(),
        limit.house(),
        inForce,
        used,
        inForce == null ? null : Money.won(Math.max(0, inForce.won() - used)),
        window.until(),
        raise == null || !now.isBefore(raise.confirmBefore())
            ? null
            : new Raise(raise.to(), raise.confirmFrom(), raise.confirmBefore()));
  }
}
