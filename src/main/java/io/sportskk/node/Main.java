package io.sportskk.node;

import akka.actor.CoordinatedShutdown;
import ch.qos.logback.classic.LoggerContext;
import io.sportskk.node.startup.ClassArchive;
import io.sportskk.node.startup.NodeConfiguration;
import io.sportskk.node.startup.StartFailure;
import io.sportskk.node.wiring.Wiring;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts one node and keeps it running until it is told to stop. */
public final class Main {

  // First of all, before anything makes a future: with less than two workers in the common pool, as
  // on a machine with two processors, the JDK starts a thread for each asynchronous stage of a
  // future, and many have some.
  static {
    String workers = "java.util.concurrent.ForkJoinPool.common.parallelism";
    if (System.getProperty(workers) == null && Runtime.getRuntime().availableProcessors() <= 2) {
      System.setProperty(workers, "2");
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int FAILED = 1;

  /** Whether the node was told to stop: what fails from then on is of no interest. */
  private static volatile boolean toldToStop;

  private Main() {}

  /**
   * Exits with 1 if the node can't start, or the cluster has put it out. A signal (SIGINT, SIGTERM)
   * stops it in order.
   */
  public static void main(String[] args) {
    System.exit(run());
  }

  private static int run() {
    Node node;
    try {
      node = new Node(NodeConfiguration.load(), Wiring.DIRECT);
      NodeConfiguration.hideFileFromLibraries();
    } catch (StartFailure e) {
      int status = failed(e);
      stopLogging();
      return status;
    }
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(node), "shutdown"));
      node.start();
      LOG.info("\n\n{}\n", banner(node));
      CompletableFuture<Boolean> unused = ClassArchive.renew();
      node.awaitEnd();
      if (node.failure().isPresent()) {
        return failed(node.failure().get());
      }
      if (!toldToStop) {
        LOG.error(
            isPutOut(node)
                ? "The cluster has put this node out: it ends."
                : "The node has ended by itself.");
      }
      return FAILED;
    } catch (StartFailure e) {
      return failed(e);
    } catch (RuntimeException e) {
      if (!toldToStop) {
        LOG.error("The node can't start", e);
      }
      return FAILED;
    }
  }

  private static boolean isPutOut(Node node) {
    return CoordinatedShutdown.get(node.system())
        .getShutdownReason()
        .filter(reason -> reason == CoordinatedShutdown.clusterDowningReason())
        .isPresent();
  }

  private static int failed(StartFailure failure) {
    if (!toldToStop) {
      LOG.error(failure.getMessage());
    }
    LOG.debug("where it failed", failure);
    return FAILED;
  }

  private static void shutDown(Node node) {
    toldToStop = true;
    LOG.info("Stopping");
    node.stop();
    LOG.info("Stopped");
    stopLogging();
  }

  /** Writes what is still waiting to be written. */
  private static void stopLogging() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
      logs.stop();
    }
  }

  private static String banner(Node node) {
    long sinceStart =
        System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    boolean demo = node.system().settings().config().getBoolean("sportskk.demo.enabled");
    return Banner.of(node.endpoints(), demo, Instant.now(), sinceStart);
  }
}
