package io.sportskk.node.startup;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/**
 * Where a node listens.
 *
 * @param port 0 for any free port
 * @param setting the key of the port
 */
public record Endpoint(String host, int port, String setting) {

  private static final int MAX_PORT = 65_535;

  /**
   * @throws ConfigException if a setting is missing, or the port out of bounds
   */
  public static Endpoint from(Config config, String hostKey, String portKey) {
    int port = config.getInt(portKey);
    if (port < 0 || port > MAX_PORT) {
      throw new ConfigException.BadValue(
          config.getValue(portKey).origin(), portKey, "a port is from 0 to 65535, not " + port);
    }
    return new Endpoint(config.getString(hostKey), port, portKey);
  }
}
