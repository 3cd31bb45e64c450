package io.sportskk.match;

import io.sportskk.match.MatchCommand.Confirm;
import io.sportskk.match.MatchCommand.Correct;
import io.sportskk.match.MatchCommand.EnterResult;
import io.sportskk.match.MatchCommand.MakeVoid;
import io.sportskk.match.MatchCommand.Problem;
import io.sportskk.match.MatchCommand.StepDone;
import io.sportskk.match.MatchCommand.StepRefusal;
import io.sportskk.match.MatchCommand.StepRefused;
import io.sportskk.match.MatchCommand.StepReply;
import io.sportskk.match.MatchCommand.Withdraw;
import io.sportskk.match.MatchEvent.CorrectionProposed;
import io.sportskk.match.MatchEvent.CorrectionWithdrawn;
import io.sportskk.match.MatchEvent.MatchVoided;
import io.sportskk.match.MatchEvent.ResultConfirmed;
import io.sportskk.match.MatchEvent.ResultCorrected;
import io.sportskk.match.MatchEvent.ResultEntered;
import io.sportskk.match.MatchEvent.ResultWithdrawn;
import io.sportskk.match.MatchEvent.VoidProposed;
import io.sportskk.match.MatchState.Decided;
import io.sportskk.match.MatchState.Known;
import io.sportskk.match.MatchState.Over;
import io.sportskk.match.MatchState.Provisional;
import io.sportskk.match.MatchState.Voided;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What may be decided of the outcome of a match, and when. Who has an interest in it is another
 * question.
 *
 * @param twoPersons whether he who enters something can't confirm it
 */
record Outcomes(boolean twoPersons) {

  private static final Problem WITHOUT_REASON = new Problem("/reason", "must say why");

  /** What is to be done about a decision. */
  sealed interface Verdict {}

  record Answer(StepReply reply) implements Verdict {}

  record Store(MatchEvent event) implements Verdict {}

  /** Sales have to be stopped first, on all nodes. */
  record StopSales() implements Verdict {}

  Verdict judge(Known state, MatchCommand.Decision decision, Instant now) {
    if (decision instanceof EnterResult result) {
      return result(state, result, now);
    }
    if (decision instanceof Confirm confirm) {
      return confirm(state, confirm, now);
    }
    if (decision instanceof Correct correct) {
      return correct(state, correct, now);
    }
    return decision instanceof Withdraw withdraw
        ? withdraw(state, withdraw, now)
        : makeVoid(state, (MakeVoid) decision, now);
  }

  /** Who must have no ticket: whoever decides, and whose word he confirms ({@code R3}). */
  static Set<String> deciders(Known state, MatchCommand.Decision decision) {
    Set<String> deciders = new HashSet<>(Set.of(decision.by()));
    if (decision instanceof Confirm) {
      Course course = state.match().course();
      if (course.corrections().proposed() != null) {
        deciders.add(course.corrections().proposed().by());
      } else if (course.result() != null) {
        deciders.add(course.result().enteredBy());
      } else if (course.voiding() != null) {
        deciders.add(course.voiding().by());
      }
    }
    return deciders;
  }

  // A result

  private static Verdict result(Known state, EnterResult entered, Instant now) {
    List<String> winners = entered.winners().stream().sorted().toList();
    if (state instanceof Decided decided) {
      Course.Result first = decided.result();
      boolean same =
          first.winners().equals(winners)
              && first.source().equals(entered.source())
              && Objects.equals(first.startedAt(), entered.startedAt());
      return same ? again(state) : refuse(state, StepRefusal.OTHER_RESULT);
    }
    if (state instanceof Voided) {
      return refuse(state, StepRefusal.MATCH_VOID);
    }
    if (!(state instanceof Over)) {
      return refuse(state, StepRefusal.SALES_NOT_STOPPED);
    }
    Match match = state.match();
    List<Problem> problems = problems(match, entered, now);
    return problems.isEmpty()
        ? new Store(
            new ResultEntered(
                match.matchId(),
                winners,
                entered.startedAt(),
                entered.source(),
                entered.by(),
                entered.correlationId(),
                now))
        : new Answer(new MatchCommand.InvalidStep(problems));
  }

  private static List<Problem> problems(Match match, EnterResult entered, Instant now) {
    List<Problem> problems = problems(match, entered.winners(), entered.source());
    if (entered.startedAt() != null && entered.startedAt().isAfter(now)) {
      problems.add(new Problem("/startedAt", "must not be in the future"));
    } else if (entered.startedAt() != null && entered.startedAt().isBefore(match.opensAt())) {
      problems.add(new Problem("/startedAt", "must not be before sales opened"));
    } else if (entered.startedAt() != null
        && entered.startedAt().isAfter(match.closed().stoppedAt())) {
      problems.add(
          new Problem(
              "/startedAt",
              "must not be after sales had stopped: leave it out if no ticket was sold too late"));
    }
    return problems;
  }

  private static List<Problem> problems(Match match, List<String> winners, String source) {
    List<Problem> problems = new ArrayList<>();
    if (winners.isEmpty()) {
      problems.add(new Problem("/winners", "must name one team or more"));
    }
    Set<String> named = new HashSet<>();
    for (int i = 0; i < winners.size(); i++) {
      String code = winners.get(i);
      if (!match.hasTeam(code)) {
        problems.add(new Problem("/winners/" + i, "must be the code of a team of the match"));
      } else if (!named.add(code)) {
        problems.add(new Problem("/winners/" + i, "is named twice"));
      }
    }
    if (source.isBlank()) {
      problems.add(new Problem("/source", "must say from where the result is known"));
    }
    return problems;
  }

  // A second person

  private Verdict confirm(Known state, Confirm confirm, Instant now) {
    String matchId = state.match().matchId();
    Course.Result result = state.match().course().result();
    Course.Voiding voiding = state.match().course().voiding();
    Course.Proposed correction = state.match().course().corrections().proposed();
    if (correction != null && !isSame(result, confirm)) {
      return confirm(state, correction, confirm, now);
    }
    boolean isOpen = state instanceof Provisional || (state instanceof Over && voiding != null);
    boolean isConfirmed =
        state instanceof Decided || (state instanceof Voided && voiding.confirmedBy() != null);
    if (!isOpen && !isConfirmed) {
      return refuse(state, StepRefusal.NOTHING_TO_CONFIRM);
    }
    if (result == null ? voiding.cause() != confirm.voidCause() : !isSame(result, confirm)) {
      return refuse(state, StepRefusal.OTHER_OUTCOME);
    }
    if (!isOpen) {
      return again(state);
    }
    if (isAlone(result == null ? voiding.by() : result.enteredBy(), confirm)) {
      return refuse(state, StepRefusal.SECOND_PERSON_NEEDED);
    }
    return new Store(
        result == null
            ? new MatchVoided(
                matchId,
                voiding.cause(),
                voiding.note(),
                voiding.by(),
                voiding.at(),
                confirm.by(),
                confirm.correlationId(),
                now)
            : new ResultConfirmed(matchId, confirm.by(), confirm.correlationId(), now));
  }

  private Verdict confirm(Known state, Course.Proposed correction, Confirm confirm, Instant now) {
    Match match = state.match();
    if (!isSame(correction.winners(), match.course().result().startedAt(), confirm)) {
      return refuse(state, StepRefusal.OTHER_OUTCOME);
    }
    return isAlone(correction.by(), confirm)
        ? refuse(state, StepRefusal.SECOND_PERSON_NEEDED)
        : new Store(
            new ResultCorrected(match.matchId(), confirm.by(), confirm.correlationId(), now));
  }

  private static boolean isSame(Course.Result result, Confirm confirm) {
    return isSame(result.winners(), result.startedAt(), confirm);
  }

  /** Also when the match started decides who is paid. */
  private static boolean isSame(List<String> winners, Instant startedAt, Confirm confirm) {
    return confirm.winners() != null
        && winners.equals(confirm.winners().stream().sorted().toList())
        && Objects.equals(startedAt, confirm.startedAt());
  }

  private boolean isAlone(String first, Confirm second) {
    return twoPersons && first.equals(second.by());
  }

  // A wrong result

  /** Before anything is paid by it ({@code R4}). */
  private static Verdict withdraw(Known state, Withdraw withdraw, Instant now) {
    if (state instanceof Provisional) {
      return withdraw.reason().isBlank()
          ? new Answer(new MatchCommand.InvalidStep(List.of(WITHOUT_REASON)))
          : new Store(
              new ResultWithdrawn(
                  state.match().matchId(),
                  withdraw.by(),
                  withdraw.reason(),
                  withdraw.correlationId(),
                  now));
    }
    if (state instanceof Decided decided) {
      return withdrawCorrection(state, decided.result(), withdraw, now);
    }
    if (state instanceof Voided) {
      return refuse(state, StepRefusal.MATCH_VOID);
    }
    return state.match().course().withdrawn() == null
        ? refuse(state, StepRefusal.NOTHING_TO_WITHDRAW)
        : again(state);
  }

  private static Verdict withdrawCorrection(
      Known state, Course.Result result, Withdraw withdraw, Instant now) {
    Course course = state.match().course();
    if (course.corrections().proposed() == null) {
      boolean wasCorrection =
          course.withdrawn() != null && course.withdrawn().at().isAfter(result.confirmedAt());
      return wasCorrection ? again(state) : refuse(state, StepRefusal.RESULT_OFFICIAL);
    }
    return withdraw.reason().isBlank()
        ? new Answer(new MatchCommand.InvalidStep(List.of(WITHOUT_REASON)))
        : new Store(
            new CorrectionWithdrawn(
                state.match().matchId(),
                withdraw.by(),
                withdraw.reason(),
                withdraw.correlationId(),
                now));
  }

  /** After it was official, and maybe paid by ({@code R4}). */
  private static Verdict correct(Known state, Correct correct, Instant now) {
    if (state instanceof Voided) {
      return refuse(state, StepRefusal.MATCH_VOID);
    }
    if (!(state instanceof Decided decided) || state instanceof Provisional) {
      return refuse(state, StepRefusal.NOTHING_TO_CORRECT);
    }
    List<String> winners = correct.winners().stream().sorted().toList();
    Course.Corrections corrections = state.match().course().corrections();
    Course.Proposed proposed = corrections.proposed();
    if (proposed != null) {
      boolean same =
          proposed.winners().equals(winners)
              && proposed.source().equals(correct.source())
              && proposed.reason().equals(correct.reason());
      return same ? again(state) : refuse(state, StepRefusal.OTHER_CORRECTION);
    }
    if (decided.result().winners().equals(winners)) {
      boolean same =
          decided.result().source().equals(correct.source())
              && correct.reason().equals(corrections.reason());
      return same ? again(state) : refuse(state, StepRefusal.SAME_WINNERS);
    }
    List<Problem> problems = problems(state.match(), correct.winners(), correct.source());
    if (correct.reason().isBlank()) {
      problems.add(WITHOUT_REASON);
    }
    return problems.isEmpty()
        ? new Store(
            new CorrectionProposed(
                state.match().matchId(),
                winners,
                correct.source(),
                correct.reason(),
                correct.by(),
                correct.correlationId(),
                now))
        : new Answer(new MatchCommand.InvalidStep(problems));
  }

  // No result

  private Verdict makeVoid(Known state, MakeVoid made, Instant now) {
    if (state instanceof Decided) {
      return refuse(state, StepRefusal.OUTCOME_KNOWN);
    }
    Course.Voiding voiding = state.match().course().voiding();
    boolean same =
        voiding != null
            && voiding.cause() == made.cause()
            && Objects.equals(voiding.note(), made.note());
    if (same) {
      return again(state);
    }
    if (state instanceof Voided) {
      return refuse(state, StepRefusal.OTHER_CAUSE);
    }
    boolean other = made.cause() == VoidCause.OTHER;
    if (other && (made.note() == null || made.note().isBlank())) {
      return new Answer(
          new MatchCommand.InvalidStep(
              List.of(new Problem("/note", "is required with the cause OTHER"))));
    }
    if (!(state instanceof Over)) {
      return new StopSales();
    }
    String matchId = state.match().matchId();
    return new Store(
        twoPersons && takesTwo(state.match(), made.cause(), now)
            ? new VoidProposed(
                matchId, made.cause(), made.note(), made.by(), made.correlationId(), now)
            : new MatchVoided(
                matchId,
                made.cause(),
                made.note(),
                made.by(),
                now,
                null,
                made.correlationId(),
                now));
  }

  /**
   * Causes that are for somebody to judge take two ({@code V4}); so does any, once somebody may
   * know how the match ends ({@code V2}).
   */
  private static boolean takesTwo(Match match, VoidCause cause, Instant now) {
    return cause.takesTwo()
        || !now.isBefore(match.closesAt())
        || match.course().withdrawn() != null;
  }

  private static Verdict again(Known state) {
    return new Answer(new StepDone(state.match(), true));
  }

  private static Verdict refuse(Known state, StepRefusal reason) {
    return new Answer(new StepRefused(reason, state.match()));
  }
}
