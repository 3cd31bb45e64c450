package io.sportskk.match;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.match.MatchEvent.CorrectionProposed;
import io.sportskk.match.MatchEvent.CorrectionWithdrawn;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.MatchSettled;
import io.sportskk.match.MatchEvent.MatchVoided;
import io.sportskk.match.MatchEvent.ResultConfirmed;
import io.sportskk.match.MatchEvent.ResultCorrected;
import io.sportskk.match.MatchEvent.ResultEntered;
import io.sportskk.match.MatchEvent.ResultWithdrawn;
import io.sportskk.match.MatchEvent.SalesClosed;
import io.sportskk.match.MatchEvent.SalesResumed;
import io.sportskk.match.MatchEvent.SalesStopped;
import io.sportskk.match.MatchEvent.SalesSuspended;
import io.sportskk.match.MatchEvent.VoidProposed;
import java.util.Map;
import org.slf4j.Logger;

/** Counts what happens to matches, and writes one line about each step. */
final class MatchReport {

  private static final Map<Class<? extends MatchEvent>, String> STEPS =
      Map.ofEntries(
          Map.entry(MatchOpened.class, "opened"),
          Map.entry(SalesSuspended.class, "suspended"),
          Map.entry(SalesResumed.class, "resumed"),
          Map.entry(SalesClosed.class, "closed"),
          Map.entry(SalesStopped.class, "stopped"),
          Map.entry(ResultEntered.class, "result"),
          Map.entry(ResultConfirmed.class, "official"),
          Map.entry(ResultWithdrawn.class, "withdrawn"),
          Map.entry(CorrectionProposed.class, "correction-proposed"),
          Map.entry(CorrectionWithdrawn.class, "correction-withdrawn"),
          Map.entry(ResultCorrected.class, "corrected"),
          Map.entry(VoidProposed.class, "void-proposed"),
          Map.entry(MatchVoided.class, "void"),
          Map.entry(MatchSettled.class, "settled"));

  private final MeterRegistry metrics;

  MatchReport(MeterRegistry metrics) {
    this.metrics = metrics;
    STEPS.values().forEach(this::counter);
  }

  void happened(Logger log, MatchEvent event) {
    counter(STEPS.get(event.getClass())).increment();
    log.info("match {}: {}", event.matchId(), text(event));
  }

  /**
   * Each time, whether it is the first one or not.
   *
   * @param notKept why it is not kept; null if it is
   */
  void refused(Logger log, MatchEvent.StepRefused event, String notKept) {
    log.info(
        "match {}: {} refused to {}: {}{}",
        event.matchId(),
        event.step(),
        event.by(),
        event.reason(),
        notKept == null ? "" : " (not kept: " + notKept + ")");
  }

  private Counter counter(String step) {
    return Counter.builder("sportskk.match.steps")
        .description("Steps that matches have gone on")
        .tag("step", step)
        .register(metrics);
  }

  private static String text(MatchEvent event) {
    if (event instanceof MatchOpened opened) {
      return "opened by "
          + opened.by()
          + ", closes at "
          + opened.closesAt()
          + ", rules "
          + opened.rules().version();
    }
    if (event instanceof SalesSuspended suspended) {
      return "sales suspended by " + suspended.by() + because(suspended.reason());
    }
    if (event instanceof SalesResumed resumed) {
      return "sales resumed by " + resumed.by();
    }
    if (event instanceof SalesClosed closed) {
      return "sales closed by " + closed.by() + " at " + closed.at();
    }
    if (event instanceof ResultEntered entered) {
      return "result entered by "
          + entered.by()
          + ", from "
          + entered.source()
          + ": "
          + String.join(", ", entered.winners());
    }
    if (event instanceof ResultConfirmed confirmed) {
      return "result confirmed by " + confirmed.by();
    }
    if (event instanceof ResultWithdrawn withdrawn) {
      return "result withdrawn by " + withdrawn.by() + because(withdrawn.reason());
    }
    if (event instanceof CorrectionProposed proposed) {
      return proposed.by()
          + " wants the result to be, from "
          + proposed.source()
          + ": "
          + String.join(", ", proposed.winners())
          + because(proposed.reason());
    }
    if (event instanceof CorrectionWithdrawn withdrawn) {
      return "correction withdrawn by " + withdrawn.by() + because(withdrawn.reason());
    }
    if (event instanceof ResultCorrected corrected) {
      return "result corrected, confirmed by " + corrected.by();
    }
    if (event instanceof VoidProposed proposed) {
      return proposed.by() + " wants it to be void: " + proposed.cause() + because(proposed.note());
    }
    if (event instanceof MatchVoided voided) {
      return "made void by "
          + voided.by()
          + (voided.confirmedBy() == null ? "" : " and " + voided.confirmedBy())
          + ": "
          + voided.cause()
          + because(voided.note());
    }
    return event instanceof SalesStopped ? "no node sells it any more" : "settled";
  }

  private static String because(String reason) {
    return reason == null ? "" : " (" + reason + ")";
  }
}
