package io.sportskk.node;

import ch.qos.logback.classic.LoggerContext;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts one node and keeps it running until it is told to stop. */
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int FAILED = 1;

  private Main() {}

  /**
   * Exits with 1 if the node can't start, or the cluster has put it out. A signal (SIGINT, SIGTERM)
   * stops it in order.
   */
  public static void main(String[] args) {
    useCommonPool();
    System.exit(run());
  }

  /**
   * With less than two workers in the common pool, as on a machine with two processors, the JDK
   * starts a thread for each asynchronous stage of a future. Every ask has some.
   */
  private static void useCommonPool() {
    String workers = "java.util.concurrent.ForkJoinPool.common.parallelism";
    if (System.getProperty(workers) == null && Runtime.getRuntime().availableProcessors() <= 2) {
      System.setProperty(workers, "2");
    }
  }

  private static int run() {
    Node node;
    try {
      node = new Node(NodeConfiguration.load(), Wiring.DIRECT);
    } catch (StartFailure e) {
      return failed(e);
    }
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(node), "shutdown"));
      node.start();
      LOG.info("\n\n{}\n", banner(node));
      node.system().getWhenTerminated().toCompletableFuture().join();
      if (!node.isStopping()) {
        LOG.error("The cluster has put this node out: it ends.");
      }
      return FAILED;
    } catch (StartFailure e) {
      return failed(e);
    } catch (RuntimeException e) {
      if (!node.isStopping()) {
        LOG.error("The node can't start", e);
      }
      return FAILED;
    }
  }

  private static int failed(StartFailure failure) {
    LOG.error(failure.getMessage());
    LOG.debug("where it failed", failure);
    return FAILED;
  }

  private static void shutDown(Node node) {
    LOG.info("Stopping");
    node.stop();
    LOG.info("Stopped");
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
      logs.stop(); // writes what is still waiting to be written
    }
  }

  private static String banner(Node node) {
    long sinceStart =
        System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    boolean demo = node.system().settings().config().getBoolean("sportskk.demo.enabled");
    return Banner.of(node.endpoints(), demo, Instant.now(), sinceStart);
  }
}
