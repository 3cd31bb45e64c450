package io.sportskk.payment;

import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.ServiceKey;
import io.sportskk.kernel.CborSerializable;

/** What can be asked about payment on one node. */
public sealed interface PaymentQuery extends CborSerializable {

  /** Every node that makes payments offers this service. */
  ServiceKey<PaymentQuery> SERVICE = ServiceKey.create(PaymentQuery.class, "payment-status");

  record GetBreaker(ActorRef<BreakerStatus> replyTo) implements PaymentQuery {}
}
