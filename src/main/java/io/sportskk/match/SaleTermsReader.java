package io.sportskk.match;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.match.MatchCatalogueRepository.Changes;
import io.sportskk.match.SaleTerms.Moment;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;

/**
 * Keeps the terms of sale of a node fresh: reads the catalogue, again and again. It also wakes
 * matches whose sales are over, for them to write that down: nobody else may ask for them.
 */
final class SaleTermsReader {

  private static final Duration WAKE_EVERY = Duration.ofSeconds(5);

  sealed interface Message {}

  private enum Timed implements Message {
    LOOK,
    WAKE
  }

  /**
   * @param changes null if they could not be read
   */
  private record Seen(Changes changes, Throwable failure, Moment begunAt) implements Message {}

  /**
   * What it works with.
   *
   * @param catalogue the journal's database, on a connection of its own
   * @param wake wakes the match with this id
   */
  record Source(DataSource catalogue, Consumer<String> wake, Clock clock, LongSupplier nanoTime) {}

  private final MatchCatalogueRepository catalogue = new MatchCatalogueRepository();
  private final MatchSettings.Terms settings;
  private final Source source;
  private final JdbcCalls database;
  private final SaleTerms terms;

  /** The last change that is known; null until all that is of interest has been read. */
  private Long version;

  private boolean locked;

  private SaleTermsReader(ActorSystem<?> system, MatchSettings.Terms settings, Source source) {
    this.settings = settings;
    this.source = source;
    // What takes longer than a lease to read is of no use.
    this.database =
        new JdbcCalls(Bulkhead.SALE_TERMS.of(system), source.catalogue(), settings.lease());
    this.terms = new SaleTerms(settings.lease(), source.nanoTime());
  }

  /** Returns once the terms have been read, or that has failed for the first time. */
  static SaleTerms start(
      ActorSystem<?> system, MatchSettings.Terms settings, Source source, MeterRegistry metrics) {
    SaleTermsReader reader = new SaleTermsReader(system, settings, source);
    Gauge.builder("sportskk.match.terms.age", reader.terms, SaleTerms::ageSeconds)
        .description("Age of what this node knows of the terms on which matches are sold")
        .baseUnit("seconds")
        .register(metrics);
    reader.readFirst(system.log());
    system.systemActorOf(reader.behavior(), "sale-terms", Props.empty());
    return reader.terms;
  }

  /** So that a node that has started can sell. */
  private void readFirst(Logger log) {
    Moment begunAt = now();
    try {
      seen(look().join(), begunAt);
    } catch (CompletionException e) {
      log.warn("The terms of sale can't be read yet: {}", JdbcCalls.cause(e).toString());
    }
  }

  private Behavior<Message> behavior() {
    return Behaviors.supervise(
            Behaviors.<Message>setup(context -> Behaviors.withTimers(t -> running(context, t))))
        .onFailure(SupervisorStrategy.restart());
  }

  private Behavior<Message> running(ActorContext<Message> context, TimerScheduler<Message> timers) {
    context.setLoggerName(SaleTermsReader.class);
    timers.startSingleTimer(Timed.LOOK, settings.refresh());
    timers.startTimerWithFixedDelay(Timed.WAKE, WAKE_EVERY);
    return Behaviors.receive(Message.class)
        .onMessageEquals(Timed.LOOK, () -> look(context))
        .onMessageEquals(Timed.WAKE, this::wake)
        .onMessage(Seen.class, seen -> onSeen(seen, context.getLog(), timers))
        .build();
  }

  private Behavior<Message> look(ActorContext<Message> context) {
    Moment begunAt = now();
    context.pipeToSelf(look(), (changes, failure) -> new Seen(changes, failure, begunAt));
    return Behaviors.same();
  }

  private Behavior<Message> wake() {
    terms.stopping(source.clock().instant()).forEach(source.wake());
    return Behaviors.same();
  }

  private Behavior<Message> onSeen(Seen seen, Logger log, TimerScheduler<Message> timers) {
    timers.startSingleTimer(Timed.LOOK, settings.refresh());
    if (seen.failure() == null) {
      seen(seen.changes(), seen.begunAt());
    }
    if (terms.areLocked(source.clock().instant()) != locked) {
      locked = !locked;
      if (locked) {
        log.warn(
            "This node sells nothing until it can read the terms of sale again: {}",
            seen.failure() == null
                ? "that took too long"
                : JdbcCalls.cause(seen.failure()).toString());
      } else {
        log.info("This node can read the terms of sale again");
      }
    }
    return Behaviors.same();
  }

  private void seen(Changes changes, Moment begunAt) {
    terms.read(changes.listed(), begunAt);
    version = changes.version();
  }

  private CompletableFuture<Changes> look() {
    Long since = version;
    return database.run(
        connection ->
            since == null
                ? catalogue.closingAfter(
                    connection,
                    source.clock().instant().minus(SaleTerms.KEPT),
                    database.timeoutSeconds())
                : catalogue.changedSince(connection, since, database.timeoutSeconds()));
  }

  private Moment now() {
    return new Moment(source.clock().instant(), source.nanoTime().getAsLong());
  }
}
