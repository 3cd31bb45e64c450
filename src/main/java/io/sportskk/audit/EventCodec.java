package io.sportskk.audit;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/**
 * Reads stored events as the nodes do, with Akka's serialization and whatever migrations and
 * compression are configured, but without being a node: its actor system is local and idle.
 */
final class EventCodec implements AutoCloseable {

  private final ActorSystem<Void> system;
  private final Serialization serialization;

  EventCodec() {
    Config config =
        ConfigFactory.parseString(
                """
                akka {
                  actor.provider = local
                  stdout-loglevel = OFF
                  log-dead-letters = off
                  coordinated-shutdown.run-by-jvm-shutdown-hook = off
                  java-flight-recorder.enabled = off
                }
                """)
            .withFallback(ConfigFactory.parseResources("serialization.conf"))
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    system = ActorSystem.create(Behaviors.empty(), "audit", config);
    serialization = SerializationExtension.get(system);
  }

  /**
   * @throws RuntimeException if it can't be read, with the reason
   */
  Object read(byte[] payload, int serializer, String manifest) {
    return serialization.deserialize(payload, serializer, manifest).get();
  }

  @Override
  public void close() {
    system.terminate();
  }
}
