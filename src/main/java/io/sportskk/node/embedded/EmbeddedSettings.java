package io.sportskk.node.embedded;

import com.typesafe.config.Config;
import io.sportskk.node.startup.Endpoint;

/** The PostgreSQL of the node's own. */
public record EmbeddedSettings(boolean enabled, String dataDirectory, Endpoint endpoint) {

  static final String DATA_DIRECTORY = "sportskk.database.embedded.data-directory";

  /**
   * @throws com.typesafe.config.ConfigException if a setting is missing or out of bounds
   */
  public static EmbeddedSettings from(Config config) {
    return new EmbeddedSettings(
        config.getBoolean("sportskk.database.embedded.enabled"),
        config.getString(DATA_DIRECTORY),
        Endpoint.from(
            config, "sportskk.database.embedded.host", "sportskk.database.embedded.port"));
  }
}
