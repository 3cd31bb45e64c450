package io.sportskk.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.certmanager.api.model.v1.Issuer;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rolling out, scaling, draining machines, renewing certificates. */
class OperationsTest extends AllManifests {

  private static final Pattern MAX_CONNECTIONS = Pattern.compile("max_connections=(\\d+)");
  private static final Pattern NEEDED = Pattern.compile("at least \\*\\*(\\d+)\\*\\* connections");

  /** What a node does before its actor system stops, and after it: heartbeat, pools, log. */
  private static final Duration THE_REST = Duration.ofSeconds(10);

  @ParameterizedTest
  @MethodSource("manifests")
  void aReleaseIsRolledOutWithoutOnePodLess(Manifests manifests) {
    assertThat(manifests.all(Deployment.class)).hasSize(4);
    for (Deployment deployment : manifests.all(Deployment.class)) {
      DeploymentSpec spec = deployment.getSpec();
      assertThat(spec.getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
      assertThat(spec.getStrategy().getRollingUpdate().getMaxSurge().getIntVal()).isOne();
      assertThat(spec.getMinReadySeconds()).isPositive();
      assertThat(spec.getReplicas()).as("an autoscaler decides").isNull();
    }
  }

  /** Whatever a phase waits for in vain, the next ones still come, and then the process ends. */
  @ParameterizedTest
  @MethodSource("manifests")
  void allPhasesOfANodesShutdownEndWithinItsGracePeriod(Manifests manifests) {
    for (Workload node : Workload.nodes(manifests)) {
      Config config = ProductionConfiguration.of(Manifests.local(), node.name());
      assertThat(config.getDuration("sportskk.cluster.drain-delay"))
          .isPositive()
          .isLessThan(ShutdownPhases.timeout(config, "before-service-unbind"));
      assertThat(config.getDuration("sportskk.api.shutdown-timeout"))
          .isLessThan(ShutdownPhases.timeout(config, "service-requests-done"));
      assertThat(ShutdownPhases.total(config)).isGreaterThan(Duration.ofMinutes(1));
      assertThat(Duration.ofSeconds(node.pod().getTerminationGracePeriodSeconds()))
          .isGreaterThanOrEqualTo(preStop(node).plus(ShutdownPhases.total(config)).plus(THE_REST));
    }
  }

  /**
   * News of the cluster need 3 log2(n) rounds of gossip to reach all of n nodes, as the library's
   * documentation has it; nobody may decide who is put out before they have.
   */
  @Test
  void allNodesHearOfWhatHappensBeforeAnyIsPutOut() {
    Manifests production = Manifests.production();
    int nodes =
        production.all(HorizontalPodAutoscaler.class).stream()
            .mapToInt(it -> it.getSpec().getMaxReplicas() + 1)
            .sum();
    assertThat(nodes).isGreaterThan(20);
    double rounds = 3 * Math.log(nodes) / Math.log(2);
    for (Workload node : Workload.nodes(production)) {
      Config config = ProductionConfiguration.of(Manifests.local(), node.name());
      Duration gossip = config.getDuration("akka.cluster.gossip-interval");
      Duration stableAfter = config.getDuration("akka.cluster.split-brain-resolver.stable-after");
      assertThat(stableAfter.toMillis())
          .isGreaterThanOrEqualTo(Math.round(rounds * gossip.toMillis()));
    }
  }

  /** Whoever is not given a user of a database is not let through to it, either. */
  @ParameterizedTest
  @MethodSource("manifests")
  void onlyNodesThatUseADatabaseReachOne(Manifests manifests) {
    List<Workload> reach =
        Workload.selected(
            manifests,
            manifests.the(NetworkPolicy.class, "sportskk-databases").getSpec().getPodSelector());
    List<Workload> use =
        Workload.nodes(manifests).stream()
            .filter(
                node ->
                    node.container().getEnv().stream()
                        .anyMatch(it -> it.getName().endsWith("_PASSWORD")))
            .toList();
    assertThat(use).hasSize(3);
    assertThat(reach).containsExactlyInAnyOrderElementsOf(use);
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void aBudgetIsAboutOneDeploymentAndEachHasOne(Manifests manifests) {
    List<Workload> budgeted =
        manifests.all(PodDisruptionBudget.class).stream()
            .flatMap(it -> Workload.selected(manifests, it.getSpec().getSelector()).stream())
            .toList();
    assertThat(budgeted).containsExactlyInAnyOrderElementsOf(Workload.nodes(manifests));
  }

  @Test
  void inProductionEachDeploymentHasItsAutoscaler() {
    Manifests production = Manifests.production();
    List<HorizontalPodAutoscaler> scalers = production.all(HorizontalPodAutoscaler.class);
    assertThat(scalers)
        .extracting(it -> it.getSpec().getScaleTargetRef().getName())
        .containsExactlyInAnyOrderElementsOf(
            Workload.nodes(production).stream().map(Workload::name).toList());
    for (HorizontalPodAutoscaler scaler : scalers) {
      HorizontalPodAutoscalerSpec spec = scaler.getSpec();
      assertThat(spec.getScaleTargetRef().getKind()).isEqualTo("Deployment");
      assertThat(spec.getMinReplicas()).isGreaterThanOrEqualTo(2).isLessThan(spec.getMaxReplicas());
      assertThat(spec.getMetrics().get(0).getContainerResource().getContainer())
          .isEqualTo(
              production
                  .the(Deployment.class, spec.getScaleTargetRef().getName())
                  .getSpec()
                  .getTemplate()
                  .getSpec()
                  .getContainers()
                  .get(0)
                  .getName());
      assertThat(spec.getBehavior().getScaleDown().getPolicies())
          .singleElement()
          .satisfies(it -> assertThat(it.getValue()).isOne());
    }
  }

  /** At its largest, and while it is rolled out: with one more pod of each Deployment. */
  @Test
  void theServersAllowAsManyConnectionsAsTheNodesOpen() {
    int inProduction =
        Manifests.production().all(HorizontalPodAutoscaler.class).stream()
            .mapToInt(
                it ->
                    (it.getSpec().getMaxReplicas() + 1)
                        * connections(it.getSpec().getScaleTargetRef().getName()))
            .sum();
    int locally =
        Workload.nodes(Manifests.local()).stream()
            .mapToInt(node -> 2 * connections(node.name()))
            .sum();
    String arguments = Manifests.local().the(StatefulSet.class, "postgresql").getSpec().toString();

    assertThat(number(MAX_CONNECTIONS, arguments)).isGreaterThan(locally);
    assertThat(number(NEEDED, Yaml.text(Manifests.KUBERNETES.resolve("README.md"))))
        .isEqualTo(inProduction);
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void aCertificateHasItsIssuerAndAnAuthorityItsCertificate(Manifests manifests) {
    for (Certificate certificate : manifests.all(Certificate.class)) {
      assertThat(certificate.getSpec().getIssuerRef().getKind()).isEqualTo("Issuer");
      manifests.the(Issuer.class, certificate.getSpec().getIssuerRef().getName());
    }
    for (Issuer issuer : manifests.all(Issuer.class)) {
      if (issuer.getSpec().getCa() != null) {
        assertThat(manifests.all(Certificate.class))
            .filteredOn(it -> Boolean.TRUE.equals(it.getSpec().getIsCA()))
            .extracting(it -> it.getSpec().getSecretName())
            .containsExactly(issuer.getSpec().getCa().getSecretName());
      }
    }
  }

  /** The grace period begins with this hook, if there is one. */
  private static Duration preStop(Workload node) {
    Lifecycle lifecycle = node.container().getLifecycle();
    if (lifecycle == null || lifecycle.getPreStop() == null) {
      return Duration.ZERO;
    }
    assertThat(lifecycle.getPreStop().getSleep())
        .as("only of a pause is known how long")
        .isNotNull();
    return Duration.ofSeconds(lifecycle.getPreStop().getSleep().getSeconds());
  }

  /** Of one node, to all its databases together, at most. */
  private static int connections(String deployment) {
    Config config = ProductionConfiguration.of(Manifests.local(), deployment);
    int connections =
        config.getInt("sportskk.database.journal.query-pool-size")
            + config.getInt("sportskk.database.journal.read-pool-size")
            + 1; // of the heartbeat
    return switch (deployment) {
      case "sportskk-gateway" -> 0;
      case "sportskk-ticket" -> connections + writing(config) + 1; // for the terms of sale
      case "sportskk-payment" -> connections + writing(config);
      case "sportskk-read" ->
          connections
              + config.getInt("sportskk.database.tally.pool-size")
              + config.getInt("sportskk.database.view.pool-size")
              + config.getInt("sportskk.database.ledger.pool-size");
      default -> throw new IllegalArgumentException(deployment);
    };
  }

  private static int writing(Config config) {
    return config.getInt("sportskk.database.journal.pool-size") + 1; // for health
  }

  private static int number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(pattern.pattern()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
