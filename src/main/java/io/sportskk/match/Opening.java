package io.sportskk.match;

import akka.persistence.typed.javadsl.ReplyEffect;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.match.MatchCommand.Open;
import io.sportskk.match.MatchCommand.Problem;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchProgress.CarryKnown;
import io.sportskk.match.MatchState.Known;
import io.sportskk.match.MatchState.Unknown;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** How a match begins. */
final class Opening {

  private final String matchId;
  private final MatchServices services;
  private final Selling selling;
  private final MatchEffects effects;

  Opening(String matchId, MatchServices services, Selling selling, MatchEffects effects) {
    this.matchId = matchId;
    this.services = services;
    this.selling = selling;
    this.effects = effects;
  }

  /** A match whose carry is never known could never be settled: it must be there. */
  ReplyEffect<MatchEvent, MatchState> open(Unknown state, Open open) {
    List<Problem> problems = MatchRules.problems(matchId, open, services.clock().instant());
    if (!problems.isEmpty()) {
      return effects.answerAndLeave(open.replyTo(), new MatchCommand.Invalid(problems));
    }
    if (open.carryFrom() == null) {
      return opened(open);
    }
    effects
        .context()
        .pipeToSelf(
            services.others().isThere(open.carryFrom()),
            (isThere, failure) -> new CarryKnown(open, failure == null && isThere, failure));
    return effects.noReply(); // answered when the other one has answered
  }

  ReplyEffect<MatchEvent, MatchState> open(Unknown state, CarryKnown known) {
    Open open = known.open();
    if (known.failure() != null) {
      effects
          .context()
          .getLog()
          .warn(
              "nothing is opened: whether match {} is there is not known: {}",
              open.carryFrom(),
              JdbcCalls.cause(known.failure()).toString());
      return effects.answerAndLeave(open.replyTo(), new MatchCommand.CarryUnknown());
    }
    if (!known.isThere()) {
      return effects.answerAndLeave(
          open.replyTo(),
          new MatchCommand.Invalid(
              List.of(new Problem("/carryFrom", "must be the id of a match that is there"))));
    }
    return opened(open);
  }

  ReplyEffect<MatchEvent, MatchState> openAgain(Known state, CarryKnown known) {
    return openAgain(state, known.open());
  }

  private ReplyEffect<MatchEvent, MatchState> opened(Open open) {
    Instant now = services.clock().instant();
    List<Problem> problems = MatchRules.problems(matchId, open, now);
    if (!problems.isEmpty()) {
      return effects.answerAndLeave(open.replyTo(), new MatchCommand.Invalid(problems));
    }
    return effects.persist(
        new MatchOpened(
            matchId,
            open.name(),
            open.teams(),
            open.opensAt() == null ? now : open.opensAt(),
            open.closesAt(),
            open.by(),
            MatchRules.pool(services.settings().rules(), open.unbacked()),
            open.carryFrom(),
            open.correlationId(),
            now),
        opened -> {
          selling.waitForClosingTime(opened);
          open.replyTo().tell(new MatchCommand.Opened(opened.match(), false));
        });
  }

  ReplyEffect<MatchEvent, MatchState> openAgain(Known state, Open open) {
    Match match = state.match();
    boolean sameTime =
        open.opensAt() == null
            ? state.past().openedAtOnce()
            : open.opensAt().equals(match.opensAt());
    boolean sameContent =
        sameTime
            && match.name().equals(open.name())
            && match.teams().equals(open.teams())
            && match.closesAt().equals(open.closesAt())
            && (open.unbacked() == null || open.unbacked() == match.rules().unbacked())
            && Objects.equals(open.carryFrom(), match.pool().carryFrom());
    return effects.reply(
        open.replyTo(),
        sameContent ? new MatchCommand.Opened(match, true) : new MatchCommand.OtherContent(match));
  }
}
