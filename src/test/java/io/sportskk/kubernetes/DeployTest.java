package io.sportskk.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy.sh} does to a cluster, which here is a directory with a file for a figure. */
class DeployTest {

  /**
   * In place of {@code kubectl}: writes down what it is told to change or to wait for. A Deployment
   * has a file with its generation, and is of revision 7.
   */
  private static final String KUBECTL =
      """
      #!/usr/bin/env bash
      cd "$(dirname "$0")"
      case "$*" in
        *"get deployment"*revision*) [[ ! -e $5 ]] || echo 7 ;;
        *"get deployment"*generation*) [[ ! -e $5 ]] || cat "$5" ;;
        "apply "*component=*) echo "$*" >> log; echo 2 > "sportskk-${5##*=}" ;;
        *"rollout status"*) echo "$*" >> log; [[ $* != *"/$BROKEN "* ]] || { [[ -e undone ]]; } ;;
        *"rollout undo"*) echo "$*" >> log; touch undone ;;
        "apply "*) echo "$*" >> log ;;
      esac
      """;

  private static final List<String> IN_ORDER = List.of("read", "payment", "ticket", "gateway");

  @TempDir Path cluster;

  @BeforeEach
  void thereIsARelease() throws IOException {
    Path kubectl = cluster.resolve("kubectl");
    Files.writeString(kubectl, KUBECTL);
    assertThat(kubectl.toFile().setExecutable(true)).isTrue();
    for (String component : IN_ORDER) {
      Files.writeString(cluster.resolve("sportskk-" + component), "1\n");
    }
  }

  @Test
  void oneDeploymentIsRolledOutAfterTheOther() throws Exception {
    assertThat(deploy("nothing")).isZero();

    assertThat(log().get(0)).contains("apply", "notin (read,payment,ticket,gateway)");
    for (int i = 0; i < IN_ORDER.size(); i++) {
      assertThat(log().get(1 + 2 * i)).contains("apply", "component=" + IN_ORDER.get(i));
      assertThat(log().get(2 + 2 * i)).contains("rollout status", "/sportskk-" + IN_ORDER.get(i));
    }
  }

  @Test
  void oneThatDoesNotBecomeReadyIsTakenBackWithThoseBeforeItAndThoseAfterItAreLeftAlone()
      throws Exception {
    assertThat(deploy("sportskk-payment")).isOne();

    assertThat(log()).noneMatch(it -> it.contains("ticket ") || it.contains("component=gateway"));
    assertThat(log())
        .filteredOn(it -> it.contains("rollout undo"))
        .satisfiesExactly(
            it -> assertThat(it).contains("/sportskk-payment --to-revision 7"),
            it -> assertThat(it).contains("/sportskk-read --to-revision 7"));
  }

  /** None of them becomes ready without the others. */
  @Test
  void theFirstOfAllReleasesIsStartedAtOnce() throws Exception {
    for (String component : IN_ORDER) {
      Files.delete(cluster.resolve("sportskk-" + component));
    }

    assertThat(deploy("nothing")).isZero();

    assertThat(log().subList(0, 5)).allMatch(it -> it.startsWith("apply"));
    assertThat(log().subList(5, 9)).allMatch(it -> it.contains("rollout status"));
  }

  @Test
  void everyDeploymentIsOneThatIsWaitedFor() {
    assertThat(Manifests.production().all(Deployment.class))
        .extracting(it -> it.getMetadata().getLabels().get("app.kubernetes.io/component"))
        .containsExactlyInAnyOrderElementsOf(IN_ORDER);
  }

  @Test
  void theDeployersAccountMayChangeEveryObjectAndReadNoSecret() {
    Manifests manifests =
        Manifests.productionWith(cluster.resolve("all"), "gateway-api", "artery-tls");
    assertThat(manifests.objects())
        .allSatisfy(
            object -> {
              String verb = object.getKind().equals("Namespace") ? "get" : "create";
              assertThat(List.of(verb, "get", "patch"))
                  .allSatisfy(
                      it -> assertThat(may(it, group(object), object.getPlural())).isTrue());
            });
    assertThat(may("watch", "apps", "deployments")).isTrue();
    assertThat(may("list", "apps", "replicasets")).isTrue();
    assertThat(may("create", "", "namespaces")).isFalse();
    assertThat(may("get", "", "secrets")).isFalse();
    assertThat(may("create", "", "pods")).isFalse();
    // An account can't give others more than it has.
    for (PolicyRule given :
        Manifests.production().the(Role.class, "sportskk-pod-reader").getRules()) {
      assertThat(given.getVerbs()).allMatch(it -> may(it, "", given.getResources().get(0)));
    }
  }

  private static String group(HasMetadata object) {
    int slash = object.getApiVersion().indexOf('/');
    return slash < 0 ? "" : object.getApiVersion().substring(0, slash);
  }

  private static boolean may(String verb, String group, String resource) {
    return Manifests.deployer().the(Role.class, "sportskk-deployer").getRules().stream()
        .anyMatch(
            rule ->
                rule.getApiGroups().contains(group)
                    && rule.getResources().contains(resource)
                    && rule.getVerbs().contains(verb));
  }

  private int deploy(String broken) throws IOException, InterruptedException {
    ProcessBuilder script =
        new ProcessBuilder("bash", "kubernetes/deploy.sh", "kubernetes/overlays/production")
            .redirectErrorStream(true)
            .redirectOutput(cluster.resolve("output").toFile());
    Map<String, String> environment = script.environment();
    environment.put("PATH", cluster + ":" + environment.get("PATH"));
    environment.put("BROKEN", broken);
    return script.start().waitFor();
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(cluster.resolve("log"), StandardCharsets.UTF_8);
  }
}
