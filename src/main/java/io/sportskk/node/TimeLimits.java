package io.sportskk.node;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.Config;
import io.sportskk.match.MatchSettings;
import io.sportskk.node.startup.StartFailure;
import io.sportskk.node.wiring.HoldersAdapter;
import io.sportskk.ticket.TicketCommand;
import io.sportskk.ticket.Tickets;
import java.time.Duration;
import java.util.List;

/**
 * Who waits how long for whom in a purchase, a cancellation and a close of sales: whoever asks
 * waits longer than whom he asks may take, so that he is told what came of it. The same table is in
 * {@code project-docs/ticket.md}.
 */
final class TimeLimits {

  private static final String MATCH_AGAIN = "sportskk.match.ask-again";
  private static final String MATCH = "sportskk.match.ask-timeout";
  private static final String LEASE = "sportskk.match.terms.lease";
  private static final String PAYMENT = "akka.circuit-breaker.payment.call-timeout";
  private static final String TALLY = "akka.circuit-breaker.tally.call-timeout";
  private static final String STOP = "sportskk.ticket.stop-within";
  private static final String HANDOFF = "akka.cluster.sharding.handoff-timeout";
  private static final String LEAVE =
      "akka.coordinated-shutdown.phases.before-cluster-shutdown.timeout";
  private static final String AGAIN = "sportskk.api.ask-again";
  private static final String PURCHASE = "sportskk.api.purchase-timeout";
  private static final String REQUEST = "akka.http.server.request-timeout";
  private static final String SHUTDOWN = "sportskk.api.shutdown-timeout";
  private static final String REQUESTS_DONE =
      "akka.coordinated-shutdown.phases.service-requests-done.timeout";

  /** Until the catalogue of matches has heard that sales are stopped, and a node has looked. */
  private static final Duration CATALOGUE_BEHIND = Duration.ofSeconds(2);

  /** Whoever makes a match void is asked for before its sales stop, and again after that. */
  private static final Duration HOLDERS_TWICE = HoldersAdapter.ANSWER_WITHIN.multipliedBy(2);

  /** Payment twice: a call waits for its turn for as long as it may take then. */
  private static final List<String> ONE_AFTER_THE_OTHER = List.of(MATCH, PAYMENT, PAYMENT, TALLY);

  private static final List<Rule> RULES =
      List.of(
          new Rule(List.of(MATCH_AGAIN), Duration.ZERO, MATCH),
          new Rule(ONE_AFTER_THE_OTHER, Duration.ZERO, STOP),
          new Rule(List.of(STOP), Duration.ZERO, HANDOFF),
          new Rule(List.of(STOP), Tickets.LEAVE_MARGIN, LEAVE),
          new Rule(List.of(AGAIN), Duration.ZERO, PURCHASE),
          new Rule(ONE_AFTER_THE_OTHER, TicketCommand.Asked.CLOCKS_APART, PURCHASE),
          new Rule(List.of(LEASE), CATALOGUE_BEHIND.plus(HOLDERS_TWICE), PURCHASE),
          new Rule(List.of(PURCHASE), Duration.ZERO, REQUEST),
          new Rule(List.of(PURCHASE), Duration.ZERO, SHUTDOWN),
          new Rule(List.of(SHUTDOWN), Duration.ZERO, REQUESTS_DONE));

  /**
   * @param inner what is waited for, one after the other
   * @param margin what it takes besides
   * @param outer who waits for it: must be longer
   */
  private record Rule(List<String> inner, Duration margin, String outer) {

    void check(Config config) {
      Duration takes =
          inner.stream().map(name -> waited(config, name)).reduce(Duration.ZERO, Duration::plus);
      Duration waits = config.getDuration(outer);
      if (takes.plus(margin).compareTo(waits) >= 0) {
        throw new StartFailure(
            outer
                + " is "
                + millis(waits)
                + ", which must be longer than what is waited for: "
                + inner.stream().map(Rule::shown).collect(joining(" + "))
                + (margin.isZero() ? "" : " + " + millis(margin))
                + " = "
                + millis(takes.plus(margin))
                + ".");
      }
    }

    /** A lease is waited for a little longer than it is. */
    private static Duration waited(Config config, String name) {
      Duration set = config.getDuration(name);
      return name.equals(LEASE) ? MatchSettings.Terms.atMost(set) : set;
    }

    private static String shown(String name) {
      return name.equals(LEASE) ? "1.1 x " + name : name;
    }

    private static String millis(Duration duration) {
      return duration.toMillis() + " ms";
    }
  }

  private TimeLimits() {}

  /**
   * @throws StartFailure that names the settings
   */
  static void check(Config config) {
    RULES.forEach(rule -> rule.check(config));
  }
}
