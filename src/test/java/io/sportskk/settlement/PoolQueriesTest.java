package io.sportskk.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.sportskk.kernel.Bulkhead;
import io.sportskk.kernel.JdbcCalls;
import io.sportskk.node.database.Migrations;
import io.sportskk.settlement.PoolQuery.Proof;
import io.sportskk.tally.SealedTally;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proofs are checked with the standards' own words, which share nothing with what makes them. */
class PoolQueriesTest {

  private static final SealedTally TALLY = new SealedTally(Duration.ofSeconds(10));

  private static TestDatabases databases;
  private static TestCluster cluster;
  private static ActorRef<PoolQuery> pools;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    cluster = TestCluster.start(databases);
    JdbcCalls calls =
        new JdbcCalls(
            Bulkhead.TALLY.of(cluster.system()), databases.tally(), Duration.ofSeconds(20));
    pools = cluster.testKit().spawn(PoolQueries.create(calls, TALLY));
  }

  @AfterAll
  static void stop() {
    cluster.close();
    databases.close();
  }

  private final String matchId = "m" + UUID.randomUUID();

  private String id(int number) {
    return "%s-%06d".formatted(matchId, number);
  }

  private static long stake(int number) {
    return 100L * (1 + number % 7);
  }

  private String leaf(int number) {
    return id(number) + " KT " + stake(number);
  }

  /** Tickets of even numbers: others are not in the pool. */
  private void count(int tickets) {
    SettlementFixture.execute(
        databases.tally(),
        """
        INSERT INTO tally_entry (ticket_id, match_id, team, stake, status, buyer_id)
        SELECT ? || '-' || lpad((2 * i)::text, 6, '0'), ?, 'KT', 100 * (1 + (2 * i) % 7),
          'COUNTED', 'buyer'
        FROM generate_series(0, ? - 1) AS i""",
        matchId,
        matchId,
        tickets);
  }

  private List<byte[]> leaves(int tickets) {
    return IntStream.range(0, tickets)
        .mapToObj(i -> hash(0, leaf(2 * i).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private PoolQuery.Reply ask(Function<ActorRef<PoolQuery.Reply>, PoolQuery> question) {
    TestProbe<PoolQuery.Reply> reply = cluster.testKit().createTestProbe();
    pools.tell(question.apply(reply.ref()));
    return reply.receiveMessage();
  }

  private PoolQuery.Reply prove(String root, String ticketId) {
    return ask(replyTo -> new PoolQuery.ProveTicket(matchId, root, ticketId, replyTo));
  }

  private Optional<PoolTree> kept() throws SQLException {
    try (Connection tally = databases.tally().getConnection()) {
      return new PoolTreeRepository(Duration.ofSeconds(10)).find(tally, matchId);
    }
  }

  private static byte[] hash(int prefix, byte[]... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((byte) prefix);
      List.of(parts).forEach(sha256::update);
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** MTH of RFC 6962, section 2.1: leaves are split at the largest power of two. */
  private static byte[] root(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    int k = Integer.highestOneBit(leaves.size() - 1);
    return hash(1, root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  /** RFC 9162, section 2.1.3.2, step by step. */
  private static boolean isInTree(String leaf, long index, long size, Proof proof, String root) {
    if (index >= size) {
      return false;
    }
    long fn = index;
    long sn = size - 1;
    byte[] r = hash(0, leaf.getBytes(StandardCharsets.UTF_8));
    for (String hex : proof.path()) {
      byte[] p = HexFormat.of().parseHex(hex);
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        r = hash(1, p, r);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>= 1;
          sn >>= 1;
        }
      } else {
        r = hash(1, r, p);
      }
      fn >>= 1;
      sn >>= 1;
    }
    return sn == 0 && Arrays.equals(r, HexFormat.of().parseHex(root));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1023, 1024, 1025, 2048, 3000})
  void aTicketIsProvenToBeInThePool(int tickets) throws SQLException {
    count(tickets);
    String root = hex(root(leaves(tickets)));
    for (int index : List.of(0, tickets / 2, Math.max(0, tickets - 2), tickets - 1)) {
      Proof proof = (Proof) prove(root, id(2 * index));
      assertThat(proof.index()).isEqualTo(index);
      assertThat(proof.stake().won()).isEqualTo(stake(2 * index));
      assertThat(isInTree(leaf(2 * index), index, tickets, proof, root)).isTrue();
      assertThat(isInTree(leaf(2 * index) + "00", index, tickets, proof, root)).isFalse();
    }
    assertThat(prove(root, id(2 * tickets - 1))).isEqualTo(new PoolQuery.NotInPool());
    assertThat(prove(root, id(1))).isEqualTo(new PoolQuery.NotInPool());
    assertThat(prove(root, matchId)).isEqualTo(new PoolQuery.NotInPool()); // before the first
    assertThat(kept().orElseThrow().hashes()).hasSize((tickets + 1023) / 1024);
  }

  @Test
  void aTreeThatWasKeptOfOtherTicketsIsMadeAnew() throws SQLException {
    count(5);
    String root = hex(root(leaves(5)));
    try (Connection tally = databases.tally().getConnection()) {
      new PoolTreeRepository(Duration.ofSeconds(10))
          .store(tally, matchId, new PoolTree(List.of(id(2)), List.of(root.replace('0', '1'))));
    }
    assertThat(prove(root, id(8))).isInstanceOf(Proof.class);
    assertThat(kept().orElseThrow()).isEqualTo(new PoolTree(List.of(id(8)), List.of(root)));
  }

  @Test
  void nothingIsProvenFromTicketsOfAnotherRoot() {
    count(1030);
    String root = hex(root(leaves(1030)));
    assertThat(prove(root, id(0))).isInstanceOf(Proof.class);
    // The tree was kept before somebody changed a ticket; of the others it still proves.
    SettlementFixture.execute(
        databases.tally(), "UPDATE tally_entry SET stake = 900 WHERE ticket_id = ?", id(2 * 1028));
    assertThat(prove(root, id(2 * 1029))).isEqualTo(new PoolQuery.OtherTickets());
    assertThat(prove(root, id(0))).isInstanceOf(Proof.class);

    SettlementFixture.execute(
        databases.tally(), "DELETE FROM pool_tree WHERE pool_match = ?", matchId);
    assertThat(prove(root, id(0))).isEqualTo(new PoolQuery.OtherTickets());
  }

  @Test
  void ticketsAreListedInTheOrderOfTheirIds() {
    count(2_500);
    List<String> found = new ArrayList<>();
    String after = "";
    int pages = 0;
    while (after != null) {
      String from = after;
      PoolQuery.Page page =
          (PoolQuery.Page)
              ask(replyTo -> new PoolQuery.ListTickets(matchId, PoolQuery.MOST, from, replyTo));
      page.items().forEach(ticket -> found.add(ticket.ticketId()));
      after = page.next();
      pages++;
    }
    assertThat(found).isEqualTo(IntStream.range(0, 2_500).mapToObj(i -> id(2 * i)).toList());
    assertThat(pages).isGreaterThan(2);
    assertThat(ask(replyTo -> new PoolQuery.ListTickets("none", 10, "", replyTo)))
        .isEqualTo(new PoolQuery.Page(List.of(), null));
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsSaid() {
    databases.stop(Migrations.Part.TALLY);
    try {
      assertThat(prove("00", id(0))).isInstanceOf(PoolQuery.Unavailable.class);
    } finally {
      databases.start(Migrations.Part.TALLY);
    }
  }
}
