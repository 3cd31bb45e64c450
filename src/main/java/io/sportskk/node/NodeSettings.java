package io.sportskk.node;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.sportskk.node.cluster.Role;
import io.sportskk.node.database.DatabaseSettings;
import io.sportskk.node.startup.NodeConfiguration;
import io.sportskk.node.startup.StartFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import scala.Option;

/**
 * What a node has to know to start its parts.
 *
 * @param seedNodes whom the node joins, if it joins seed nodes
 * @param joinWithin how long the node may take to become a member of the cluster
 * @param drainDelay how long a node that is to stop goes on, but not ready
 * @param rosterInterval how often the node writes down that it is there
 * @param tokenSecretMissing whether nothing is set to check tokens with
 */
record NodeSettings(
    Set<Role> roles,
    Join join,
    List<Address> seedNodes,
    Duration joinWithin,
    Duration drainDelay,
    Duration rosterInterval,
    Endpoint http,
    Endpoint management,
    Endpoint artery,
    Embedded embedded,
    DatabaseSettings databases,
    int slices,
    boolean tokenSecretMissing,
    boolean demo) {

  // Within the time of the phase in cluster.conf.
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);
  private static final Duration SHORTEST_ROSTER_INTERVAL = Duration.ofMillis(100);

  /** How a node finds the cluster. */
  enum Join {
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

  /**
   * Where the node listens.
   *
   * @param port 0 for any free port
   * @param setting the key of the port
   */
  record Endpoint(String host, int port, String setting) {
    static Endpoint from(Config config, String hostKey, String portKey) {
      int port = config.getInt(portKey);
      if (port < 0 || port > 65_535) {
        throw new ConfigException.BadValue(
            config.getValue(portKey).origin(), portKey, "a port is from 0 to 65535, not " + port);
      }
      return new Endpoint(config.getString(hostKey), port, portKey);
    }
  }

  record Embedded(boolean enabled, String dataDirectory, Endpoint endpoint) {
    static final String DATA_DIRECTORY = "sportskk.database.embedded.data-directory";

    static Embedded from(Config config) {
      return new Embedded(
          config.getBoolean("sportskk.database.embedded.enabled"),
          config.getString(DATA_DIRECTORY),
          Endpoint.from(
              config, "sportskk.database.embedded.host", "sportskk.database.embedded.port"));
    }
  }

  /**
   * @throws StartFailure if a setting is missing, of the wrong type or out of bounds
   */
  static NodeSettings from(Config config) {
    try {
      boolean embedded = config.getBoolean("sportskk.database.embedded.enabled");
      boolean demo = config.getBoolean("sportskk.demo.enabled");
      Set<Role> roles = Role.parse(config);
      Join join = join(config);
      List<Address> seedNodes = seedNodes(config);
      refuseDemoInProduction(embedded, demo);
      checkSecret(config, embedded);
      SettingsConsistency.check(roles, join, seedNodes, embedded);
      return new NodeSettings(
          roles,
          join,
          seedNodes,
          config.getDuration("sportskk.cluster.join-within"),
          drainDelay(config),
          rosterInterval(config),
          Endpoint.from(config, "sportskk.http.host", "sportskk.http.port"),
          Endpoint.from(config, "akka.management.http.hostname", "akka.management.http.port"),
          Endpoint.from(
              config, "akka.remote.artery.canonical.hostname", "akka.remote.artery.canonical.port"),
          Embedded.from(config),
          DatabaseSettings.from(config),
          config.getInt("sportskk.slices"),
          config.getString("sportskk.auth.hs256-secret").isEmpty()
              && config.getString("sportskk.auth.jwks-url").isEmpty(),
          demo);
    } catch (ConfigException e) {
      throw NodeConfiguration.failure(e);
    }
  }

  boolean has(Role role) {
    return roles.contains(role);
  }

  /** Whether tickets are sold with the help of this node. */
  boolean sells() {
    return has(Role.GATEWAY) || has(Role.TICKET) || has(Role.PAYMENT);
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
    if (delay.isNegative() || delay.compareTo(LONGEST_DRAIN) > 0) {
      throw new ConfigException.BadValue(
          config.getValue(key).origin(), key, "it is from 0 s to 30 s, not " + delay);
    }
    return delay;
  }

  private static Duration rosterInterval(Config config) {
    String key = "sportskk.cluster.roster-interval";
    Duration interval = config.getDuration(key);
    if (interval.compareTo(SHORTEST_ROSTER_INTERVAL) < 0) {
      throw new ConfigException.BadValue(
          config.getValue(key).origin(), key, "it is 100 ms or more, not " + interval);
    }
    return interval;
  }

  private static void refuseDemoInProduction(boolean embedded, boolean demo) {
    if (demo && !embedded) {
      throw new StartFailure(
          "This node refuses to start with demo tokens on: they give anyone any role, and its"
              + " database is not the embedded one. Set sportskk.demo.enabled to off.");
    }
  }

  private static void checkSecret(Config config, boolean embedded) {
    String secret = config.getString("sportskk.auth.hs256-secret");
    boolean jwks = !config.getString("sportskk.auth.jwks-url").isEmpty();
    if (secret.isEmpty() && !jwks && !embedded) {
      throw new StartFailure(
          "Nothing is set to check the tokens of users with: set either sportskk.auth.hs256-secret"
              + " or sportskk.auth.jwks-url.");
    }
    if (!secret.isEmpty() && jwks) {
      throw new StartFailure(
          "Set either sportskk.auth.hs256-secret or sportskk.auth.jwks-url, not both.");
    }
    int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
    if (!secret.isEmpty() && bytes < 32) { // RFC 7518, 3.2
      throw new StartFailure(
          "sportskk.auth.hs256-secret is " + bytes + " bytes long: HS256 needs at least 32.");
    }
  }
}
