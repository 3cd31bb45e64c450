package io.sportskk.payment;

import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Money;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a buyer's limits of play stand, each in the unit of its kind.
 *
 * @param limits one of each kind
 * @param excludedUntil null if the buyer is not excluded
 * @param supervisedFrom a stake of so much or more needs an approval of a supervisor; null if none
 *     does, and from a node of an earlier release
 * @param approvals those that can be used, oldest first
 */
public record PlayLimits(
    String buyerId,
    Map<LimitKind, Standing> limits,
    Instant excludedUntil,
    Money supervisedFrom,
    List<Approval> approvals)
    implements CborSerializable {

  /** A node of an earlier release says nothing of approvals. */
  public PlayLimits {
    approvals = approvals == null ? List.of() : List.copyOf(approvals);
  }

  /**
   * @param own that the buyer has set; null if there is none, as are the others
   * @param house that the house has set and the buyer can't raise
   * @param inForce the lower of the two
   * @param used of it in the day, week or month that it is; losses are negative if more was won
   * @param left what may still be used; null if there is no limit
   * @param freeAgainAt when the next day, week or month begins
   * @param raise of his own limit, that he has asked for and not confirmed
   */
  public record Standing(
      Long own, Long house, Long inForce, long used, Long left, Instant freeAgainAt, Raise raise) {}

  /**
   * @param to null if the limit is to be removed
   * @param confirmFrom when it can be confirmed
   * @param confirmBefore when it lapses
   */
  public record Raise(Long to, Instant confirmFrom, Instant confirmBefore) {}

  /**
   * @param upTo the stake may be so much, not more
   * @param validUntil from then on it can't be used
   */
  public record Approval(String approvalId, Money upTo, Instant validUntil) {}

  /**
   * @param wallet as it is now
   */
  static PlayLimits of(WalletState wallet, SupervisionRules supervision, Instant now) {
    Play play = wallet.play();
    Map<LimitKind, Standing> standing = new EnumMap<>(LimitKind.class);
    for (LimitKind kind : LimitKind.values()) {
      standing.put(kind, standing(play, kind, now));
    }
    return new PlayLimits(
        wallet.buyerId(),
        standing,
        play.isExcluded(now) ? play.excludedUntil() : null,
        supervision.from(),
        wallet.approvals().open(now).entrySet().stream()
            .map(it -> new Approval(it.getKey(), it.getValue().upTo(), it.getValue().validUntil()))
            .toList());
  }

  static Standing standing(Play play, LimitKind kind, Instant now) {
    PlayLimit limit = play.limit(kind);
    Long inForce = limit.inForce();
    long used = play.used(kind, now);
    PlayLimit.Raise raise = limit.raise();
    return new Standing(
        limit.own(),
        limit.house(),
        inForce,
        used,
        inForce == null ? null : (Long) Math.max(0, inForce - used),
        play.window(kind).until(),
        raise == null || !now.isBefore(raise.confirmBefore())
            ? null
            : new Raise(raise.to(), raise.confirmFrom(), raise.confirmBefore()));
  }
}
