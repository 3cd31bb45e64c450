package io.sportskk.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.cluster.typed.Cluster;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sportskk.kernel.NodeQuery;
import io.sportskk.node.management.NodeHealth;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Tells the whole cluster how this node is: what {@code /ready} and the metrics say of it. */
final class NodeStatus {

  private final String address;
  private final NodeHealth health;
  private final MeterRegistry metrics;

  private NodeStatus(ActorSystem<?> system, MeterRegistry metrics) {
    this.address = Cluster.get(system).selfMember().address().toString();
    this.health = NodeHealth.get(system);
    this.metrics = metrics;
  }

  static void start(ActorSystem<?> system, MeterRegistry metrics) {
    ActorRef<NodeQuery> actor =
        system.systemActorOf(
            new NodeStatus(system, metrics).behavior(), "node-status", Props.empty());
    system.receptionist().tell(Receptionist.register(NodeQuery.SERVICE, actor));
  }

  private Behavior<NodeQuery> behavior() {
    return Behaviors.receive(NodeQuery.class)
        .onMessage(
            NodeQuery.GetReport.class,
            query -> {
              CompletionStage<Void> unused =
                  health
                      .whyNotReady()
                      .thenAccept(why -> query.replyTo().tell(report(why.orElse(null))));
              return Behaviors.same();
            })
        .build();
  }

  private NodeQuery.Report report(String notReady) {
    Map<String, Double> lags = new TreeMap<>();
    for (Gauge lag : metrics.find("sportskk.projection.lag").gauges()) {
      if (!Double.isNaN(lag.value())) { // it has not been measured yet
        lags.put(lag.getId().getTag("projection"), lag.value());
      }
    }
    return new NodeQuery.Report(address, notReady, lags);
  }
}
