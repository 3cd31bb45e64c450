package io.sportskk.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who reaches whom: Services, doors and network policies lead to pods and ports that exist. */
class DoorsTest extends AllManifests {

  private static final int MANAGEMENT = 8558;

  @ParameterizedTest
  @MethodSource("manifests")
  void aServiceLeadsToPortsOfItsPods(Manifests manifests) {
    for (Service service : manifests.all(Service.class)) {
      List<Workload> pods = Workload.selected(manifests, service.getSpec().getSelector());
      assertThat(pods).isNotEmpty();
      for (ServicePort port : service.getSpec().getPorts()) {
        assertThat(pods)
            .allSatisfy(
                pod -> assertThat(pod.portNames()).contains(port.getTargetPort().getStrVal()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void theDoorsLeadToTheGatewaysApi(Manifests manifests) {
    assertThat(manifests.all(Ingress.class)).isNotEmpty();
    for (Ingress ingress : manifests.all(Ingress.class)) {
      ingress.getSpec().getRules().stream()
          .flatMap(rule -> rule.getHttp().getPaths().stream())
          .map(path -> path.getBackend().getService())
          .forEach(it -> checkApi(manifests, it.getName(), it.getPort().getName()));
      ingress.getSpec().getTls().stream()
          .map(IngressTLS::getSecretName)
          .forEach(
              it ->
                  assertThat(Yaml.text(Manifests.KUBERNETES.resolve("README.md")))
                      .contains("`" + it + "`"));
    }
    for (HTTPRoute route : manifests.all(HTTPRoute.class)) {
      route.getSpec().getRules().stream()
          .flatMap(rule -> rule.getBackendRefs().stream())
          .forEach(
              it -> {
                Service service = manifests.the(Service.class, it.getName());
                ServicePort port =
                    service.getSpec().getPorts().stream()
                        .filter(candidate -> candidate.getPort().equals(it.getPort()))
                        .findFirst()
                        .orElseThrow();
                checkApi(manifests, it.getName(), port.getName());
              });
    }
  }

  /** What every Gateway must know: regular expressions are left to those that want to. */
  @ParameterizedTest
  @MethodSource("manifests")
  void aRouteMatchesByWhatEveryGatewayKnows(Manifests manifests) {
    for (HTTPRoute route : manifests.all(HTTPRoute.class)) {
      assertThat(route.getSpec().getRules())
          .flatExtracting(rule -> rule.getMatches())
          .allSatisfy(
              match -> {
                assertThat(match.getPath().getType()).isIn("Exact", "PathPrefix");
                assertThat(match.getHeaders()).allMatch(it -> it.getType().equals("Exact"));
              });
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void nothingOutsideReachesManagement(Manifests manifests) {
    for (Service service : manifests.all(Service.class)) {
      boolean headless = "None".equals(service.getSpec().getClusterIP());
      assertThat(headless || "ClusterIP".equals(service.getSpec().getType())).isTrue();
      assertThat(service.getSpec().getExternalIPs()).isEmpty();
      if (!headless) {
        assertThat(service.getSpec().getPorts())
            .extracting(it -> it.getTargetPort().getStrVal())
            .containsOnly("http");
      }
    }
    for (Workload workload : Workload.of(manifests)) {
      assertThat(workload.pod().getHostNetwork()).isNull();
      assertThat(workload.container().getPorts()).allMatch(it -> it.getHostPort() == null);
    }
    for (NetworkPolicy policy : manifests.all(NetworkPolicy.class)) {
      policy.getSpec().getIngress().stream()
          .filter(rule -> rule.getPorts().stream().anyMatch(it -> port(it) == MANAGEMENT))
          .flatMap(rule -> rule.getFrom().stream())
          .forEach(
              from ->
                  assertThat(isNode(from) || isPrometheus(from))
                      .as(policy.getMetadata().getName())
                      .isTrue());
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void everythingIsForbiddenThatIsNotAllowed(Manifests manifests) {
    NetworkPolicy deny = manifests.the(NetworkPolicy.class, "default-deny");
    assertThat(deny.getSpec().getPodSelector().getMatchLabels()).isNullOrEmpty();
    assertThat(deny.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(deny.getSpec().getIngress()).isEmpty();
    assertThat(deny.getSpec().getEgress()).isEmpty();
  }

  /** A policy sees the port of the API server itself, behind that of the Service kubernetes. */
  @ParameterizedTest
  @MethodSource("manifests")
  void nodesReachTheKubernetesApiWhereverItListens(Manifests manifests) {
    Set<Integer> managedThenKindThenMinikube = Set.of(443, 6443, 8443);
    assertThat(manifests.the(NetworkPolicy.class, "sportskk-discovery").getSpec().getEgress())
        .filteredOn(rule -> rule.getTo().isEmpty())
        .flatExtracting(NetworkPolicyEgressRule::getPorts)
        .extracting(DoorsTest::port)
        .containsExactlyInAnyOrderElementsOf(managedThenKindThenMinikube);
  }

  @Test
  void inProductionTheViewMayBeInMariaDb() {
    assertThat(
            Manifests.production()
                .the(NetworkPolicy.class, "sportskk-databases")
                .getSpec()
                .getEgress())
        .flatExtracting(NetworkPolicyEgressRule::getPorts)
        .extracting(DoorsTest::port)
        .containsExactlyInAnyOrder(5432, 3306);
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void aNetworkPolicyIsAboutPodsAndPortsThatExist(Manifests manifests) {
    for (NetworkPolicy policy : manifests.all(NetworkPolicy.class)) {
      String name = policy.getMetadata().getName();
      List<Workload> pods = Workload.selected(manifests, policy.getSpec().getPodSelector());
      assertThat(pods).as(name).isNotEmpty();
      policy.getSpec().getIngress().stream()
          .flatMap(rule -> rule.getPorts().stream())
          .forEach(
              it ->
                  assertThat(pods)
                      .as(name)
                      .allSatisfy(pod -> assertThat(pod.ports()).contains(port(it))));
      policy.getSpec().getIngress().stream()
          .flatMap(rule -> rule.getFrom().stream())
          .filter(DoorsTest::isHere)
          .forEach(it -> assertThat(selected(manifests, it)).as(name).isNotEmpty());
      policy
          .getSpec()
          .getEgress()
          .forEach(
              rule ->
                  rule.getTo().stream()
                      .filter(DoorsTest::isHere)
                      .flatMap(to -> selected(manifests, to).stream())
                      .forEach(
                          pod ->
                              assertThat(pod.ports())
                                  .as(name)
                                  .containsAll(
                                      rule.getPorts().stream().map(DoorsTest::port).toList())));
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void prometheusFindsEveryNode(Manifests manifests) {
    for (ServiceMonitor monitor : manifests.all(ServiceMonitor.class)) {
      Map<String, String> wanted = monitor.getSpec().getSelector().getMatchLabels();
      List<Service> services =
          manifests.all(Service.class).stream()
              .filter(it -> it.getMetadata().getLabels().entrySet().containsAll(wanted.entrySet()))
              .toList();
      assertThat(services).hasSize(1);
      Service service = services.get(0);
      assertThat(service.getSpec().getPorts())
          .extracting(ServicePort::getName)
          .contains(monitor.getSpec().getEndpoints().get(0).getPort());
      assertThat(Workload.selected(manifests, service.getSpec().getSelector()))
          .containsExactlyElementsOf(Workload.nodes(manifests))
          .allSatisfy(
              node ->
                  assertThat(node.labels())
                      .containsKeys(monitor.getSpec().getPodTargetLabels().toArray(String[]::new)));
      assertThat(manifests.the(NetworkPolicy.class, "sportskk-metrics")).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void allIsInOneNamespaceThatThereIs(Manifests manifests) {
    assertThat(manifests.objects())
        .filteredOn(it -> !it.getKind().equals("Namespace"))
        .extracting(it -> it.getMetadata().getNamespace())
        .containsOnly("sportskk");
    assertThat(manifests.objects())
        .filteredOn(it -> it.getKind().equals("Namespace"))
        .extracting(DoorsTest::name)
        .containsExactly("sportskk");
  }

  private static void checkApi(Manifests manifests, String name, String portName) {
    Service service = manifests.the(Service.class, name);
    assertThat(service.getSpec().getPorts())
        .filteredOn(it -> it.getName().equals(portName))
        .extracting(it -> it.getTargetPort().getStrVal())
        .containsExactly("http");
  }

  private static int port(NetworkPolicyPort port) {
    IntOrString number = port.getPort();
    return number.getIntVal();
  }

  private static boolean isHere(NetworkPolicyPeer peer) {
    return peer.getNamespaceSelector() == null && peer.getIpBlock() == null;
  }

  private static List<Workload> selected(Manifests manifests, NetworkPolicyPeer peer) {
    return Workload.selected(manifests, peer.getPodSelector());
  }

  private static boolean isNode(NetworkPolicyPeer peer) {
    return isHere(peer)
        && peer.getPodSelector()
            .getMatchLabels()
            .equals(Map.of("app.kubernetes.io/name", "sportskk"));
  }

  private static boolean isPrometheus(NetworkPolicyPeer peer) {
    return peer.getNamespaceSelector() != null
        && peer.getPodSelector()
            .getMatchLabels()
            .equals(Map.of("app.kubernetes.io/name", "prometheus"));
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
