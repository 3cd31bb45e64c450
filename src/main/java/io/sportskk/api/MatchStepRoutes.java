package io.sportskk.api;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.actor.typed.ActorRef;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.japi.function.Function;
import io.sportskk.api.auth.Authentication;
import io.sportskk.api.auth.Principal;
import io.sportskk.api.http.Correlation;
import io.sportskk.api.http.ErrorHandling;
import io.sportskk.api.http.Fields;
import io.sportskk.api.http.Json;
import io.sportskk.api.http.Problem;
import io.sportskk.api.http.ProblemType;
import io.sportskk.api.http.TextRule;
import io.sportskk.match.Match;
import io.sportskk.match.MatchCommand;
import io.sportskk.match.MatchCommand.StepRefusal;
import io.sportskk.match.VoidCause;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What administrators do to a match once it is open: each brings it one step on. */
final class MatchStepRoutes {

  /** More winners than any match may have teams. */
  private static final int MOST_WINNERS = 1000;

  private static final Map<StepRefusal, Problem> REFUSED = refused();

  private final Authentication authentication;
  private final EntityClient entities;
  private final Clock clock;

  MatchStepRoutes(Authentication authentication, EntityClient entities, Clock clock) {
    this.authentication = authentication;
    this.entities = entities;
    this.clock = clock;
  }

  /** Tells the match that is asked for. */
  private interface Step {
    CompletionStage<HttpResponse> take(HttpRequest request, String matchId, Principal admin);
  }

  Route route() {
    return pathPrefix(
        segment("admin").slash("matches"),
        () ->
            concat(
                step("suspend", this::suspend),
                step("resume", this::resume),
                step("close", this::close),
                step("result", this::result),
                step("confirm", this::confirm),
                step("withdraw", this::withdraw),
                step("correct", this::correct),
                step("void", this::makeVoid),
                path(
                    segment().slash("refusals"),
                    matchId -> get(() -> authentication.admin(admin -> refusals(matchId))))));
  }

  private Route refusals(String matchId) {
    MatchRoutes.requireId(matchId);
    return completeWithFuture(
        entities
            .<MatchCommand.RefusalsReply>match(matchId, MatchCommand.GetRefusals::new)
            .thenApply(
                reply -> {
                  if (reply instanceof MatchCommand.Refusals refusals) {
                    return Json.ok(
                        RefusalsJson.of(
                            matchId,
                            refusals.steps(),
                            refused -> REFUSED.get(refused.reason()).type()));
                  }
                  throw MatchRoutes.noSuchMatch();
                }));
  }

  private Route step(String name, Step step) {
    return path(
        segment().slash(name),
        matchId ->
            post(
                () ->
                    authentication.admin(
                        admin ->
                            extractRequest(
                                request -> {
                                  MatchRoutes.requireId(matchId);
                                  return completeWithFuture(step.take(request, matchId, admin));
                                }))));
  }

  private CompletionStage<HttpResponse> suspend(
      HttpRequest request, String matchId, Principal admin) {
    Fields body = Fields.ofAny(request);
    String reason = body.optionalText("reason", TextRule.NOTE);
    body.end();
    String correlationId = Correlation.of(request);
    return take(
        matchId, replyTo -> new MatchCommand.Suspend(admin.id(), reason, correlationId, replyTo));
  }

  private CompletionStage<HttpResponse> resume(
      HttpRequest request, String matchId, Principal admin) {
    String correlationId = Correlation.of(request);
    return take(matchId, replyTo -> new MatchCommand.Resume(admin.id(), correlationId, replyTo));
  }

  private CompletionStage<HttpResponse> close(
      HttpRequest request, String matchId, Principal admin) {
    String correlationId = Correlation.of(request);
    return entities
        .<MatchCommand.CloseReply>matchStep(
            matchId, replyTo -> new MatchCommand.Close(admin.id(), correlationId, replyTo))
        .thenApply(
            reply -> {
              if (reply instanceof MatchCommand.SalesClosed closed) {
                return Json.ok(json(closed.match()));
              }
              throw MatchRoutes.noSuchMatch();
            });
  }

  private CompletionStage<HttpResponse> result(
      HttpRequest request, String matchId, Principal admin) {
    Fields body = Fields.of(request);
    List<String> winners = body.texts("winners", MOST_WINNERS, TextRule.NAME);
    String source = body.text("source", TextRule.NOTE);
    Instant startedAt = body.optionalInstant("startedAt");
    body.end();
    String correlationId = Correlation.of(request);
    return take(
        matchId,
        replyTo ->
            new MatchCommand.EnterResult(
                winners, source, startedAt, admin.id(), correlationId, replyTo));
  }

  private CompletionStage<HttpResponse> confirm(
      HttpRequest request, String matchId, Principal admin) {
    Fields body = Fields.of(request);
    boolean isVoid = body.has("void");
    VoidCause cause = isVoid ? body.oneOf("void", VoidCause.class) : null;
    List<String> winners = isVoid ? null : body.texts("winners", MOST_WINNERS, TextRule.NAME);
    Instant startedAt = isVoid ? null : body.optionalInstant("startedAt");
    body.end();
    String correlationId = Correlation.of(request);
    return take(
        matchId,
        replyTo ->
            new MatchCommand.Confirm(
                winners, startedAt, cause, admin.id(), correlationId, replyTo));
  }

  private CompletionStage<HttpResponse> withdraw(
      HttpRequest request, String matchId, Principal admin) {
    Fields body = Fields.of(request);
    String reason = body.text("reason", TextRule.NOTE);
    body.end();
    String correlationId = Correlation.of(request);
    return take(
        matchId, replyTo -> new MatchCommand.Withdraw(reason, admin.id(), correlationId, replyTo));
  }

  private CompletionStage<HttpResponse> correct(
      HttpRequest request, String matchId, Principal admin) {
    Fields body = Fields.of(request);
    List<String> winners = body.texts("winners", MOST_WINNERS, TextRule.NAME);
    String source = body.text("source", TextRule.NOTE);
    String reason = body.text("reason", TextRule.NOTE);
    body.end();
    String correlationId = Correlation.of(request);
    return take(
        matchId,
        replyTo ->
            new MatchCommand.Correct(winners, source, reason, admin.id(), correlationId, replyTo));
  }

  private CompletionStage<HttpResponse> makeVoid(
      HttpRequest request, String matchId, Principal admin) {
    Fields body = Fields.of(request);
    VoidCause cause = body.oneOf("cause", VoidCause.class);
    String note = body.optionalText("note", TextRule.NOTE);
    body.end();
    String correlationId = Correlation.of(request);
    return take(
        matchId,
        replyTo -> new MatchCommand.MakeVoid(cause, note, admin.id(), correlationId, replyTo));
  }

  private CompletionStage<HttpResponse> take(
      String matchId, Function<ActorRef<MatchCommand.StepReply>, MatchCommand> step) {
    return entities.<MatchCommand.StepReply>matchStep(matchId, step).thenApply(this::answer);
  }

  private HttpResponse answer(MatchCommand.StepReply reply) {
    if (reply instanceof MatchCommand.StepDone done) {
      HttpResponse response = Json.ok(json(done.match()));
      return done.replayed() ? response.addHeader(Json.replayed()) : response;
    }
    if (reply instanceof MatchCommand.StepRefused refused) {
      throw REFUSED.get(refused.reason()).exception();
    }
    if (reply instanceof MatchCommand.InvalidStep invalid) {
      throw ProblemType.INVALID_OUTCOME
          .because("The outcome breaks the rules; see errors.")
          .withErrors(
              invalid.problems().stream()
                  .map(problem -> Problem.Part.ofBody(problem.field(), problem.detail()))
                  .toList())
          .exception();
    }
    if (reply instanceof MatchCommand.InterestUnknown) {
      throw ErrorHandling.unavailable(
              "It is not known at the moment who has a ticket of the match. Nothing was decided.")
          .exception();
    }
    throw MatchRoutes.noSuchMatch();
  }

  private static Map<StepRefusal, Problem> refused() {
    Map<StepRefusal, Problem> refused = new EnumMap<>(StepRefusal.class);
    refused.put(
        StepRefusal.SALES_CLOSED,
        ProblemType.SALES_CLOSED.because("Sales are closed for good; see closedAt of the match."));
    refused.put(
        StepRefusal.SALES_RESUMED,
        ProblemType.SALES_RESUMED.because(
            "Somebody has resumed sales before they had stopped on all nodes."));
    refused.put(
        StepRefusal.SALES_NOT_STOPPED,
        ProblemType.SALES_NOT_STOPPED.because(
            "A result can be entered once no node sells tickets any more; see stoppedAt of the"
                + " match."));
    refused.put(
        StepRefusal.OTHER_RESULT,
        ProblemType.OTHER_RESULT.because("Another result is entered; see result of the match."));
    refused.put(
        StepRefusal.NOTHING_TO_CONFIRM,
        ProblemType.NOTHING_TO_CONFIRM.because(
            "No result is entered, and nobody wants the match to be void."));
    refused.put(
        StepRefusal.SECOND_PERSON_NEEDED,
        ProblemType.SECOND_PERSON_NEEDED.because(
            "You have entered it yourself; somebody else must confirm it."));
    refused.put(
        StepRefusal.HOLDS_TICKET,
        ProblemType.HOLDS_TICKET.because(
            "You have a ticket of the match; somebody who has none must decide."));
    refused.put(
        StepRefusal.ENTERED_BY_HOLDER,
        ProblemType.ENTERED_BY_HOLDER.because(
            "Who has entered it has a ticket of the match; somebody who has none must enter it."));
    refused.put(
        StepRefusal.OTHER_OUTCOME,
        ProblemType.OTHER_OUTCOME.because(
            "It is something else by now; see result, corrections and voidProposed of the match."));
    refused.put(
        StepRefusal.NOTHING_TO_WITHDRAW,
        ProblemType.NOTHING_TO_WITHDRAW.because("No result is entered."));
    refused.put(
        StepRefusal.RESULT_OFFICIAL,
        ProblemType.RESULT_OFFICIAL.because("The result is official, and stands."));
    refused.put(
        StepRefusal.OUTCOME_KNOWN,
        ProblemType.OUTCOME_KNOWN.because(
            "A result is entered: while it is, the match can't be made void."));
    refused.put(
        StepRefusal.MATCH_VOID,
        ProblemType.MATCH_VOID.because("The match is void: it has no result."));
    refused.put(
        StepRefusal.OTHER_CAUSE,
        ProblemType.VOID_OTHERWISE.because(
            "The match is void for another cause, or with another note; see voided of the match."));
    refused.put(
        StepRefusal.NOTHING_TO_CORRECT,
        ProblemType.NOTHING_TO_CORRECT.because(
            "No result is official. One that is only entered is withdrawn."));
    refused.put(
        StepRefusal.SAME_WINNERS,
        ProblemType.SAME_WINNERS.because(
            "The official result has these winners already; see result of the match."));
    refused.put(
        StepRefusal.OTHER_CORRECTION,
        ProblemType.OTHER_CORRECTION.because(
            "Another correction waits to be confirmed; see corrections of the match."));
    refused.put(
        StepRefusal.CORRECTED, // which only the settlement is told
        ProblemType.INTERNAL_ERROR.because("The result was corrected."));
    refused.put(
        StepRefusal.NOT_OFFICIAL, // which only the settlement is told
        ProblemType.INTERNAL_ERROR.because("There is nothing to settle."));
    return refused;
  }

  private MatchJson json(Match match) {
    return MatchJson.of(match, clock.instant());
  }
}
