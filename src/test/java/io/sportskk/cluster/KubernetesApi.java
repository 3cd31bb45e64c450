package io.sportskk.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.sportskk.testing.Authority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * As much of a Kubernetes API as a node asks for: the list of the pods of a namespace with a label,
 * over TLS, for whoever has the token of the service account. All else is refused as the real one
 * does.
 */
final class KubernetesApi implements AutoCloseable {

  static final String TOKEN = "eyJhbGciOiJub25lIn0.e30.token-of-a-test";
  static final String NAMESPACE = "sportskk";

  private static final String PODS = "/api/v1/namespaces/" + NAMESPACE + "/pods";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final HttpsServer server;
  private final Map<String, Pod> pods = new ConcurrentHashMap<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();

  /** What a pod's container is doing. */
  enum Container {
    RUNS,
    /** It runs, but its readiness probe fails. */
    RUNS_UNREADY,
    /** It has crashed and waits to be started again. */
    WAITS
  }

  private KubernetesApi(HttpsServer server) {
    this.server = server;
  }

  static KubernetesApi start(String address, Authority authority) {
    try {
      HttpsServer server = HttpsServer.create(new InetSocketAddress(address, 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(authority.server(address)));
      KubernetesApi api = new KubernetesApi(server);
      server.createContext("/", api::answer);
      server.start();
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /**
   * Puts a pod into the list, or replaces the one of that name.
   *
   * @param deployment whose it is: the name of its file in {@code kubernetes/base}
   */
  void put(String name, String deployment, String ip, Container container) {
    boolean runs = container != Container.WAITS;
    boolean ready = container == Container.RUNS;
    put(
        pending(name, deployment)
            .editStatus()
            .withPhase("Running")
            .withPodIP(ip)
            .addNewCondition()
            .withType("Ready")
            .withStatus(ready ? "True" : "False")
            .endCondition()
            .withContainerStatuses(
                new ContainerStatusBuilder()
                    .withName("node")
                    .withReady(ready)
                    .withStarted(runs)
                    .withState(
                        runs
                            ? new ContainerStateBuilder()
                                .withNewRunning()
                                .withStartedAt("2026-01-01T00:00:00Z")
                                .endRunning()
                                .build()
                            : new ContainerStateBuilder()
                                .withNewWaiting()
                                .withReason("CrashLoopBackOff")
                                .endWaiting()
                                .build())
                    .build())
            .endStatus()
            .build());
  }

  /** Puts a pod into the list for which no machine has room. */
  void putUnscheduled(String name, String deployment) {
    put(pending(name, deployment).build());
  }

  void remove(String name) {
    pods.remove(name);
  }

  /** What was not asked for as it should be. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  private void put(Pod pod) {
    pods.put(pod.getMetadata().getName(), pod);
  }

  private static PodBuilder pending(String name, String deployment) {
    Path file = Path.of("kubernetes", "base", deployment + ".yaml");
    try {
      var template = YAML.readValue(file.toFile(), Deployment.class).getSpec().getTemplate();
      return new PodBuilder()
          .withNewMetadata()
          .withName(name)
          .withNamespace(NAMESPACE)
          .withLabels(template.getMetadata().getLabels())
          .endMetadata()
          .withSpec(template.getSpec())
          .withNewStatus()
          .withPhase("Pending")
          .endStatus();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = String.valueOf(exchange.getRequestURI().getQuery()); // decoded
      if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        refuse(exchange, 401, "Unauthorized");
      } else if (!exchange.getRequestMethod().equals("GET")
          || !exchange.getRequestURI().getPath().equals(PODS)) {
        refuse(exchange, 404, "NotFound");
      } else if (!query.matches("labelSelector=[^=&]+=[^=&]+")) {
        refuse(exchange, 400, "BadRequest");
      } else {
        String[] label = query.substring("labelSelector=".length()).split("=", 2);
        List<Pod> selected =
            pods.values().stream()
                .filter(pod -> label[1].equals(pod.getMetadata().getLabels().get(label[0])))
                .toList();
        send(exchange, 200, new PodListBuilder().withItems(selected).build());
      }
    }
  }

  private void refuse(HttpExchange exchange, int code, String reason) throws IOException {
    refused.add(reason + ": " + exchange.getRequestMethod() + " " + exchange.getRequestURI());
    send(
        exchange,
        code,
        new StatusBuilder().withStatus("Failure").withReason(reason).withCode(code).build());
  }

  private static void send(HttpExchange exchange, int code, Object content) throws IOException {
    byte[] body = JSON.writeValueAsBytes(content);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
