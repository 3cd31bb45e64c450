package io.sportskk.match;

import akka.actor.typed.ActorRef;
import io.sportskk.kernel.CborSerializable;
import io.sportskk.kernel.Correlated;
import io.sportskk.pool.Unbacked;
import java.time.Instant;
import java.util.List;

/** What a match can be asked. */
public sealed interface MatchCommand permits MatchCommand.Request, MatchProgress {

  /** What others may ask. */
  sealed interface Request extends MatchCommand, CborSerializable {}

  /**
   * Open the match for sale. Asked again with the same content, it answers the same.
   *
   * @param opensAt when sales open, null for at once
   * @param unbacked what becomes of the pool if nobody has backed a winner, null for what is
   *     configured
   * @param carryFrom the id of the match whose carry the pool takes, null for none
   * @param by the administrator who opens it
   */
  record Open(
      String name,
      List<Match.Team> teams,
      Instant opensAt,
      Instant closesAt,
      Unbacked unbacked,
      String carryFrom,
      String by,
      String correlationId,
      ActorRef<OpenReply> replyTo)
      implements Request, Correlated {}

  /**
   * Close sales now, for good. It is answered when no node sells tickets of the match any more.
   * Asked again, it answers the same.
   */
  record Close(String by, String correlationId, ActorRef<CloseReply> replyTo)
      implements Request, Correlated {}

  /** Whatever else brings a match one step on. The same message may come more than once. */
  sealed interface Step extends Request, Correlated {
    /** The administrator who asks. */
    String by();

    ActorRef<StepReply> replyTo();
  }

  /**
   * Sell nothing until sales are resumed. It is answered when no node sells tickets of the match
   * any more.
   *
   * @param reason why, null if nothing is said
   */
  record Suspend(String by, String reason, String correlationId, ActorRef<StepReply> replyTo)
      implements Step {}

  record Resume(String by, String correlationId, ActorRef<StepReply> replyTo) implements Step {}

  /** What somebody decides of the outcome, who must have no interest in it ({@code R3}). */
  sealed interface Decision extends Step {}

  /**
   * Enter the result. Nothing is paid by it before it is confirmed.
   *
   * @param winners the codes of the teams that have won: one, or several that won jointly
   * @param source from where it is known
   * @param startedAt when the match really started, if that was before sales had stopped; else null
   */
  record EnterResult(
      List<String> winners,
      String source,
      Instant startedAt,
      String by,
      String correlationId,
      ActorRef<StepReply> replyTo)
      implements Decision {}

  /**
   * Confirm what somebody else has entered: this result, this correction of it, or that the match
   * is to be void. If it is something else by now, nothing is confirmed.
   *
   * @param winners of the result; null for void
   * @param startedAt as it was entered with the result
   * @param voidCause null for a result
   */
  record Confirm(
      List<String> winners,
      Instant startedAt,
      VoidCause voidCause,
      String by,
      String correlationId,
      ActorRef<StepReply> replyTo)
      implements Decision {}

  /**
   * The official result is wrong: propose another one, which somebody else must confirm. When the
   * match started stays as it was.
   *
   * @param winners the codes of the teams that have won: one, or several that won jointly
   * @param source from where it is known
   * @param reason why the result is corrected
   */
  record Correct(
      List<String> winners,
      String source,
      String reason,
      String by,
      String correlationId,
      ActorRef<StepReply> replyTo)
      implements Decision {}

  /**
   * Take back the result that is entered, as long as it is not official, or a correction of it.
   *
   * @param reason why
   */
  record Withdraw(String reason, String by, String correlationId, ActorRef<StepReply> replyTo)
      implements Decision {}

  /**
   * There is no result, and there will be none: all stakes go back. If sales are not closed, they
   * are, and then the match is void.
   *
   * @param note why, null if nothing is said
   */
  record MakeVoid(
      VoidCause cause, String note, String by, String correlationId, ActorRef<StepReply> replyTo)
      implements Decision {}

  /**
   * All that follows from the result, or from the match being void, is paid.
   *
   * @param round of the settlement: a correction is another one
   */
  record Settle(int round, String correlationId, ActorRef<StepReply> replyTo)
      implements Request, Correlated {}

  record CheckSale(String team, ActorRef<SaleReply> replyTo) implements Request {}

  record GetMatch(ActorRef<GetMatchReply> replyTo) implements Request {}

  /** Tell what administrators were refused. A node of an earlier release does not answer. */
  record GetRefusals(ActorRef<RefusalsReply> replyTo) implements Request {}

  /**
   * Sales should have stopped: write that down, which a match does by itself once it is in memory.
   */
  record Wake() implements Request {}

  /** Stop: the shard's stop message, which every state must obey. */
  record Stop() implements Request {}

  /** The answer to {@link Open}. */
  sealed interface OpenReply extends CborSerializable {}

  record Opened(Match match, boolean replayed) implements OpenReply {}

  /** There is a match of other content with this id. */
  record OtherContent(Match match) implements OpenReply {}

  /** The match can't be opened: each problem names the field and what is wrong with it. */
  record Invalid(List<Problem> problems) implements OpenReply {}

  /** Nothing was opened: whether the match whose carry it takes is there is not known now. */
  record CarryUnknown() implements OpenReply {}

  record Problem(String field, String detail) implements CborSerializable {}

  /** The answer to {@link Close}. */
  sealed interface CloseReply extends CborSerializable {}

  record SalesClosed(Match match) implements CloseReply {}

  /** The answer to whatever else brings a match one step on. */
  sealed interface StepReply extends CborSerializable {}

  /**
   * @param replayed whether it had been done before, so that this request only repeats it
   */
  record StepDone(Match match, boolean replayed) implements StepReply {}

  /** Nothing was done; of an administrator it is kept that he has asked ({@code V2}). */
  record StepRefused(StepRefusal reason, Match match) implements StepReply {}

  /** Nothing was done: each problem names the field and what is wrong with it. */
  record InvalidStep(List<Problem> problems) implements StepReply {}

  /** Nothing was decided: whether those who decide have a ticket is not known at the moment. */
  record InterestUnknown() implements StepReply {}

  /** Why a match does not go a step on. Names are stored. */
  enum StepRefusal {
    /** Sales are closed, for good: there is nothing to suspend or to resume. */
    SALES_CLOSED,
    /** Sales were resumed before they had stopped. */
    SALES_RESUMED,
    /** While a node may sell there is no result. */
    SALES_NOT_STOPPED,
    /** Another result is entered. */
    OTHER_RESULT,
    /** No result is entered, and nobody wants the match to be void. */
    NOTHING_TO_CONFIRM,
    /** What is to be confirmed is something else. */
    OTHER_OUTCOME,
    /** No result is entered. */
    NOTHING_TO_WITHDRAW,
    /** The result is official, and stands. */
    RESULT_OFFICIAL,
    /** Who wants something can't confirm it himself. */
    SECOND_PERSON_NEEDED,
    /** Who decides has a ticket of the match. */
    HOLDS_TICKET,
    /** Who has entered what is to be confirmed has a ticket of the match. */
    ENTERED_BY_HOLDER,
    /** A result is entered: while it is, the match is not made void. */
    OUTCOME_KNOWN,
    /** The match is void. */
    MATCH_VOID,
    /** The match is void for another cause. */
    OTHER_CAUSE,
    /** There is nothing to settle. */
    NOT_OFFICIAL,
    /** There is no official result that could be corrected. */
    NOTHING_TO_CORRECT,
    /** The result that is official has these winners. */
    SAME_WINNERS,
    /** Another correction waits to be confirmed. */
    OTHER_CORRECTION,
    /** The result was corrected since: it is settled by that one. */
    CORRECTED
  }

  /** The answer to {@link CheckSale}. */
  sealed interface SaleReply extends CborSerializable {}

  /**
   * @param rules the version of the rules of its pool; a node of an earlier release does not say it
   */
  record OnSale(Instant closesAt, String rules) implements SaleReply {}

  record SalesNotOpen(Instant opensAt) implements SaleReply {}

  /** For now: sales may be resumed. */
  record SalesOnHold() implements SaleReply {}

  record SalesOver() implements SaleReply {}

  record NoSuchTeam() implements SaleReply {}

  /** The answer to {@link GetMatch}. */
  sealed interface GetMatchReply extends CborSerializable {}

  record Found(Match match) implements GetMatchReply {}

  /** The answer to {@link GetRefusals}. */
  sealed interface RefusalsReply extends CborSerializable {}

  /**
   * @param steps oldest first
   */
  record Refusals(List<MatchEvent.StepRefused> steps) implements RefusalsReply {}

  record NoSuchMatch() implements GetMatchReply, CloseReply, SaleReply, StepReply, RefusalsReply {}
}
