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
import io.sportskk.match.AllSales.Step;
import io.sportskk.match.MatchCatalogueRepository.Changes;
import io.sportskk.match.SaleTerms.Moment;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
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
   * @param read null if it could not be read
   */
  private record Seen(Read read, Throwable failure, Moment begunAt) implements Message {}

  /**
   * What there is to sell by.
   *
   * @param all the last step that was taken with the sales of all matches; null if there is none
   */
  private record Read(Changes changes, Step all) {
    boolean allSuspended() {
      return all != null && all.suspended();
    }
  }

  /**
   * What it works with.
   *
   * @param catalogue the journal's database, on a connection of its own
   * @param wake wakes the match with this id
   * @param stop finds out when nobody sells any more after the suspension of all sales with this
   *     number, and writes that down
   */
  record Source(
      DataSource catalogue,
      Consumer<String> wake,
      LongConsumer stop,
      Clock clock,
      LongSupplier nanoTime) {}

  private final MatchCatalogueRepository catalogue = new MatchCatalogueRepository();
  private final AllSalesRepository allSales = new AllSalesRepository();
  private final MatchSettings.Terms settings;
  private final Source source;
  private final JdbcCalls database;
  private final SaleTerms terms;

  /** The last change that is known; null until all that is of interest has been read. */
  private Long version;

  /** The last step with all sales that is known; null if there is none. */
  private Step all;

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
    Gauge.builder("sportskk.match.sales.suspended", reader.terms, SaleTerms::allOnHold)
        .description("1 while this node knows that the sales of all matches are suspended")
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
    context.pipeToSelf(look(), (read, failure) -> new Seen(read, failure, begunAt));
    return Behaviors.same();
  }

  private Behavior<Message> wake() {
    terms.stopping(source.clock().instant()).forEach(source.wake());
    if (all != null && all.isStopping()) {
      source.stop().accept(all.number()); // whoever was to write it down may be gone
    }
    return Behaviors.same();
  }

  private Behavior<Message> onSeen(Seen seen, Logger log, TimerScheduler<Message> timers) {
    timers.startSingleTimer(Timed.LOOK, settings.refresh());
    if (seen.failure() == null) {
      seen(seen.read(), seen.begunAt());
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

  private void seen(Read read, Moment begunAt) {
    terms.readAll(read.allSuspended());
    terms.read(read.changes().listed(), begunAt);
    version = read.changes().version();
    all = read.all();
  }

  private CompletableFuture<Read> look() {
    Long since = version;
    int timeoutSeconds = database.timeoutSeconds();
    return database.run(
        connection ->
            new Read(
                since == null
                    ? catalogue.closingAfter(
                        connection, source.clock().instant().minus(SaleTerms.KEPT), timeoutSeconds)
                    : catalogue.changedSince(connection, since, timeoutSeconds),
                allSales.last(connection, 1, timeoutSeconds).stream().findFirst().orElse(null)));
  }

  private Moment now() {
    return new Moment(source.clock().instant(), source.nanoTime().getAsLong());
  }
}
