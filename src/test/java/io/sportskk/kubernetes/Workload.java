package io.sportskk.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a Deployment and a StatefulSet have in common: pods of one container. */
record Workload(
    String name,
    Map<String, String> selector,
    Map<String, String> labels,
    PodSpec pod,
    List<PersistentVolumeClaim> claims) {

  static List<Workload> of(Manifests manifests) {
    List<Workload> workloads = new ArrayList<>(nodes(manifests));
    for (StatefulSet it : manifests.all(StatefulSet.class)) {
      workloads.add(
          new Workload(
              it.getMetadata().getName(),
              it.getSpec().getSelector().getMatchLabels(),
              it.getSpec().getTemplate().getMetadata().getLabels(),
              it.getSpec().getTemplate().getSpec(),
              it.getSpec().getVolumeClaimTemplates()));
    }
    return workloads;
  }

  /** The Deployments: all of them run nodes. */
  static List<Workload> nodes(Manifests manifests) {
    return manifests.all(Deployment.class).stream()
        .map(
            it ->
                new Workload(
                    it.getMetadata().getName(),
                    it.getSpec().getSelector().getMatchLabels(),
                    it.getSpec().getTemplate().getMetadata().getLabels(),
                    it.getSpec().getTemplate().getSpec(),
                    List.of()))
        .toList();
  }

  static List<Workload> selected(Manifests manifests, LabelSelector selector) {
    Map<String, String> labels = selector.getMatchLabels();
    return selected(manifests, labels == null ? Map.of() : labels).stream()
        .filter(it -> selector.getMatchExpressions().stream().allMatch(it::fulfils))
        .toList();
  }

  static List<Workload> selected(Manifests manifests, Map<String, String> labels) {
    return of(manifests).stream()
        .filter(it -> it.labels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  private boolean fulfils(LabelSelectorRequirement expression) {
    if (!expression.getOperator().equals("In")) {
      throw new IllegalArgumentException("not known here: " + expression.getOperator());
    }
    return expression.getValues().contains(labels.get(expression.getKey()));
  }

  Container container() {
    if (pod.getContainers().size() != 1 || !pod.getInitContainers().isEmpty()) {
      throw new IllegalArgumentException(name + " has more than one container");
    }
    return pod.getContainers().get(0);
  }

  List<String> portNames() {
    return container().getPorts().stream().map(ContainerPort::getName).toList();
  }

  List<Integer> ports() {
    return container().getPorts().stream().map(ContainerPort::getContainerPort).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
