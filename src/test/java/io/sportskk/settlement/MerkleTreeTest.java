package io.sportskk.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import io.sportskk.tally.SealedTally.Ticket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

  /** Leaves and roots that implementations of Certificate Transparency are tested with. */
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void rootsAreThoseOfTheStandard() {
    MerkleTree tree = new MerkleTree();
    assertThat(tree.root())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (int i = 0; i < LEAVES.size(); i++) {
      tree.add(HexFormat.of().parseHex(LEAVES.get(i)));
      assertThat(tree.root()).isEqualTo(ROOTS.get(i));
      assertThat(tree.leaves()).isEqualTo(i + 1);
    }
  }

  /** What is kept to make proofs from. */
  @Test
  void partsOf1024TicketsMakeTheSameRoot() {
    for (int tickets : new int[] {0, 1, 1023, 1024, 1025, 2048, 5000}) {
      MerkleTree tree = new MerkleTree();
      IntStream.range(0, tickets)
          .forEach(i -> tree.add(("leaf " + i).getBytes(StandardCharsets.UTF_8)));
      assertThat(tree.parts()).hasSize((tickets + 1023) / 1024);
      assertThat(new MerkleLevel(tree.parts()).root()).isEqualTo(tree.root());
    }
  }

  @Test
  void aTicketIsHashedWithItsTeamAndStake() throws NoSuchAlgorithmException {
    MerkleTree tree = new MerkleTree();
    tree.add(new Ticket("t-1", "buyer-1", "KT", Money.won(1000), null));
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest("\0t-1 KT 1000".getBytes(StandardCharsets.UTF_8));
    assertThat(tree.root()).isEqualTo(HexFormat.of().formatHex(hash));
  }

  @Test
  void anyChangeOfATicketChangesTheRoot() {
    String root = root(1000, "KT", 100);
    assertThat(root(1000, "KT", 200)).isNotEqualTo(root);
    assertThat(root(1000, "LG", 100)).isNotEqualTo(root);
    assertThat(root(1001, "KT", 100)).isNotEqualTo(root);
    assertThat(root(1000, "KT", 100)).isEqualTo(root);
  }

  /** Of many tickets, the last of which is as given. */
  private static String root(int tickets, String lastTeam, long lastStake) {
    MerkleTree tree = new MerkleTree();
    IntStream.range(1, tickets)
        .forEach(i -> tree.add(new Ticket("t-" + i, null, "KT", Money.won(100), null)));
    tree.add(new Ticket("t-last", null, lastTeam, Money.won(lastStake), null));
    return tree.root();
  }
}
