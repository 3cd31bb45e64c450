package io.sportskk.node.journal;

import akka.actor.Cancellable;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.JdbcCalls;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the end of the journal again and again, for as long as the system runs: often while
 * there is something new, more and more seldom while there is not, until it is told of news.
 */
final class JournalFollower {

  private static final Logger LOG = LoggerFactory.getLogger(JournalFollower.class);

  /** What is missing for longer is worth a line in the log. In seconds. */
  private static final double LONG = 5;

  private final ActorSystem<?> system;
  private final JournalEnd end;
  private final SettledNumbers settled;
  private final Duration often;
  private final Duration seldom;

  // Touched under the lock, which who writes events takes, too.
  private Duration pause;
  private Cancellable next;
  private boolean looking;
  private boolean news;
  private volatile boolean stopped;

  // Touched by one look after the other.
  private boolean failing;

  /** The number that was last logged as missing for long; 0 if it has come, or never will. */
  private long logged;

  /**
   * @param often how long it waits before it looks again, while there is something new
   * @param seldom the same while there is not
   */
  JournalFollower(
      ActorSystem<?> system,
      JournalEnd end,
      SettledNumbers settled,
      Duration often,
      Duration seldom,
      MeterRegistry metrics) {
    this.system = system;
    this.end = end;
    this.settled = settled;
    this.often = often;
    this.seldom = seldom;
    this.pause = often;
    Gauge.builder("sportskk.journal.gap", settled, SettledNumbers::waited)
        .description("How long projections have waited for a number that is missing in the journal")
        .baseUnit("seconds")
        .register(metrics);
  }

  synchronized void start() {
    lookAfter(Duration.ZERO);
  }

  synchronized void stop() {
    stopped = true;
    if (next != null) {
      next.cancel();
    }
  }

  /** There is something new: it need not wait long. */
  synchronized void tell() {
    if (looking) {
      news = true;
    } else if (pause.compareTo(often) > 0 && next != null && next.cancel()) {
      pause = often;
      lookAfter(often);
    }
  }

  private void lookAfter(Duration time) {
    if (!stopped) {
      next = system.scheduler().scheduleOnce(time, this::look, system.executionContext());
    }
  }

  private void look() {
    synchronized (this) {
      looking = true;
      news = false;
    }
    CompletableFuture.completedStage(end)
        .thenCompose(JournalEnd::look) // whatever it throws, it must look again
        .whenComplete(
            (further, failure) -> looked(failure == null && further, JdbcCalls.cause(failure)));
  }

  private void looked(boolean further, Throwable failure) {
    logChange(failure);
    goOn(further);
  }

  private synchronized void goOn(boolean further) {
    looking = false;
    boolean soon = further || news || settled.missing() != 0;
    pause = soon ? often : shorter(pause.multipliedBy(2), seldom);
    lookAfter(pause);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Once each time that a number is missing for long, and that the journal can't be read. */
  private void logChange(Throwable failure) {
    if (failure != null && !failing && !isStopping()) {
      LOG.warn("The journal can't be read ({}); projections stand still", failure.toString());
    } else if (failure == null && failing) {
      LOG.info("The journal can be read again");
    }
    failing = failure != null;
    long missing = settled.missing();
    if (missing != logged && settled.waited() > LONG) {
      LOG.warn(
          "Projections wait for number {} of the journal: these transactions of its database may"
              + " still bring it: {}",
          missing,
          settled.writers());
      logged = missing;
    } else if (missing != logged && logged != 0) {
      LOG.info("Projections go on after number {} of the journal", logged);
      logged = 0;
    }
  }

  private boolean isStopping() {
    return stopped || CoordinatedShutdown.get(system).getShutdownReason().isPresent();
  }
}
