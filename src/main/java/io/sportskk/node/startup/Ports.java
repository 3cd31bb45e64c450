package io.sportskk.node.startup;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Finds out before anything is started whether the ports that a node needs are free. */
public final class Ports {

  private Ports() {}

  /**
   * @throws StartFailure if a port is taken, or an address is not this machine's
   */
  public static void check(List<Endpoint> endpoints) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.port() != 0) {
        check(endpoint);
      }
    }
  }

  /** A port that is free now. */
  public static int free(String host) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StartFailure("There is no free port on " + host + ": " + e.getMessage() + ".", e);
    }
  }

  public static StartFailure taken(Endpoint endpoint, Throwable cause) {
    return new StartFailure(
        "Port "
            + endpoint.port()
            + " on "
            + endpoint.host()
            + " is taken by another process: stop that one, or set "
            + endpoint.setting()
            + " (for example "
            + environmentVariable(endpoint.setting())
            + "="
            + (endpoint.port() + 1)
            + " in the environment).",
        cause);
  }

  private static void check(Endpoint endpoint) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(
          true); // a port whose last connections are still being wound up is free
      socket.bind(new InetSocketAddress(endpoint.host(), endpoint.port()));
    } catch (BindException e) {
      if (String.valueOf(e.getMessage()).startsWith("Address already in use")) {
        throw taken(endpoint, e);
      }
      throw unusable(endpoint, e);
    } catch (IOException e) {
      throw unusable(endpoint, e);
    }
  }

  private static StartFailure unusable(Endpoint endpoint, IOException e) {
    return new StartFailure(
        "The node can't listen on "
            + endpoint.host()
            + ":"
            + endpoint.port()
            + " ("
            + StartFailure.reason(e)
            + "): look at "
            + endpoint.setting()
            + ".",
        e);
  }

  /** As the configuration library spells a key in the environment. */
  private static String environmentVariable(String key) {
    return "CONFIG_FORCE_" + key.replace("_", "___").replace("-", "__").replace('.', '_');
  }
}
