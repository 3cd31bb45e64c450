package io.sportskk.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.sportskk.node.embedded.EmbeddedDatabase;
import io.sportskk.node.startup.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What follows from a node's settings, in the words of the libraries. */
final class DecidedSettings {

  private DecidedSettings() {}

  static Config of(NodeSettings settings, Optional<EmbeddedDatabase> embedded) {
    Config database =
        embedded
            .map(it -> it.decided(settings.tokenSecretMissing()))
            .orElseGet(ConfigFactory::empty);
    return database
        .withValue(
            "akka.cluster.roles",
            ConfigValueFactory.fromIterable(Role.inCluster(settings.roles()), "the roles"))
        .withValue(
            "akka.cluster.sharding.healthcheck.names",
            ConfigValueFactory.fromIterable(regions(settings), "the roles"));
  }

  private static List<String> regions(NodeSettings settings) {
    List<String> regions = new ArrayList<>();
    if (settings.has(Role.TICKET)) {
      regions.addAll(List.of("Match", "Ticket"));
    }
    if (settings.has(Role.PAYMENT)) {
      regions.add("Wallet");
    }
    if (settings.has(Role.TALLY)) {
      regions.add("Tally");
    }
    return regions;
  }
}
