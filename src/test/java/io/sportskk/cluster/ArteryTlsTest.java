package io.sportskk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.testing.Authority;
import io.sportskk.testing.ClusterMembers;
import io.sportskk.testing.LocalCluster;
import io.sportskk.testing.LocalNode;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestTokens;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that talk by TLS, with the settings of the deployed configuration and certificates such as
 * cert-manager makes them. Only how often they are read again is the test's own.
 */
class ArteryTlsTest {

  private static final String SUBJECT = "sportskk"; // as in components/artery-tls

  @TempDir private Path files;

  @Test
  void onlyWhoseCertificateIsOfTheAuthorityIsLetInAndCertificatesMayChange() {
    Authority ours = Authority.in(files, "ours");
    Authority another = Authority.in(files, "another");
    try (TestDatabases databases = TestDatabases.create();
        LocalCluster cluster = LocalCluster.on("artery-tls", databases.config())) {
      LocalNode door = start(cluster, "door", "gateway", ours);
      LocalNode rest = start(cluster, "rest", "ticket,payment,tally,view", ours);
      cluster.awaitReady();
      ClusterMembers.awaitOneClusterOf(door, rest);
      open(door);
      awaitBought(door, "first");

      aNodeWithAnotherAuthoritysCertificateIsKeptOut(cluster, another, door, rest);

      // All are replaced by those of a new authority: who had not read them again would not let a
      // node in that has nothing else.
      Authority next = Authority.in(files, "next");
      issue(next, "door");
      issue(next, "rest");
      rest.terminate();
      cluster.restart(rest).awaitReady();
      ClusterMembers.awaitOneClusterOf(door, rest);
      door.awaitReady();
      awaitBought(door, "second");
    }
  }

  private void aNodeWithAnotherAuthoritysCertificateIsKeptOut(
      LocalCluster cluster, Authority another, LocalNode door, LocalNode rest) {
    LocalNode stranger = start(cluster, "stranger", "ticket", another);
    stranger.awaitEnded();
    assertThat(stranger.printed())
        .contains("has not become a member of the cluster within")
        .contains("SSLHandshakeException: PKIX path");
    ClusterMembers.awaitOneClusterOf(door, rest);
  }

  private LocalNode start(LocalCluster cluster, String name, String roles, Authority authority) {
    issue(authority, name);
    return cluster.start(
        name,
        roles,
        """
        akka.remote.artery {
          transport = tls-tcp
          ssl.ssl-engine-provider = akka.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider
          ssl.rotating-keys-engine.secret-mount-point = "%s"
          ssl.rotating-keys-engine.ssl-context-cache-ttl = 1 s
        }
        sportskk.cluster.join-within = %s
        """
            .formatted(certificates(name), name.equals("stranger") ? "15 s" : "2 m"));
  }

  private void issue(Authority authority, String node) {
    authority.issueInto(certificates(node), SUBJECT);
  }

  private Path certificates(String node) {
    return files.resolve("of-" + node);
  }

  private static void open(LocalNode door) {
    HttpResponse<String> opened =
        door.client()
            .withToken(TestTokens.of("admin-1", "admin"))
            .post(
                "/admin/matches",
                """
                {"matchId": "kt-lg", "name": "KT Wiz - LG Twins", "closesAt": "%s",
                 "teams": [{"code": "KT", "name": "KT Wiz"}, {"code": "LG", "name": "LG Twins"}]}
                """
                    .formatted(Instant.now().plusSeconds(3600)));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
  }

  /**
   * A node that has just started may be slow: then the ticket is paid a little later, and a
   * repetition is told so.
   */
  private static void awaitBought(LocalNode door, String key) {
    Awaitility.await().until(() -> buy(door, key), status -> status == 201);
  }

  /** The door has nothing but the door: each step of a purchase goes to the other node. */
  private static int buy(LocalNode door, String key) {
    return door.client()
        .withToken(TestTokens.of("buyer-1", "buyer"))
        .withHeader("Idempotency-Key", key)
        .post("/tickets", "{\"matchId\": \"kt-lg\", \"team\": \"KT\", \"stake\": 1000}")
        .statusCode();
  }
}
