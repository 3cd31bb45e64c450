package io.sportskk.node.cluster;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.sportskk.node.startup.StartFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import scala.Option;

/**
 * How a node comes into the cluster, and how it goes.
 *
 * @param seedNodes whom the node joins, if it joins seed nodes
 * @param joinWithin how long the node may take to become a member of the cluster
 * @param drainDelay how long a node that is to stop goes on, but not ready
 * @param heartbeatInterval how often the node writes down that it is there
 * @param maxClockSkew by how much its clock may differ from that of the journal's database
 */
public record ClusterSettings(
    Join join,
    List<Address> seedNodes,
    Duration joinWithin,
    Duration drainDelay,
    Duration heartbeatInterval,
    Duration maxClockSkew) {

  /** How a node finds the cluster. */
  public enum Join {
    /** It makes a cluster of its own. */
    SELF("self"),
    /** It joins the first of {@code sportskk.cluster.seed-nodes} that answers. */
    SEED_NODES("seed-nodes"),
    /** Akka's Cluster Bootstrap finds the others by service discovery. */
    BOOTSTRAP("bootstrap");

    private final String label;

    Join(String label) {
      this.label = label;
    }
  }

  private static final String DRAIN_PHASE =
      "akka.coordinated-shutdown.phases.before-service-unbind.timeout";
  private static final Duration MIN_HEARTBEAT_INTERVAL = Duration.ofMillis(100);

  // It must be told from what an answer of a busy database takes, and from a leap second.
  private static final Duration MIN_CLOCK_SKEW = Duration.ofMillis(1500);
  private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(1);

  /**
   * @throws ConfigException if a setting is missing, of the wrong type or out of bounds
   * @throws StartFailure if Akka's own list of seed nodes is used
   */
  public static ClusterSettings from(Config config) {
    return new ClusterSettings(
        join(config),
        seedNodes(config),
        config.getDuration("sportskk.cluster.join-within"),
        drainDelay(config),
        heartbeatInterval(config),
        maxClockSkew(config));
  }

  private static Join join(Config config) {
    String key = "sportskk.cluster.join";
    String label = config.getString(key);
    Join join =
        Arrays.stream(Join.values())
            .filter(candidate -> candidate.label.equals(label))
            .findFirst()
            .orElseThrow(
                () ->
                    new ConfigException.BadValue(
                        config.getValue(key).origin(),
                        key,
                        "it is \"self\", \"seed-nodes\" or \"bootstrap\", not \"" + label + "\""));
    return join;
  }

  private static List<Address> seedNodes(Config config) {
    String key = "sportskk.cluster.seed-nodes";
    if (!config.getStringList("akka.cluster.seed-nodes").isEmpty()) {
      // Akka would join them at once, before the node's databases are there.
      throw new StartFailure("Set " + key + " instead of akka.cluster.seed-nodes.");
    }
    return config.getStringList(key).stream()
        .map(
            text -> {
              Option<Address> address = AddressFromURIString.unapply(text);
              if (address.isEmpty() || !address.get().hasGlobalScope()) {
                throw new ConfigException.BadValue(
                    config.getValue(key).origin(),
                    key,
                    "a node's address is of the form akka://sportskk@10.0.0.1:25520, not " + text);
              }
              return address.get();
            })
        .toList();
  }

  private static Duration drainDelay(Config config) {
    String key = "sportskk.cluster.drain-delay";
    Duration delay = config.getDuration(key);
    Duration phase = config.getDuration(DRAIN_PHASE);
    if (delay.isNegative() || delay.compareTo(phase) >= 0) {
      throw new ConfigException.BadValue(
          config.getValue(key).origin(),
          key,
          "it is 0 s or more, and less than the %s s of %s, not %s"
              .formatted(phase.toSeconds(), DRAIN_PHASE, delay));
    }
    return delay;
  }

  private static Duration heartbeatInterval(Config config) {
    String key = "sportskk.cluster.heartbeat-interval";
    Duration interval = config.getDuration(key);
    if (interval.compareTo(MIN_HEARTBEAT_INTERVAL) < 0) {
      throw new ConfigException.BadValue(
          config.getValue(key).origin(), key, "it is 100 ms or more, not " + interval);
    }
    return interval;
  }

  private static Duration maxClockSkew(Config config) {
    String key = "sportskk.cluster.max-clock-skew";
    Duration skew = config.getDuration(key);
    if (skew.compareTo(MIN_CLOCK_SKEW) < 0 || skew.compareTo(MAX_CLOCK_SKEW) > 0) {
      throw new ConfigException.BadValue(
          config.getValue(key).origin(), key, "it is from 1500 ms to 1 m, not " + skew);
    }
    return skew;
  }
}
