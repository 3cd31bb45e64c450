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

  record CheckSale(String team, ActorRef<SaleReply> replyTo) implements Request {}

  record GetMatch(ActorRef<GetMatchReply> replyTo) implements Request {}

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

  record Problem(String field, String detail) implements CborSerializable {}

  /** The answer to {@link Close}. */
  sealed interface CloseReply extends CborSerializable {}

  record SalesClosed(Match match) implements CloseReply {}

  /** The answer to {@link CheckSale}. */
  sealed interface SaleReply extends CborSerializable {}

  /**
   * @param rules the version of the rules of its pool; a node of an earlier release does not say it
   */
  record OnSale(Instant closesAt, String rules) implements SaleReply {}

  record SalesNotOpen(Instant opensAt) implements SaleReply {}

  record SalesOver() implements SaleReply {}

  record NoSuchTeam() implements SaleReply {}

  /** The answer to {@link GetMatch}. */
  sealed interface GetMatchReply extends CborSerializable {}

  record Found(Match match) implements GetMatchReply {}

  record NoSuchMatch() implements GetMatchReply, CloseReply, SaleReply {}
}
