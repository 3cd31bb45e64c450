package io.sportskk.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.cluster.ConfigValidation;
import akka.cluster.Invalid;
import akka.cluster.Valid$;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sportskk.node.startup.StartFailure;
import io.sportskk.testing.TestDatabases;
import io.sportskk.testing.TestNode;
import org.junit.jupiter.api.Test;

class SameLeaseTest {

  @Test
  void oneLeaseIsTheOtherHoweverItIsWritten() {
    assertThat(check("3 s", "3000 ms")).isEqualTo(Valid$.MODULE$);
    assertThat(check("3 s", "3001 ms")).isInstanceOf(Invalid.class);
  }

  @Test
  void aNodeOfAReleaseWithoutLeasesIsJoinedAndJoins() {
    Config none = ConfigFactory.empty();
    Config some = lease("3 s");
    assertThat(new SameLease().check(none, some)).isEqualTo(Valid$.MODULE$);
    assertThat(new SameLease().check(some, none)).isEqualTo(Valid$.MODULE$);
  }

  @Test
  void aNodeWithAnotherLeaseDoesNotJoin() {
    try (TestDatabases databases = TestDatabases.create();
        TestNode one = TestNode.on(databases).start()) {
      TestNode.Builder other =
          TestNode.on(databases)
              .with("sportskk.match.terms.lease = 4 s, sportskk.cluster.join-within = 10 s")
              .joining(one);
      assertThatThrownBy(other::start).isInstanceOf(StartFailure.class);
      try (TestNode same = TestNode.on(databases).joining(one).start()) {
        assertThat(same.management("/ready").statusCode()).isEqualTo(200);
      }
    }
  }

  private static ConfigValidation check(String lease, String ofOthers) {
    return new SameLease().check(lease(lease), lease(ofOthers));
  }

  private static Config lease(String lease) {
    return ConfigFactory.parseString(SameLease.KEY + " = " + lease);
  }
}
