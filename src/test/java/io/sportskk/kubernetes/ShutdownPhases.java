package io.sportskk.kubernetes;

import com.typesafe.config.Config;
import java.time.Duration;

/** The phases of Akka's coordinated shutdown: they come one after the other. */
final class ShutdownPhases {

  private static final String PATH = "akka.coordinated-shutdown";

  private ShutdownPhases() {}

  /** How long a node may take at most: each phase ends when its time is over. */
  static Duration total(Config config) {
    return config.getConfig(PATH + ".phases").root().keySet().stream()
        .map(phase -> timeout(config, phase))
        .reduce(Duration.ZERO, Duration::plus);
  }

  static Duration timeout(Config config, String phase) {
    String key = PATH + ".phases." + phase + ".timeout";
    return config.getDuration(config.hasPath(key) ? key : PATH + ".default-phase-timeout");
  }
}
