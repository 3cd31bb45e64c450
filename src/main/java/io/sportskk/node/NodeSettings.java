package io.sportskk.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.sportskk.node.cluster.ClusterSettings;
import io.sportskk.node.database.DatabaseSettings;
import io.sportskk.node.embedded.EmbeddedSettings;
import io.sportskk.node.startup.Endpoint;
import io.sportskk.node.startup.NodeConfiguration;
import io.sportskk.node.startup.Role;
import io.sportskk.node.startup.StartFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/**
 * What a node has to know to start its parts.
 *
 * @param warmUp how long a gateway asks itself before it is ready, zero for not at all
 * @param tokenSecretMissing whether nothing is set to check tokens with
 */
record NodeSettings(
    Set<Role> roles,
    ClusterSettings cluster,
    Endpoint http,
    Endpoint management,
    Endpoint artery,
    EmbeddedSettings embedded,
    DatabaseSettings databases,
    int projectionInstances,
    Duration warmUp,
    boolean tokenSecretMissing,
    boolean demo) {

  private static final String WARM_UP = "sportskk.http.warm-up";

  /**
   * @throws StartFailure if a setting is missing, of the wrong type or out of bounds
   */
  static NodeSettings from(Config config) {
    try {
      boolean embedded = config.getBoolean("sportskk.database.embedded.enabled");
      boolean demo = config.getBoolean("sportskk.demo.enabled");
      Set<Role> roles = Role.parse(config);
      refuseDemoInProduction(embedded, demo);
      checkSecret(config, embedded);
      ClusterSettings cluster = ClusterSettings.from(config);
      SettingsConsistency.check(roles, cluster, embedded);
      TimeLimits.check(config);
      SettingsConsistency.checkStakes(config);
      DatabaseSettings databases = DatabaseSettings.from(config);
      SettingsConsistency.checkHeartbeats(cluster, databases);
      return new NodeSettings(
          roles,
          cluster,
          Endpoint.from(config, "sportskk.http.host", "sportskk.http.port"),
          Endpoint.from(config, "akka.management.http.hostname", "akka.management.http.port"),
          Endpoint.from(
              config, "akka.remote.artery.canonical.hostname", "akka.remote.artery.canonical.port"),
          EmbeddedSettings.from(config),
          databases,
          config.getInt("sportskk.projection.instances"),
          warmUp(config),
          config.getString("sportskk.auth.hs256-secret").isEmpty()
              && config.getString("sportskk.auth.jwks-url").isEmpty(),
          demo);
    } catch (ConfigException e) {
      throw NodeConfiguration.failure(e);
    }
  }

  private static Duration warmUp(Config config) {
    Duration warmUp = config.getDuration(WARM_UP);
    if (warmUp.isNegative()) {
      throw new ConfigException.BadValue(
          config.getValue(WARM_UP).origin(), WARM_UP, "it must not be negative");
    }
    return warmUp;
  }

  boolean has(Role role) {
    return roles.contains(role);
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
