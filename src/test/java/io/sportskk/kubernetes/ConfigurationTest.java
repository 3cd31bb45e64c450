package io.sportskk.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration of a pod fits what is shipped, its Deployment, and the image. */
class ConfigurationTest extends AllManifests {

  private static final Pattern SETTING = Pattern.compile("([a-z][a-z0-9.-]*) = .+");
  private static final Pattern NEEDED = Pattern.compile("\\$\\{([A-Z_0-9]+)}");
  private static final Pattern POSSIBLE = Pattern.compile("\\$\\{\\?([A-Z_0-9]+)}");

  /** Read by the node or its log, not by this file. */
  private static final Set<String> READ_ELSEWHERE =
      Set.of("SPORTSKK_ROLES", "SPORTSKK_LOG_FORMAT", "SPORTSKK_LOG_LEVEL");

  private static final Config SHIPPED =
      ConfigFactory.parseResources("application.conf")
          .withFallback(ConfigFactory.defaultReferenceUnresolved())
          .resolve();

  @Test
  void everySettingExistsAndIsOfItsType() {
    Config resolved = ProductionConfiguration.of(Manifests.local(), "sportskk-read");
    List<String> lines =
        ProductionConfiguration.text(Manifests.local())
            .lines()
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    assertThat(lines).hasSizeGreaterThan(20);
    for (String line : lines) {
      Matcher setting = SETTING.matcher(line);
      assertThat(setting.matches()).as(line).isTrue();
      String key = setting.group(1);
      assertThat(SHIPPED.hasPath(key)).as(key).isTrue();
      assertThat(resolved.getValue(key).valueType())
          .as(key)
          .isEqualTo(SHIPPED.getValue(key).valueType());
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void aDeploymentGivesWhatItsConfigurationAsksFor(Manifests manifests) {
    String text = ProductionConfiguration.text(manifests);
    Set<String> needed = names(NEEDED, text.replaceAll("(?m)^#.*$", ""));
    Set<String> known = names(POSSIBLE, text);
    known.addAll(needed);
    known.addAll(READ_ELSEWHERE);
    for (Deployment deployment : manifests.all(Deployment.class)) {
      Set<String> given = namesGiven(manifests, deployment);
      assertThat(given).containsAll(needed);
      assertThat(known).as("what is given is read").containsAll(given);
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void nodesFindEachOtherByLabelPortAndContainerOfTheDeployments(Manifests manifests) {
    Config config = ProductionConfiguration.of(Manifests.local(), "sportskk-gateway");
    Config contactPoints =
        config.getConfig("akka.management.cluster.bootstrap.contact-point-discovery");
    String selector =
        config
            .getString("akka.discovery.kubernetes-api.pod-label-selector")
            .formatted(contactPoints.getString("service-name"));
    String[] label = selector.split("=", -1);

    assertThat(config.getString("sportskk.cluster.join")).isEqualTo("bootstrap");
    assertThat(contactPoints.getString("discovery-method")).isEqualTo("kubernetes-api");
    assertThat(Workload.selected(manifests, Map.of(label[0], label[1])))
        .containsExactlyElementsOf(Workload.nodes(manifests))
        .allSatisfy(
            node -> {
              assertThat(node.container().getName())
                  .isEqualTo(config.getString("akka.discovery.kubernetes-api.container-name"));
              assertThat(port(node, contactPoints.getString("port-name")))
                  .isEqualTo(config.getInt("akka.management.http.port"));
              assertThat(port(node, "artery"))
                  .isEqualTo(config.getInt("akka.remote.artery.canonical.port"));
            });
    assertThat(port(Workload.nodes(manifests).get(0), "http"))
        .isEqualTo(config.getInt("sportskk.http.port"));
    assertThat(contactPoints.getInt("required-contact-point-nr"))
        .as("a first start has one pod of each Deployment")
        .isGreaterThan(1)
        .isLessThan(Workload.nodes(manifests).size());
  }

  @Test
  void theImageReadsTheFileThatIsMounted() {
    String pom = Yaml.text(Path.of("pom.xml"));
    Matcher flag = Pattern.compile("<jvmFlag>-Dconfig\\.file=([^<]+)</jvmFlag>").matcher(pom);
    assertThat(flag.find()).isTrue();
    Path file = Path.of(flag.group(1));
    for (Workload node : Workload.nodes(Manifests.local())) {
      assertThat(node.container().getVolumeMounts())
          .filteredOn(mount -> mount.getName().equals("configuration"))
          .extracting(VolumeMount::getMountPath)
          .containsExactly(file.getParent().toString());
    }
    assertThat(Manifests.local().the(ConfigMap.class, "sportskk-configuration").getData())
        .containsOnlyKeys(file.getFileName().toString());
  }

  @Test
  void certificatesAreWhereTheyAreLookedFor(@TempDir Path copy) {
    Manifests manifests = Manifests.productionWith(copy.resolve("tls"), "artery-tls");
    Config config = ProductionConfiguration.of(Manifests.local(), "sportskk-gateway");
    String directory =
        config.getString("akka.remote.artery.ssl.rotating-keys-engine.secret-mount-point");
    for (Workload node : Workload.nodes(manifests)) {
      assertThat(node.container().getVolumeMounts())
          .extracting(VolumeMount::getMountPath)
          .contains(directory);
      assertThat(namesGiven(manifests, manifests.the(Deployment.class, node.name())))
          .contains("SPORTSKK_ARTERY_TRANSPORT");
    }
  }

  /**
   * Whoever is given a database checks the server's certificate and name with a file that it has.
   */
  @Test
  void inProductionTheDatabasesCertificatesAreCheckedWithAnAuthorityThatIsMounted() {
    Manifests manifests = Manifests.production();
    Map<String, String> environment =
        manifests.the(ConfigMap.class, "sportskk-environment").getData();
    for (String database : List.of("JOURNAL", "TALLY", "VIEW", "LEDGER")) {
      Matcher url =
          Pattern.compile("jdbc:postgresql://[^?]+\\?sslmode=verify-full&sslrootcert=(/.+)/ca.crt")
              .matcher(environment.get("SPORTSKK_" + database + "_URL"));
      assertThat(url.matches()).as(database).isTrue();
      for (Workload node : Workload.nodes(manifests)) {
        boolean hasDatabase =
            node.container().getEnv().stream().anyMatch(it -> it.getName().endsWith("_PASSWORD"));
        assertThat(
                node.container().getVolumeMounts().stream()
                    .anyMatch(mount -> mount.getMountPath().equals(url.group(1))))
            .as(node.name())
            .isEqualTo(hasDatabase);
      }
    }
  }

  private static int port(Workload node, String name) {
    return node.container().getPorts().stream()
        .filter(port -> port.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getContainerPort();
  }

  private static Set<String> namesGiven(Manifests manifests, Deployment deployment) {
    var container = deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
    Set<String> given = new TreeSet<>();
    container.getEnv().forEach(variable -> given.add(variable.getName()));
    container
        .getEnvFrom()
        .forEach(
            it ->
                given.addAll(
                    manifests
                        .the(ConfigMap.class, it.getConfigMapRef().getName())
                        .getData()
                        .keySet()));
    return given;
  }

  private static Set<String> names(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
