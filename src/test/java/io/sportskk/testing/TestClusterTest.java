package io.sportskk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import org.junit.jupiter.api.Test;

class TestClusterTest {

  @Test
  void aClusterOfOneComesUpOnFreshDatabases() {
    try (TestDatabases databases = TestDatabases.create();
        TestCluster cluster = TestCluster.start(databases)) {
      assertThat(Cluster.get(cluster.system()).selfMember().status()).isEqualTo(MemberStatus.up());
    }
  }
}
