package io.sportskk.kernel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.ServiceKey;
import java.util.Map;

/** What can be asked about each node of the cluster. */
public sealed interface NodeQuery extends CborSerializable {

  /** Every node that has started its parts offers this service. */
  ServiceKey<NodeQuery> SERVICE = ServiceKey.create(NodeQuery.class, "node-status");

  record GetReport(ActorRef<Report> replyTo) implements NodeQuery {}

  /**
   * How a node is.
   *
   * @param address of the node, as members of the cluster have it
   * @param notReady why it is not ready, null if it is
   * @param lags how far the projections are behind that this node measures, in seconds, by name
   */
  record Report(String address, String notReady, Map<String, Double> lags)
      implements CborSerializable {}
}
