package io.sportskk.match;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.pattern.Patterns;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.match.AllSales.Get;
import io.sportskk.match.AllSales.Reply;
import io.sportskk.match.AllSales.Resume;
import io.sportskk.match.AllSales.Standing;
import io.sportskk.match.AllSales.Step;
import io.sportskk.match.AllSales.Suspend;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Suspends the sales of all matches at once, and resumes them. It is a table, not an entity: what
 * nodes sell by is what they read there ({@link SaleTerms}), so a step that is committed stands for
 * all of them, whichever node has taken it, and that no node sells is known one lease later, as of
 * a match ({@link SalesStop}).
 */
final class AllSalesSwitch {

  private static final Logger LOG = LoggerFactory.getLogger(AllSalesSwitch.class);

  /** So many steps are told; the table has all. */
  static final int TOLD = 50;

  private final AllSalesRepository steps = new AllSalesRepository();
  private final ActorSystem<?> system;
  private final SalesStop.Source source;

  AllSalesSwitch(ActorSystem<?> system, SalesStop.Source source) {
    this.system = system;
    this.source = source;
  }

  Behavior<AllSales> service() {
    return Behaviors.setup(
        context -> {
          system.receptionist().tell(Receptionist.register(AllSales.SERVICE, context.getSelf()));
          // Replies are sent from the thread that has them: there is no state to come back to.
          return Behaviors.receive(AllSales.class)
              .onMessage(Suspend.class, this::onSuspend)
              .onMessage(Resume.class, this::onResume)
              .onMessage(Get.class, this::onGet)
              .build();
        });
  }

  private Behavior<AllSales> onSuspend(Suspend suspend) {
    CompletionStage<Void> unused =
        take(true, suspend.by(), suspend.reason(), suspend.correlationId())
            .thenCompose(this::onceStopped)
            .exceptionally(AllSalesSwitch::unavailable)
            .thenAccept(suspend.replyTo()::tell);
    return Behaviors.same();
  }

  private Behavior<AllSales> onResume(Resume resume) {
    CompletionStage<Void> unused =
        take(false, resume.by(), null, resume.correlationId())
            .<Reply>thenApply(standing -> standing)
            .exceptionally(AllSalesSwitch::unavailable)
            .thenAccept(resume.replyTo()::tell);
    return Behaviors.same();
  }

  private Behavior<AllSales> onGet(Get get) {
    CompletionStage<Void> unused =
        told()
            .<Reply>thenApply(told -> new Standing(told, false))
            .exceptionally(AllSalesSwitch::unavailable)
            .thenAccept(get.replyTo()::tell);
    return Behaviors.same();
  }

  private CompletableFuture<Standing> take(
      boolean suspend, String by, String reason, String correlationId) {
    JdbcCalls database = source.database();
    return database.run(
        connection -> {
          boolean taken =
              steps.take(connection, suspend, by, reason, correlationId, database.timeoutSeconds());
          if (taken) {
            LOG.warn(
                "the sales of all matches are {} by {}{}",
                suspend ? "suspended" : "resumed",
                by,
                reason == null ? "" : " (" + reason + ")");
          }
          return new Standing(steps.last(connection, TOLD, database.timeoutSeconds()), !taken);
        });
  }

  private CompletionStage<Reply> onceStopped(Standing standing) {
    // Resumed between the step and this look, or stopped long ago.
    if (!standing.suspended()) {
      return CompletableFuture.completedFuture(new AllSales.ResumedMeanwhile());
    }
    Step suspension = standing.steps().get(0);
    if (!suspension.isStopping()) {
      return CompletableFuture.completedFuture(standing);
    }
    return stop(suspension.number())
        .thenCompose(done -> told())
        .thenApply(
            told ->
                told.get(0).number() == suspension.number()
                    ? new Standing(told, standing.replayed())
                    : new AllSales.ResumedMeanwhile());
  }

  /**
   * Writes down that no node sells, once that is so: one lease after this, as whoever asks for it
   * has seen the suspension, so that it was there for all to see.
   */
  CompletionStage<Boolean> stop(long number) {
    JdbcCalls database = source.database();
    return Patterns.after(
        MatchSettings.Terms.atMost(source.lease()),
        system.classicSystem(),
        () ->
            database.run(
                connection -> {
                  steps.stopped(connection, number, database.timeoutSeconds());
                  return true;
                }));
  }

  /** For who does not wait for it: if it fails, somebody tries again. */
  void stopLater(long number) {
    CompletionStage<Boolean> unused =
        stop(number)
            .exceptionally(
                failure -> {
                  LOG.warn(
                      "all sales are suspended, but since when can't be written: {}",
                      JdbcCalls.cause(failure).toString());
                  return false;
                });
  }

  private CompletableFuture<List<Step>> told() {
    JdbcCalls database = source.database();
    return database.run(connection -> steps.last(connection, TOLD, database.timeoutSeconds()));
  }

  private static Reply unavailable(Throwable failure) {
    String cause = JdbcCalls.cause(failure).toString();
    LOG.warn("Whether all sales are suspended can't be read or written: {}", cause);
    return new AllSales.Unavailable(cause);
  }
}
