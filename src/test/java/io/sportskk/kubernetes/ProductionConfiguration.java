package io.sportskk.kubernetes;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The configuration that a pod's node has, in the environment that its Deployment gives it. */
final class ProductionConfiguration {

  /** What the kubelet fills in. */
  static final String POD_IP = "127.0.0.1";

  private ProductionConfiguration() {}

  /** The configuration's text, as it is in the ConfigMap. */
  static String text(Manifests manifests) {
    return manifests
        .the(ConfigMap.class, "sportskk-configuration")
        .getData()
        .get(Manifests.CONFIGURATION);
  }

  /** Over the defaults that are shipped, and resolved. */
  static Config of(Manifests manifests, String deployment) {
    Map<String, String> environment =
        environment(manifests, manifests.the(Deployment.class, deployment));
    return ConfigFactory.parseString(text(manifests))
        .withFallback(ConfigFactory.parseResources("application.conf"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .withFallback(ConfigFactory.parseMap(environment))
        .resolve();
  }

  /** What the container of a Deployment has in its environment, from wherever it is taken. */
  static Map<String, String> environment(Manifests manifests, Deployment deployment) {
    Map<String, String> environment = new TreeMap<>();
    var container = deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
    container
        .getEnvFrom()
        .forEach(
            it ->
                environment.putAll(
                    manifests.the(ConfigMap.class, it.getConfigMapRef().getName()).getData()));
    for (EnvVar variable : container.getEnv()) {
      environment.put(variable.getName(), value(manifests, variable));
    }
    return environment;
  }

  private static String value(Manifests manifests, EnvVar variable) {
    if (variable.getValueFrom() == null) {
      return variable.getValue();
    }
    if (variable.getValueFrom().getFieldRef() != null) {
      if (!variable.getValueFrom().getFieldRef().getFieldPath().equals("status.podIP")) {
        throw new IllegalArgumentException(variable.toString());
      }
      return POD_IP;
    }
    var reference = variable.getValueFrom().getSecretKeyRef();
    String encoded =
        manifests.the(Secret.class, reference.getName()).getData().get(reference.getKey());
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }
}
