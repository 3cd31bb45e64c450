package io.sportskk.match;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.match.MatchCatalogueRepository.Changes;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;

/** Keeps the terms of sale of a node fresh: reads the catalogue, again and again. */
final class SaleTermsReader {

  /** How long a look into the catalogue may take. */
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  sealed interface Message {}

  private enum Look implements Message {
    LOOK
  }

  /**
   * @param changes null if they could not be read
   */
  private record Seen(Changes changes, Throwable failure, long begunAt) implements Message {}

  private final MatchCatalogueRepository catalogue = new MatchCatalogueRepository();
  private final JdbcCalls database;
  private final SaleTerms terms;
  private final Duration refresh;
  private final Clock clock;
  private final LongSupplier nanoTime;

  /** The last change that is known; null until all that is of interest has been read. */
  private Long version;

  private boolean locked;

  private SaleTermsReader(
      JdbcCalls database, SaleTerms terms, Duration refresh, Clock clock, LongSupplier nanoTime) {
    this.database = database;
    this.terms = terms;
    this.refresh = refresh;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns once the terms have been read, or that has failed for the first time.
   *
   * @param catalogue the journal's database, on a connection of its own
   */
  static SaleTerms start(
      ActorSystem<?> system,
      MatchSettings.Terms settings,
      DataSource catalogue,
      MeterRegistry metrics,
      Clock clock,
      LongSupplier nanoTime) {
    SaleTerms terms = new SaleTerms(settings.lease(), clock, nanoTime);
    Gauge.builder("sportskk.match.terms.age", terms, SaleTerms::ageSeconds)
        .description("Age of what this node knows of the terms on which matches are sold")
        .baseUnit("seconds")
        .register(metrics);
    SaleTermsReader reader =
        new SaleTermsReader(
            new JdbcCalls(Bulkhead.SALE_TERMS.of(system), catalogue, TIMEOUT),
            terms,
            settings.refresh(),
            clock,
            nanoTime);
    reader.readFirst(system.log());
    system.systemActorOf(reader.behavior(), "sale-terms", Props.empty());
    return terms;
  }

  /** So that a node that has started can sell. */
  private void readFirst(Logger log) {
    long begunAt = nanoTime.getAsLong();
    try {
      seen(look().join(), begunAt);
    } catch (CompletionException e) {
      log.warn("The terms of sale can't be read yet: {}", JdbcCalls.cause(e).toString());
    }
  }

  private Behavior<Message> behavior() {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  context.setLoggerName(SaleTermsReader.class);
                  timers.startSingleTimer(Look.LOOK, refresh);
                  return Behaviors.receive(Message.class)
                      .onMessage(Look.class, look -> look(context))
                      .onMessage(Seen.class, seen -> onSeen(seen, context.getLog(), timers))
                      .build();
                }));
  }

  private Behavior<Message> look(ActorContext<Message> context) {
    long begunAt = nanoTime.getAsLong();
    context.pipeToSelf(look(), (changes, failure) -> new Seen(changes, failure, begunAt));
    return Behaviors.same();
  }

  private Behavior<Message> onSeen(Seen seen, Logger log, TimerScheduler<Message> timers) {
    if (seen.failure() == null) {
      seen(seen.changes(), seen.begunAt());
    }
    if (terms.areValid() == locked) {
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
    timers.startSingleTimer(Look.LOOK, refresh);
    return Behaviors.same();
  }

  private void seen(Changes changes, long begunAt) {
    terms.read(changes.matches(), begunAt);
    version = changes.version();
  }

  private CompletableFuture<Changes> look() {
    Long since = version;
    return database.run(
        connection ->
            since == null
                ? catalogue.closingAfter(
                    connection, clock.instant().minus(SaleTerms.KEPT), database.timeoutSeconds())
                : catalogue.changedSince(connection, since, database.timeoutSeconds()));
  }
}
