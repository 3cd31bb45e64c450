package io.sportskk.testing;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a cluster on this machine to try things on: nodes with {@code local-cluster.conf} on
 * 127.0.0.1, 127.0.0.2 and so on. It says where they are, and stops them when it is stopped itself,
 * or when the first of them, which has the database, has ended. See {@code
 * project-docs/local-cluster.md}.
 */
public final class LocalClusterMain {

  private static final Logger LOG = LoggerFactory.getLogger(LocalClusterMain.class);
  private static final String CONFIGURATION = "-Dconfig.resource=local-cluster.conf";
  private static final String SECRET = "SPORTSKK_TOKEN_SECRET";

  private LocalClusterMain() {}

  /**
   * @param args the roles of each node, with commas within one and spaces between them; the first
   *     has the database, and must have the role ticket
   */
  public static void main(String[] args) {
    List<String> roles = List.of(String.join(" ", args).strip().split(" +"));
    LocalCluster cluster = LocalCluster.onFirstAddresses("by-hand");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster), "stop"));
    String secret = System.getenv().getOrDefault(SECRET, randomSecret());
    for (int number = 1; number <= roles.size(); number++) {
      Map<String, String> environment = new HashMap<>();
      environment.put(SECRET, secret);
      environment.put("SPORTSKK_EMBEDDED", number == 1 ? "on" : "off");
      environment.put("SPORTSKK_ROLES", roles.get(number - 1));
      environment.put(
          "CONFIG_FORCE_sportskk_database_embedded_data__directory",
          cluster.directory().resolve("data").toString());
      cluster.deploy("node-" + number, CONFIGURATION, host -> withHost(environment, host));
    }
    cluster.awaitReady();
    LOG.info("\n\n{}\n\n  Stop all of them with Ctrl-C.\n", table(cluster, roles));
    ProcessHandle.of(cluster.nodes().get(0).pid()).ifPresent(it -> it.onExit().join());
  }

  private static Map<String, String> withHost(Map<String, String> environment, String host) {
    environment.put("SPORTSKK_HOST", host);
    return environment;
  }

  private static String table(LocalCluster cluster, List<String> roles) {
    return cluster.nodes().stream()
        .map(
            node ->
                "  %s  process %d  %s  %s  log %s"
                    .formatted(
                        node.name(),
                        node.pid(),
                        node.http(),
                        roles.get(cluster.nodes().indexOf(node)),
                        node.log()))
        .collect(Collectors.joining("\n"));
  }

  /** The first one last: it has the database. */
  private static void stop(LocalCluster cluster) {
    List<LocalNode> nodes = new ArrayList<>(cluster.nodes());
    Collections.reverse(nodes);
    nodes.forEach(LocalNode::stop);
  }

  private static String randomSecret() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }
}
