package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.sportskk.testing.ApiClient;
import io.sportskk.testing.LocalCluster;
import io.sportskk.testing.LocalNode;
import io.sportskk.testing.TestTokens;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A cluster that sells tickets of one match while it is put to the test. */
final class Market implements AutoCloseable {

  static final String MATCH = "kt-lg";

  private final LocalCluster cluster;

  Market(String name, Config databases) {
    cluster = LocalCluster.on(name, databases);
  }

  LocalCluster cluster() {
    return cluster;
  }

  LocalNode start(String name, String roles) {
    return cluster.start(name, roles);
  }

  /** Waits until all nodes are ready, and opens the match. */
  void open(LocalNode gateway) {
    cluster.awaitReady();
    HttpResponse<String> opened =
        admin(gateway)
            .post(
                "/admin/matches",
                """
                {"matchId": "%s", "name": "KT Wiz - LG Twins", "closesAt": "%s",
                 "teams": [{"code": "KT", "name": "KT Wiz"}, {"code": "LG", "name": "LG Twins"}]}
                """
                    .formatted(MATCH, Instant.now().plus(Duration.ofHours(3))));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
  }

  static ApiClient admin(LocalNode gateway) {
    return gateway.client().withToken(TestTokens.of("admin-1", "admin"));
  }

  /** Buyers at a hundred purchases a second; they have all nodes warmed up when this returns. */
  static Shoppers shoppers(LocalNode... gateways) {
    Shoppers shoppers = new Shoppers(List.of(gateways), MATCH, 100);
    shoppers.goOn(Duration.ofSeconds(5));
    return shoppers;
  }

  Stream<LocalNode> nodes() {
    return cluster.nodes().stream();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
