package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.sportskk.testing.Authority;
import io.sportskk.testing.ClusterMembers;
import io.sportskk.testing.LocalCluster;
import io.sportskk.testing.LocalNode;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes with the very configuration file that is deployed find one another through a Kubernetes
 * API, whose pods are those of the Deployments.
 *
 * <p>Their environment is that of a pod, with two differences. The files that the kubelet puts into
 * a pod (authority, token, namespace) are elsewhere. And each node binds its own loopback address
 * only: the file binds all addresses, which is one node a port on this machine.
 */
class KubernetesBootstrapTest {

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesBootstrapTest.class);
  private static final String CONFIGURATION = "-Dconfig.file=kubernetes/base/application.conf";
  private static final String SELLS = "gateway,ticket,payment";
  private static final String SHOWS = "tally,view";
  private static final String DOOR = "gateway";

  @TempDir private Path files;

  private LocalCluster cluster;
  private KubernetesApi api;
  private Config databases;

  @Test
  void theyFormOneClusterAndStayOne() throws IOException {
    try (TestDatabases own = TestDatabases.create();
        LocalCluster nodes = LocalCluster.of("kubernetes")) {
      Authority authority = Authority.in(files, "kubernetes");
      Files.writeString(files.resolve("ca.crt"), authority.certificate());
      Files.writeString(files.resolve("token"), KubernetesApi.TOKEN);
      Files.writeString(files.resolve("namespace"), KubernetesApi.NAMESPACE);
      try (KubernetesApi server = KubernetesApi.start(nodes.address(250), authority)) {
        cluster = nodes;
        api = server;
        databases = own.config();

        List<LocalNode> first = threeForm();
        LocalNode late = oneIsLate(first);
        oneIsGone(first, late);

        cluster.nodes().stream().filter(LocalNode::isAlive).forEach(LocalNode::awaitReady);
        assertThat(api.refused()).isEmpty();
      }
    }
  }

  /** Others that will never answer are in the list as well: they keep nobody waiting. */
  private List<LocalNode> threeForm() {
    api.put("crashed", "ticket", cluster.address(200), KubernetesApi.Container.WAITS);
    api.putUnscheduled("unscheduled", "payment");
    long begun = System.nanoTime();
    LocalNode a = start("a", "ticket", SELLS);
    LocalNode b = start("b", "ticket", SELLS);
    LocalNode c = start("c", "read", SHOWS);
    Awaitility.await("all answer")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> cluster.nodes().stream().allMatch(node -> node.get("/alive").isPresent()));
    long answered = System.nanoTime();
    ClusterMembers.awaitOneClusterOf(a, b, c);
    long formed = System.nanoTime();
    cluster.awaitReady();
    LOG.info(
        "three nodes: all processes answer after {} ms, are one cluster {} ms later, and ready {} ms"
            + " after that",
        Duration.ofNanos(answered - begun).toMillis(),
        Duration.ofNanos(formed - answered).toMillis(),
        Duration.ofNanos(System.nanoTime() - formed).toMillis());
    return List.of(a, b, c);
  }

  /**
   * A pod that says it runs, but does not answer, would delay a first cluster; not a later node.
   */
  private LocalNode oneIsLate(List<LocalNode> first) {
    api.put("mute", "ticket", cluster.address(201), KubernetesApi.Container.RUNS_UNREADY);
    LocalNode late = start("late", "gateway", DOOR);
    ClusterMembers.awaitOneClusterOf(first.get(0), first.get(1), first.get(2), late);
    return late;
  }

  private void oneIsGone(List<LocalNode> first, LocalNode late) {
    LocalNode gone = first.get(2);
    gone.kill();
    api.remove(gone.name());
    ClusterMembers.awaitOneClusterOf(first.get(0), first.get(1), late);
    LocalNode replacement = start("replacement", "read", SHOWS);
    ClusterMembers.awaitOneClusterOf(first.get(0), first.get(1), late, replacement);
  }

  /** A pod is in the list as soon as its container runs, long before the node answers. */
  private LocalNode start(String name, String deployment, String roles) {
    LocalNode node = cluster.deploy(name, CONFIGURATION, ip -> environment(ip, roles));
    api.put(name, deployment, node.address(), KubernetesApi.Container.RUNS_UNREADY);
    return node;
  }

  private Map<String, String> environment(String ip, String roles) {
    Map<String, String> environment = new HashMap<>();
    // As in a pod.
    environment.put("KUBERNETES_SERVICE_HOST", cluster.address(250));
    environment.put("KUBERNETES_SERVICE_PORT", Integer.toString(api.port()));
    environment.put("POD_IP", ip);
    environment.put("SPORTSKK_ROLES", roles);
    environment.put("SPORTSKK_HS256_SECRET", TestTokens.SECRET);
    putDatabase(environment, "JOURNAL", !roles.equals(DOOR));
    putDatabase(environment, "TALLY", roles.equals(SHOWS));
    putDatabase(environment, "VIEW", roles.equals(SHOWS));
    putDatabase(environment, "LEDGER", roles.equals(SHOWS));
    // Not as in a pod.
    String kubernetesApi = "CONFIG_FORCE_akka_discovery_kubernetes__api_";
    environment.put(kubernetesApi + "api__ca__path", files.resolve("ca.crt").toString());
    environment.put(kubernetesApi + "api__token__path", files.resolve("token").toString());
    environment.put(kubernetesApi + "pod__namespace__path", files.resolve("namespace").toString());
    environment.put("CONFIG_FORCE_sportskk_http_host", ip);
    environment.put("CONFIG_FORCE_akka_management_http_bind__hostname", ip);
    return environment;
  }

  private void putDatabase(Map<String, String> environment, String part, boolean used) {
    Config database = databases.getConfig("sportskk.database." + part.toLowerCase(Locale.ROOT));
    environment.put("SPORTSKK_" + part + "_URL", database.getString("url"));
    if (used) {
      environment.put("SPORTSKK_" + part + "_USER", database.getString("user"));
      environment.put("SPORTSKK_" + part + "_PASSWORD", database.getString("password"));
    }
  }
}
