package io.sportskk.testing;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A cluster of real processes on this machine, each on a loopback address of its own. They use the
 * databases that they are given; so they can be killed, frozen and started again one by one.
 */
public final class LocalCluster implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final int ADDRESSES = 248;
  private static final String ARTERY_PORT = "25520";

  private final Config settings;
  private final Path directory;
  private final String network;
  private final Map<String, LocalNode> nodes = new LinkedHashMap<>();
  private final Map<String, Consumer<LocalNode>> starts = new LinkedHashMap<>();

  private LocalCluster(String name, Config settings, String network) {
    this.settings = settings;
    this.directory = Path.of("target", "clusters", name);
    this.network = network;
  }

  /**
   * @param name for the directory below {@code target/clusters} with the nodes' files
   * @param databases where the databases are
   */
  public static LocalCluster on(String name, Config databases) {
    int number = NUMBER.incrementAndGet();
    LocalCluster cluster =
        new LocalCluster(
            name + "-" + number,
            databases,
            "127.%d.%d.".formatted(1 + TestFork.of(ADDRESSES), number % ADDRESSES));
    CleanUp.opened(cluster);
    return cluster;
  }

  /**
   * A cluster of nodes that are told everything by {@link #deploy}, on addresses of their own.
   *
   * @param name for the directory below {@code target/clusters} with the nodes' files
   */
  public static LocalCluster of(String name) {
    return on(name, ConfigFactory.empty());
  }

  /** As {@link #of}, on 127.0.0.1, 127.0.0.2 and so on. */
  public static LocalCluster onFirstAddresses(String name) {
    return new LocalCluster(name, ConfigFactory.empty(), "127.0.0.");
  }

  /** Starts a node, without waiting for it. */
  public LocalNode start(String name, String roles) {
    return start(name, roles, "");
  }

  /**
   * Starts a node, without waiting for it.
   *
   * @param roles with commas between them
   * @param more further settings, in HOCON
   */
  public LocalNode start(String name, String roles, String more) {
    return start(name, roles, more, address(size() + 1), List.of());
  }

  /** Starts a node on a host of its own, without waiting for it. */
  public LocalNode start(String name, String roles, String more, TestNetwork.Host host) {
    return start(name, roles, more, host.address(), host.launcher());
  }

  private synchronized int size() {
    return nodes.size();
  }

  private LocalNode start(
      String name, String roles, String more, String address, List<String> launcher) {
    Config own = ConfigFactory.parseString(more).withFallback(common(address, roles));
    return start(name, address, launcher, node -> node.start(own.withFallback(seeds(node))));
  }

  /**
   * Starts a node as whoever deploys it does, without waiting for it: all it is told is in its
   * configuration and its environment.
   *
   * @param configuration the system property that says where the configuration is, for example
   *     {@code -Dconfig.file=application.conf}
   * @param environment of the node with that address
   */
  public LocalNode deploy(
      String name, String configuration, Function<String, Map<String, String>> environment) {
    String address = address(size() + 1);
    Map<String, String> own = environment.apply(address);
    return start(name, address, List.of(), node -> node.start(configuration, own));
  }

  private synchronized LocalNode start(
      String name, String address, List<String> launcher, Consumer<LocalNode> start) {
    LocalNode node = new LocalNode(name, address, launcher, Map.of(), directory);
    nodes.put(name, node);
    starts.put(name, start);
    start.accept(node);
    return node;
  }

  /**
   * The address of a node of this cluster.
   *
   * @param number from 1, in the order in which they are started
   */
  public String address(int number) {
    return network + number;
  }

  /** For the files of the cluster. */
  public Path directory() {
    return directory;
  }

  private Config common(String address, String roles) {
    return ConfigFactory.parseString(
            """
            sportskk {
              roles = "%2$s"
              http.host = "%1$s"
              cluster.join = seed-nodes
              cluster.drain-delay = 1 s
              cluster.heartbeat-interval = 1 s
              auth.hs256-secret = "%3$s"
              payment.opening-balance = 1000000
              database.journal.pool-size = 6
              database.journal.query-pool-size = 2
              database.tally.pool-size = 3
              database.view.pool-size = 3
            }
            akka.management.http.hostname = "%1$s"
            akka.remote.artery.canonical.hostname = "%1$s"
            # several nodes share a small machine with the database
            sportskk-read-journal.look-often = 100 ms
            """
                .formatted(address, roles, TestTokens.SECRET))
        .withFallback(settings);
  }

  /** Starts a node again that has ended, without waiting for it. */
  public synchronized LocalNode restart(LocalNode node) {
    starts.get(node.name()).accept(node);
    return node;
  }

  /** What all nodes have in common, with the defaults. */
  public Config settings() {
    return common("127.0.0.1", "")
        .withFallback(ConfigFactory.defaultApplication())
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  public synchronized List<LocalNode> nodes() {
    return List.copyOf(nodes.values());
  }

  public void awaitReady() {
    nodes().forEach(LocalNode::awaitReady);
  }

  /** A node joins those that run; the first of all founds the cluster. */
  private Config seeds(LocalNode node) {
    List<String> seeds = new ArrayList<>();
    for (LocalNode other : nodes.values()) {
      if (other != node && other.isAlive()) {
        seeds.add(arteryAddress(other));
      }
    }
    if (seeds.isEmpty()) {
      seeds.add(arteryAddress(node));
    }
    return ConfigFactory.parseMap(Map.of("sportskk.cluster.seed-nodes", seeds));
  }

  private static String arteryAddress(LocalNode node) {
    return "akka://sportskk@" + node.address() + ":" + ARTERY_PORT;
  }

  @Override
  public void close() {
    CleanUp.closed(this);
    nodes().forEach(LocalNode::end);
  }
}
