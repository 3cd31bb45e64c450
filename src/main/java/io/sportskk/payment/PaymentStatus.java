package io.sportskk.payment;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;

/** Tells the whole cluster how payment stands on this node. */
final class PaymentStatus {

  private PaymentStatus() {}

  static Behavior<PaymentQuery> create(InstrumentedCircuitBreaker breaker) {
    return Behaviors.setup(
        ctx -> {
          ctx.getSystem()
              .receptionist()
              .tell(Receptionist.register(PaymentQuery.SERVICE, ctx.getSelf()));
          return Behaviors.receive(PaymentQuery.class)
              .onMessage(
                  PaymentQuery.GetBreaker.class,
                  query -> {
                    query.replyTo().tell(breaker.status());
                    return Behaviors.same();
                  })
              .build();
        });
  }
}
