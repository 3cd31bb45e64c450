package io.sportskk.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pods refer to exists, and they ask for no more than they need. */
class PodsTest extends AllManifests {

  /** What the operator makes in production: see kubernetes/README.md. */
  private static final Map<String, Set<String>> SECRETS_BY_HAND =
      Map.of(
          "sportskk-journal", Set.of("username", "password"),
          "sportskk-tally", Set.of("username", "password"),
          "sportskk-view", Set.of("username", "password"),
          "sportskk-ledger", Set.of("username", "password"),
          "sportskk-database-authority", Set.of("ca.crt"));

  private static final int LONGEST_PORT_NAME = 15;

  @ParameterizedTest
  @MethodSource("manifests")
  void aWorkloadSelectsItsOwnPodsOnly(Manifests manifests) {
    for (Workload workload : Workload.of(manifests)) {
      assertThat(Workload.selected(manifests, workload.selector())).containsExactly(workload);
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void whatTheEnvironmentIsTakenFromExists(Manifests manifests) {
    for (Workload workload : Workload.of(manifests)) {
      Container container = workload.container();
      container
          .getEnvFrom()
          .forEach(it -> manifests.the(ConfigMap.class, it.getConfigMapRef().getName()));
      assertThat(container.getEnv()).extracting(EnvVar::getName).doesNotHaveDuplicates();
      container.getEnv().stream()
          .filter(variable -> variable.getValueFrom() != null)
          .map(variable -> variable.getValueFrom().getSecretKeyRef())
          .filter(Objects::nonNull)
          .filter(it -> !Boolean.TRUE.equals(it.getOptional()))
          .forEach(it -> assertThat(keys(manifests, it.getName())).contains(it.getKey()));
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void whatIsMountedExistsAndAllVolumesAreMounted(Manifests manifests) {
    for (Workload workload : Workload.of(manifests)) {
      List<String> volumes =
          Stream.concat(
                  workload.pod().getVolumes().stream().map(Volume::getName),
                  workload.claims().stream().map(PodsTest::name))
              .toList();
      List<VolumeMount> mounts = workload.container().getVolumeMounts();

      assertThat(mounts)
          .extracting(VolumeMount::getName)
          .containsExactlyInAnyOrderElementsOf(volumes);
      assertThat(mounts).extracting(VolumeMount::getMountPath).doesNotHaveDuplicates();
      workload.pod().getVolumes().forEach(volume -> checkSource(manifests, volume));
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void probesAskAPortThatThereIs(Manifests manifests) {
    for (Workload workload : Workload.of(manifests)) {
      assertThat(workload.portNames())
          .doesNotHaveDuplicates()
          .allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(LONGEST_PORT_NAME));
      Container container = workload.container();
      Stream.of(
              container.getStartupProbe(),
              container.getReadinessProbe(),
              container.getLivenessProbe())
          .filter(Objects::nonNull)
          .map(Probe::getHttpGet)
          .filter(Objects::nonNull)
          .forEach(it -> assertThat(workload.portNames()).contains(it.getPort().getStrVal()));
    }
    for (Workload node : Workload.nodes(manifests)) {
      assertThat(node.container().getReadinessProbe().getHttpGet().getPath()).isEqualTo("/ready");
      assertThat(node.container().getLivenessProbe().getHttpGet().getPath()).isEqualTo("/alive");
      assertThat(node.container().getStartupProbe().getHttpGet().getPath()).isEqualTo("/alive");
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void nodesMayReadPodsAndNothingElse(Manifests manifests) {
    Set<String> accounts =
        Workload.nodes(manifests).stream()
            .map(node -> node.pod().getServiceAccountName())
            .collect(Collectors.toSet());
    String account = accounts.iterator().next();
    assertThat(accounts).hasSize(1);
    manifests.the(ServiceAccount.class, account);

    RoleBinding binding = manifests.all(RoleBinding.class).get(0);
    assertThat(binding.getSubjects())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getKind()).isEqualTo("ServiceAccount");
              assertThat(it.getName()).isEqualTo(account);
              assertThat(it.getNamespace()).isEqualTo(binding.getMetadata().getNamespace());
            });
    Role role = manifests.the(Role.class, binding.getRoleRef().getName());
    PolicyRule rule = role.getRules().get(0);
    assertThat(role.getRules()).hasSize(1);
    assertThat(rule.getApiGroups()).containsExactly("");
    assertThat(rule.getResources()).containsExactly("pods");
    assertThat(rule.getVerbs()).containsExactlyInAnyOrder("get", "watch", "list");
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void podsAreWhatTheStrictestProfileAllows(Manifests manifests) {
    for (Workload workload : Workload.of(manifests)) {
      assertThat(workload.pod().getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(workload.pod().getSecurityContext().getRunAsUser()).isPositive();
      assertThat(workload.pod().getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      Container container = workload.container();
      assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
      assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
      assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(container.getVolumeMounts())
          .extracting(VolumeMount::getMountPath)
          .contains("/tmp");
      assertThat(workload.pod().getAutomountServiceAccountToken())
          .as("only nodes need the token of their account")
          .isEqualTo(Workload.nodes(manifests).contains(workload));
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void limitsAreNotLessThanRequests(Manifests manifests) {
    for (Workload workload : Workload.of(manifests)) {
      Map<String, Quantity> requests = workload.container().getResources().getRequests();
      Map<String, Quantity> limits = workload.container().getResources().getLimits();
      assertThat(requests).containsKeys("cpu", "memory");
      assertThat(limits).containsKey("memory").doesNotContainKey("cpu");
      assertThat(limits.get("memory")).isEqualTo(requests.get("memory"));
      limits.forEach(
          (name, limit) ->
              assertThat(limit.getNumericalAmount())
                  .isGreaterThanOrEqualTo(requests.get(name).getNumericalAmount()));
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void podsAreSpreadByRulesThatTheApiServerTakes(Manifests manifests) {
    for (Workload node : Workload.nodes(manifests)) {
      List<String> pairs = new ArrayList<>();
      node.pod()
          .getTopologySpreadConstraints()
          .forEach(
              it -> {
                pairs.add(it.getTopologyKey() + " " + it.getWhenUnsatisfiable());
                assertThat(Workload.selected(manifests, it.getLabelSelector())).contains(node);
              });
      assertThat(pairs).hasSize(2).doesNotHaveDuplicates(); // it refuses a pair that is there twice
    }
  }

  private static void checkSource(Manifests manifests, Volume volume) {
    if (volume.getConfigMap() != null) {
      manifests.the(ConfigMap.class, volume.getConfigMap().getName());
    } else if (volume.getSecret() != null) {
      Set<String> keys = keys(manifests, volume.getSecret().getSecretName());
      volume.getSecret().getItems().forEach(it -> assertThat(keys).contains(it.getKey()));
    } else {
      assertThat(volume.getEmptyDir()).as(volume.getName()).isNotNull();
    }
  }

  /** Of a Secret that is generated, made by hand or by cert-manager. */
  private static Set<String> keys(Manifests manifests, String secret) {
    for (Secret generated : manifests.all(Secret.class)) {
      if (generated.getMetadata().getName().equals(secret)) {
        return generated.getData().keySet();
      }
    }
    for (Certificate certificate : manifests.all(Certificate.class)) {
      if (certificate.getSpec().getSecretName().equals(secret)) {
        return Set.of("tls.key", "tls.crt", "ca.crt");
      }
    }
    assertThat(SECRETS_BY_HAND).containsKey(secret);
    String readme = Yaml.text(Manifests.KUBERNETES.resolve("README.md"));
    assertThat(readme).contains("`" + secret + "`");
    return SECRETS_BY_HAND.get(secret);
  }

  private static String name(PersistentVolumeClaim claim) {
    return claim.getMetadata().getName();
  }
}
