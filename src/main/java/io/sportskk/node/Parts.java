package io.sportskk.node;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.match.MatchSettings;
import io.sportskk.match.Matches;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The parts of a node: reads the settings of each, plugs them together, starts what runs here. */
final class Parts {

  private final MatchSettings match;

  private Parts(MatchSettings match) {
    this.match = match;
  }

  /**
   * @throws com.typesafe.config.ConfigException if a setting is missing or wrong; it names the
   *     setting
   */
  static Parts configured(Config config) {
    return new Parts(MatchSettings.from(config));
  }

  /**
   * @return the binding of the gateway, if this node is one
   */
  Optional<CompletionStage<ServerBinding>> start(
      ActorSystem<?> system,
      NodeSettings node,
      Databases databases,
      Wiring wiring,
      MeterRegistry metrics,
      Clock clock) {
    Matches.start(system, match, databases.journal(), clock);
    return Optional.empty();
  }
}
