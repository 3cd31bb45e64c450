package io.sportskk.node.startup;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds out before anything is started whether the ports that a node needs are free. */
public final class Ports {

  private static final Duration BIND_WITHIN = Duration.ofSeconds(10);

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

  private static StartFailure taken(Endpoint endpoint, Throwable cause) {
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

  /**
   * What the binding of an endpoint comes to, once it is there.
   *
   * @throws StartFailure if the node does not get to listen
   */
  public static <T> T bound(CompletionStage<T> binding, Endpoint endpoint) {
    String address = endpoint.host() + ":" + endpoint.port();
    try {
      return binding.toCompletableFuture().get(BIND_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw StartFailure.innermost(e) instanceof BindException
          ? taken(endpoint, e)
          : new StartFailure(
              "The node can't listen on " + address + " (" + StartFailure.reason(e) + ").", e);
    } catch (TimeoutException e) {
      throw new StartFailure(
          "The node does not get to listen on "
              + address
              + " within "
              + BIND_WITHIN.toSeconds()
              + " s.",
          e);
    } catch (InterruptedException e) {
      throw StartFailure.stopped(e);
    }
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
