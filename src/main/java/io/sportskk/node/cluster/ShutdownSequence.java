package io.sportskk.node.cluster;

import io.sportskk.node.startup.StartFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be stopped once a node stops: what was started last goes first. */
public final class ShutdownSequence {

  private static final Logger LOG = LoggerFactory.getLogger(ShutdownSequence.class);

  private record Stop(String name, AutoCloseable action) {}

  private final Deque<Stop> stops = new ArrayDeque<>();
  private boolean stopping;

  /**
   * @throws StartFailure if the node is being stopped while it starts; what was to be added is
   *     stopped at once
   */
  public synchronized void add(String name, AutoCloseable action) {
    stops.push(new Stop(name, action));
    if (stopping) {
      stopAll();
      throw new StartFailure("The node is stopped while it starts.");
    }
  }

  /** Stops all that there is, and what will still be added. Returns when it is done. */
  public synchronized void stopAll() {
    stopping = true;
    while (!stops.isEmpty()) {
      Stop last = stops.pop();
      try {
        last.action().close();
      } catch (Exception e) {
        LOG.error("Failed to stop {}", last.name(), e);
      }
    }
  }
}
