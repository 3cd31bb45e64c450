package io.sportskk.match;

import io.sportskk.kernel.CborSerializable;
import java.time.Instant;
import java.util.List;

/**
 * What has become of a match, beside the close of its sales.
 *
 * @param suspended null while sales are not suspended; as it was when they were closed
 * @param result null until one is entered
 * @param withdrawn the last result that was taken back, null if none was
 * @param voiding why the match is void, or somebody wants it to be; null if nobody does
 * @param settledAt null until all is paid, or given back
 * @param corrections of the official result
 */
public record Course(
    Suspended suspended,
    Result result,
    Withdrawn withdrawn,
    Voiding voiding,
    Instant settledAt,
    Corrections corrections)
    implements CborSerializable {

  /** Nothing. */
  public static final Course NONE = new Course(null, null, null, null, null, Corrections.NONE);

  /** A node of an earlier release says nothing of corrections. */
  public Course {
    corrections = corrections == null ? Corrections.NONE : corrections;
  }

  /**
   * @param reason why, in the words of who did it; null if nothing was said
   */
  public record Suspended(String by, String reason, Instant at) implements CborSerializable {}

  /**
   * @param winners the codes of the teams that have won: one, or several that won jointly
   * @param source from where it is known ({@code R1})
   * @param startedAt when the match really started, if that was before sales had closed; else null
   * @param confirmedBy null until it is official
   */
  public record Result(
      List<String> winners,
      String source,
      Instant startedAt,
      String enteredBy,
      Instant enteredAt,
      String confirmedBy,
      Instant confirmedAt)
      implements CborSerializable {

    public boolean isOfficial() {
      return confirmedBy != null;
    }
  }

  /**
   * A result that was entered and taken back before it was official.
   *
   * @param reason why, in the words of who did it
   */
  public record Withdrawn(String by, String reason, Instant at) implements CborSerializable {}

  /**
   * @param note null if nothing was said
   * @param by who wanted it
   * @param at when he did
   * @param confirmedBy who agreed, null if nobody had to, or nobody has
   * @param since when the match became void, null while somebody still has to agree
   */
  public record Voiding(
      VoidCause cause, String note, String by, Instant at, String confirmedBy, Instant since)
      implements CborSerializable {}

  /**
   * What was corrected of the official result.
   *
   * @param made how many have become official
   * @param reason why the last of them was made, null if none was
   * @param proposed one that waits for a second person, null if none does
   */
  public record Corrections(int made, String reason, Proposed proposed)
      implements CborSerializable {

    public static final Corrections NONE = new Corrections(0, null, null);
  }

  /**
   * A correction that is not official.
   *
   * @param winners as in {@link Result}, which stands until then
   * @param reason why, in the words of who wants it
   */
  public record Proposed(List<String> winners, String source, String reason, String by, Instant at)
      implements CborSerializable {}

  /** Of its settlement, from 1: each correction is another one. */
  public int round() {
    return 1 + corrections.made();
  }

  public boolean isVoid() {
    return voiding != null && voiding.since() != null;
  }

  Course suspended(Suspended suspended) {
    return new Course(suspended, result, withdrawn, voiding, settledAt, corrections);
  }

  /** Once there is an outcome, nobody wants the match to be void any more. */
  Course result(Result result) {
    return new Course(suspended, result, withdrawn, null, settledAt, corrections);
  }

  Course withdrawn(Withdrawn withdrawn) {
    return new Course(suspended, null, withdrawn, null, settledAt, corrections);
  }

  Course voiding(Voiding voiding) {
    return new Course(suspended, result, withdrawn, voiding, settledAt, corrections);
  }

  Course settled(Instant at) {
    return new Course(suspended, result, withdrawn, voiding, at, corrections);
  }

  Course proposed(Proposed correction) {
    return new Course(
        suspended,
        result,
        withdrawn,
        voiding,
        settledAt,
        new Corrections(corrections.made(), corrections.reason(), correction));
  }

  /** The result stands as it was. */
  Course correctionWithdrawn(Withdrawn correction) {
    return new Course(
        suspended,
        result,
        correction,
        voiding,
        settledAt,
        new Corrections(corrections.made(), corrections.reason(), null));
  }

  /** What was proposed is the result; when the match started is not changed by it. */
  Course corrected(String by, Instant at) {
    Proposed correction = corrections.proposed();
    return new Course(
        suspended,
        new Result(
            correction.winners(),
            correction.source(),
            result.startedAt(),
            correction.by(),
            correction.at(),
            by,
            at),
        withdrawn,
        voiding,
        null, // it is to be settled anew
        new Corrections(corrections.made() + 1, correction.reason(), null));
  }
}
