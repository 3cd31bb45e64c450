package io.sportskk.settlement;

import static io.sportskk.settlement.SettlementFixture.CLOSE;
import static io.sportskk.settlement.SettlementFixture.OPEN;
import static io.sportskk.settlement.SettlementFixture.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import io.sportskk.pool.Unbacked;
import io.sportskk.settlement.Settlement.Phase;
import io.sportskk.tally.Tallies;
import io.sportskk.testing.TestCluster;
import io.sportskk.testing.TestDatabases;
import io.sportskk.ticket.Award;
import io.sportskk.ticket.SettleReply;
import io.sportskk.ticket.Tickets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SettlementEntityTest {

  private static TestDatabases databases;
  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    databases = TestDatabases.create();
    cluster = TestCluster.start(databases);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    databases.close();
  }

  private final SettlementFixture pool = new SettlementFixture(cluster, databases);

  @AfterEach
  void stopPool() {
    pool.stop();
  }

  /** A match whose sales have stopped, with ten tickets: 3 on HOME, 3 on DRAW, 4 on AWAY. */
  private void tenTickets() {
    pool.stopped();
    countTen();
  }

  private void countTen() {
    List<String> teams = List.of("HOME", "DRAW", "AWAY");
    IntStream.range(0, 10)
        .forEach(i -> pool.count("t-" + i, teams.get(i == 9 ? 2 : i % 3), 1000L * (i + 1)));
  }

  private String fact(String ticketId) {
    return pool.matchId + ticketId;
  }

  @Test
  void theWorkedExampleIsPaidToTheWon() {
    pool.stopped();
    pool.count("home", "HOME", 6_120_300);
    pool.count("draw", "DRAW", 1_534_100);
    pool.count("away", "AWAY", 2_345_600);
    pool.won("AWAY", "DRAW");
    pool.start();

    Settlement settlement = pool.awaitPhase(Phase.COMPLETED);
    PoolResult result = settlement.fixed().result();
    assertThat(result.payouts()).isEqualTo(Money.won(7_055_720));
    assertThat(result.breakage()).isEqualTo(Money.won(144_280));
    assertThat(pool.neighbours.settled)
        .isEqualTo(
            Map.of(
                "home", Award.lost(),
                "draw", Award.won(20, Money.won(3_068_200), Money.ZERO),
                "away", Award.won(17, Money.won(3_987_520), Money.ZERO)));
    assertThat(settlement.sums())
        .isEqualTo(
            new Sums(
                2,
                1,
                0,
                Money.won(10_000_000),
                Money.won(7_055_720),
                Money.ZERO,
                Money.ZERO,
                Money.ZERO));
    assertThat(settlement.fixed().tickets()).isEqualTo(3);
    Awaitility.await().until(() -> pool.neighbours.told.contains(1));
  }

  @Test
  void whoIsPaidIsSettledFirst() {
    tenTickets();
    pool.won("DRAW");
    pool.start();
    pool.awaitPhase(Phase.COMPLETED);
    assertThat(pool.neighbours.order).hasSize(10);
    assertThat(pool.neighbours.order.subList(0, 3)).containsExactlyInAnyOrder("t-1", "t-4", "t-7");
  }

  /** By pages of three: what is between those that are paid makes no page smaller. */
  @Test
  void eachPageIsFullAndNoneIsSettledTwice() {
    tenTickets();
    pool.won("DRAW");
    pool.start();
    pool.awaitPhase(Phase.COMPLETED);

    assertThat(pool.neighbours.order).doesNotHaveDuplicates().hasSize(10);
    assertThat(pool.settledByPage()).containsExactly(3L, 3L, 3L, 1L);
  }

  @Test
  void totalsAreSealedWhenSalesHaveStoppedAndNothingIsPaidBeforeTheOutcomeIsOfficial() {
    pool.open();
    pool.count("t-1", "HOME", 1000);
    pool.start();
    assertThat(pool.awaitPhase(Phase.COUNTING).fixed()).isNull();
    assertThat(pool.neighbours.seals).isEmpty();

    pool.stopped();
    pool.wake();
    pool.awaitPhase(Phase.SEALED);
    assertThat(pool.neighbours.seals).containsExactly(pool.matchId);
    pool.wake();
    assertThat(pool.shown().phase()).isEqualTo(Phase.SEALED);
    assertThat(pool.neighbours.settled).isEmpty();

    pool.won("HOME");
    pool.wake();
    pool.awaitPhase(Phase.COMPLETED);
  }

  @Test
  void aTicketThatHasNotComeToItsEndIsWaitedFor() {
    tenTickets();
    unfinished("slow");
    pool.start();
    pool.await(it -> "1 tickets have not come to their end".equals(it.waitsFor()));
    assertThat(pool.neighbours.seals).isEmpty();

    SettlementFixture.execute(
        databases.journal(), "DELETE FROM unfinished_ticket WHERE ticket_id = ?", fact("slow"));
    pool.awaitPhase(Phase.SEALED);
  }

  @Test
  void listAndTallyMustHaveHeardOfEverything() {
    tenTickets();
    pool.storeEvent(fact("sold"));
    pool.start();
    pool.await(it -> "the list of unfinished tickets is behind".equals(it.waitsFor()));
    pool.handled(databases.journal(), Tickets.PROJECTION);
    pool.await(it -> "the tally is behind".equals(it.waitsFor()));
    assertThat(pool.neighbours.seals).isEmpty();
    pool.handled(databases.tally(), Tallies.PROJECTION);
    pool.awaitPhase(Phase.SEALED);
  }

  /** It is looked at once more before dividends are fixed. */
  @Test
  void aTicketThatIsBeingCancelledWhenTotalsAreSealedIsWaitedForBeforeAnythingIsFixed() {
    tenTickets();
    pool.start();
    pool.awaitPhase(Phase.SEALED);
    unfinished("late-cancellation");
    pool.won("HOME");
    pool.wake();
    pool.await(it -> "1 tickets have not come to their end".equals(it.waitsFor()));
    assertThat(pool.shown().fixed()).isNull();
    SettlementFixture.execute(databases.journal(), "TRUNCATE unfinished_ticket");
    pool.awaitPhase(Phase.COMPLETED);
  }

  private void unfinished(String ticketId) {
    SettlementFixture.execute(
        databases.journal(),
        """
        INSERT INTO unfinished_ticket (ticket_id, since, wake_at, match_id)
        VALUES (?, now(), now(), ?)""",
        fact(ticketId),
        pool.matchId);
  }

  /** Its seal and its entries are gone, and it counts again. */
  @Test
  void aTallyThatIsMadeAnewWhileTicketsArePaidIsWaitedFor() {
    tenTickets();
    pool.neighbours.unwilling.put("t-9", new SettleReply.NotYet("t-9", "its node is lost"));
    pool.won("AWAY");
    pool.start();
    pool.await(it -> it.left() == 1 && it.sums().tickets() == 9);
    pool.execute("TRUNCATE tally_entry, tally, tally_seal");
    pool.await(it -> it.waitsFor() != null && it.waitsFor().contains("not as they were fixed"));
    countTen();
    pool.neighbours.unwilling.clear();
    Settlement settlement = pool.awaitPhase(Phase.COMPLETED);
    assertThat(settlement.sums().tickets()).isEqualTo(10);
    assertThat(pool.neighbours.order).hasSize(10);
  }

  /** Row {@code C6}: also when everybody else is paid. */
  @Test
  void aTicketThatComesLateAfterTheEndIsRefunded() {
    tenTickets();
    pool.won("HOME");
    pool.start();
    pool.awaitPhase(Phase.COMPLETED);
    pool.count("straggler", "HOME", 700);
    pool.execute("UPDATE tally_entry SET status = 'LATE' WHERE ticket_id = 'straggler'");
    pool.wake();
    Awaitility.await().until(() -> pool.neighbours.settled.containsKey("straggler"));
    assertThat(pool.neighbours.settled.get("straggler"))
        .isEqualTo(Award.refund(Award.Kind.LATE, Money.won(700)));
  }

  @Test
  void itEndsOnceTheLedgerHasNothingInThePool() {
    tenTickets();
    pool.neighbours.leftInPool = Money.won(100);
    pool.won("HOME");
    pool.start();
    pool.await(it -> "the ledger still has 100 KRW in the pool".equals(it.waitsFor()));
    pool.neighbours.leftInPool = Money.ZERO;
    pool.awaitPhase(Phase.COMPLETED);
  }

  @Test
  void whatPaymentRefusesForGoodIsSomethingToLookAt() {
    tenTickets();
    pool.neighbours.unwilling.put("t-0", new SettleReply.Refused("t-0", "WALLET_FULL"));
    pool.won("HOME");
    pool.start();
    assertThat(pool.await(Settlement::barred).waitsFor()).contains("WALLET_FULL");
  }

  /** Row {@code C6}: they are out of the pool before anything is computed. */
  @Test
  void lateTicketsAreRefundedBeforeDividendsAreFixed() {
    pool.stopped();
    pool.count("in-time", "HOME", 1000);
    pool.count("other", "AWAY", 3000);
    pool.count("after-the-start", "HOME", 5000, CLOSE.minusSeconds(30));
    pool.verdict(Set.of("HOME"), CLOSE.minusSeconds(60));
    pool.start();
    pool.await(it -> "1 late tickets are given their stakes back".equals(it.waitsFor()));
    assertThat(pool.neighbours.settled)
        .isEqualTo(Map.of("after-the-start", Award.refund(Award.Kind.LATE, Money.won(5000))));

    takenOut("after-the-start", 5000);
    Settlement settlement = pool.awaitPhase(Phase.COMPLETED);
    assertThat(settlement.fixed().result().gross()).isEqualTo(Money.won(4000));
    assertThat(pool.neighbours.settled.get("in-time"))
        .isEqualTo(Award.won(28, Money.won(2800), Money.ZERO));
  }

  @Test
  void ticketsThatCameWhenTotalsWereSealedAreRefunded() {
    pool.stopped();
    pool.count("in-time", "HOME", 1000);
    pool.start();
    pool.awaitPhase(Phase.SEALED);
    pool.count("straggler", "HOME", 5000);
    pool.execute("UPDATE tally_entry SET status = 'LATE' WHERE ticket_id = 'straggler'");
    pool.won("HOME");
    pool.wake();
    Awaitility.await().until(() -> pool.neighbours.settled.containsKey("straggler"));
    assertThat(pool.neighbours.settled.get("straggler").kind()).isEqualTo(Award.Kind.LATE);
    takenOut("straggler", 5000);
    assertThat(pool.awaitPhase(Phase.COMPLETED).fixed().tickets()).isEqualTo(1);
  }

  /** The tally hears that a late ticket is refunded, and so does the ledger. */
  private void takenOut(String ticketId, long stake) {
    pool.execute("UPDATE tally_entry SET status = 'TAKEN_OUT' WHERE ticket_id = ?", ticketId);
    pool.execute(
        "UPDATE tally SET stake = stake - ?, tickets = tickets - 1 WHERE match_id = ? AND team = 'HOME'",
        stake,
        pool.matchId);
    pool.neighbours.ledger = pool.neighbours.ledger.minus(Money.won(stake));
  }

  /** Row {@code K5}. */
  @Test
  void aLedgerThatSaysOtherwiseBarsTheSettlement() {
    tenTickets();
    pool.neighbours.ledger = pool.neighbours.ledger.plus(Money.won(100));
    pool.won("HOME");
    pool.start();
    Settlement barred = pool.await(Settlement::barred);
    assertThat(barred.waitsFor()).contains("the ledger has 55100");
    assertThat(pool.neighbours.settled).isEmpty();

    pool.neighbours.ledger = pool.neighbours.ledger.minus(Money.won(100));
    pool.awaitPhase(Phase.COMPLETED);
  }

  /** Row {@code K5}. */
  @Test
  void totalsThatAreNotTheSumOfTheTicketsBarTheSettlement() {
    tenTickets();
    String move = "UPDATE tally SET stake = stake + ? WHERE match_id = ? AND team = ?";
    pool.execute(move, 500L, pool.matchId, "HOME");
    pool.execute(move, -500L, pool.matchId, "AWAY"); // the sum stays the same
    pool.won("HOME");
    pool.start();
    assertThat(pool.await(Settlement::barred).waitsFor()).contains("its tickets add up to");
    assertThat(pool.neighbours.settled).isEmpty();
  }

  @Test
  void ticketsThatCantBeSettledInTheirTurnAreTriedAgainAndHoldUpNobody() {
    tenTickets();
    pool.neighbours.unwilling.put("t-0", new SettleReply.NotYet("t-0", "its wallet is lost"));
    pool.neighbours.unwilling.put("t-1", new SettleReply.NotYet("t-1", "its node is lost"));
    pool.won("HOME");
    pool.start();
    Settlement waiting =
        pool.await(it -> it.waitsFor() != null && it.waitsFor().startsWith("2 tickets"));
    assertThat(waiting.left()).isEqualTo(2);
    assertThat(waiting.barred()).isFalse();
    assertThat(pool.neighbours.settled).hasSize(8);

    pool.neighbours.unwilling.remove("t-1");
    pool.await(it -> it.left() == 1);
    pool.neighbours.unwilling.clear();
    assertThat(pool.awaitPhase(Phase.COMPLETED).sums().tickets()).isEqualTo(10);
  }

  @Test
  void aTicketThatIsNotWhatTheTallyTakesItForBarsTheEnd() {
    tenTickets();
    pool.neighbours.tickets.put("t-0", new ScriptedNeighbours.Ticket("AWAY", Money.won(1000)));
    pool.won("HOME");
    pool.start();
    Settlement barred = pool.await(Settlement::barred);
    assertThat(barred.phase()).isEqualTo(Phase.PAYING);
    assertThat(barred.left()).isEqualTo(1);
    assertThat(pool.neighbours.settled).hasSize(9);
  }

  /** Row {@code V5}. */
  @Test
  void aVoidMatchGivesEveryStakeBack() {
    tenTickets();
    pool.verdict(Set.of(), null);
    pool.start();
    Settlement settlement = pool.awaitPhase(Phase.COMPLETED);
    assertThat(settlement.sums().refunds()).isEqualTo(Money.won(55_000));
    assertThat(pool.neighbours.settled.get("t-4"))
        .isEqualTo(Award.refund(Award.Kind.VOID, Money.won(5000)));
  }

  @Test
  void aPoolThatNobodyHasWonIsCarriedOnceToOneOtherMatch() {
    pool.stopped(rules(Unbacked.CARRY), null);
    pool.count("t-1", "HOME", 10_000);
    pool.won("DRAW");
    pool.start();
    assertThat(pool.awaitPhase(Phase.COMPLETED).fixed().result().carryOut())
        .isEqualTo(Money.won(7200));
    assertThat(pool.neighbours.settled.get("t-1")).isEqualTo(Award.lost());

    assertThat(pool.takeCarry("next")).isEqualTo(new SettlementCommand.Carry(Money.won(7200)));
    assertThat(pool.takeCarry("third")).isEqualTo(new SettlementCommand.Carry(Money.ZERO));
    pool.restart();
    assertThat(pool.takeCarry("next")).isEqualTo(new SettlementCommand.Carry(Money.won(7200)));
  }

  /** {@code K4} {@code K6} */
  @Test
  void whatAnotherMatchLeavesIsWaitedForAndPaid() {
    pool.stopped(rules(Unbacked.REFUND), "the-one-before");
    pool.count("t-1", "HOME", 10_000);
    pool.won("HOME");
    pool.start();
    pool.await(it -> it.waitsFor() != null && it.waitsFor().contains("the-one-before"));
    assertThat(pool.takeCarry("next")).isEqualTo(new SettlementCommand.NotKnownYet());

    pool.neighbours.carry = Optional.of(Money.won(7200));
    PoolResult result = pool.awaitPhase(Phase.COMPLETED).fixed().result();
    assertThat(result.carryIn()).isEqualTo(Money.won(7200));
    assertThat(result.payouts()).isEqualTo(Money.won(14_000));
  }

  /** {@code R4} Also when its node is lost after each ticket. */
  @Test
  void aResultThatIsCorrectedAfterHalfOfThePayoutsPaysTheRestRight() {
    tenTickets();
    pool.neighbours.unwilling.put("t-6", new SettleReply.NotYet("t-6", "its wallet is lost"));
    pool.won("HOME");
    pool.start();
    pool.await(it -> it.left() == 1 && it.sums().tickets() == 9);
    assertThat(pool.neighbours.settled.get("t-0").kind()).isEqualTo(Award.Kind.WON);
    Money paidWrongly = pool.neighbours.paid.get("t-0").plus(pool.neighbours.paid.get("t-3"));

    pool.corrected(2, "DRAW");
    pool.await(it -> it.fixed().round() == 2);
    pool.neighbours.unwilling.clear();
    for (int i = 0; i < 10; i++) {
      pool.shown();
      pool.restart();
    }
    Settlement settlement = awaitRound(2);

    assertThat(settlement.fixed().result().winners()).containsExactly("DRAW");
    assertThat(settlement.fixed().supersedes().result().winners()).containsExactly("HOME");
    assertThat(settlement.fixed().supersedes().loss()).isEqualTo(Money.ZERO);
    assertThat(settlement.sums().paid()).isEqualTo(settlement.fixed().result().payouts());
    assertThat(settlement.sums().overpaid()).isEqualTo(paidWrongly);
    assertThat(pool.neighbours.paid.get("t-6")).as("not paid wrongly").isEqualTo(Money.ZERO);
    assertThat(pool.neighbours.settled.get("t-1").kind()).isEqualTo(Award.Kind.WON);
    Awaitility.await().until(() -> pool.neighbours.told.contains(2));
  }

  /** {@code R4} And corrected once more, back to what it was: nobody is paid twice. */
  @Test
  void aResultThatIsCorrectedAfterAllWasPaidIsPaidAnew() {
    tenTickets();
    pool.won("HOME");
    pool.start();
    Settlement first = pool.awaitPhase(Phase.COMPLETED);

    pool.corrected(2, "DRAW");
    pool.wake();
    Settlement second = awaitRound(2);
    assertThat(second.fixed().root()).isEqualTo(first.fixed().root());
    assertThat(second.sums().overpaid()).isEqualTo(first.sums().paid());

    pool.corrected(3, "HOME");
    pool.wake();
    Settlement third = awaitRound(3);
    assertThat(third.fixed().supersedes().loss()).isEqualTo(second.sums().overpaid());
    assertThat(third.fixed().result()).isEqualTo(first.fixed().result());
    assertThat(third.sums().overpaid()).isEqualTo(second.sums().paid());
  }

  /** {@code R4} What the other match has taken stays there, and is the operator's loss. */
  @Test
  void aCarryThatWasTakenStaysWhereItIsWhenTheResultIsCorrected() {
    pool.stopped(rules(Unbacked.CARRY), null);
    pool.count("t-1", "HOME", 10_000);
    pool.won("DRAW");
    pool.start();
    pool.awaitPhase(Phase.COMPLETED);
    assertThat(pool.takeCarry("next")).isEqualTo(new SettlementCommand.Carry(Money.won(7200)));

    pool.neighbours.carriedOff = 7200;
    pool.corrected(2, "HOME");
    pool.wake();
    Settlement corrected = awaitRound(2);
    assertThat(corrected.fixed().supersedes().carryTaken()).isTrue();
    assertThat(corrected.fixed().result().carryOut()).isEqualTo(Money.ZERO);
    assertThat(pool.neighbours.paid.get("t-1")).isEqualTo(corrected.fixed().result().payouts());
    assertThat(pool.takeCarry("next")).isEqualTo(new SettlementCommand.Carry(Money.won(7200)));
    assertThat(pool.takeCarry("third")).isEqualTo(new SettlementCommand.Carry(Money.ZERO));

    pool.neighbours.carriedOff = 0;
    pool.corrected(3, "DRAW");
    pool.wake();
    Settlement again = awaitRound(3);
    assertThat(again.fixed().supersedes().loss()).isEqualTo(Money.won(7200));
    assertThat(again.sums().overpaid()).isEqualTo(corrected.fixed().result().payouts());
  }

  /** It is woken again and again, as one that is at work does not hear it. */
  private Settlement awaitRound(int round) {
    return pool.await(
        it -> {
          pool.wake();
          return it.phase() == Phase.COMPLETED && it.fixed().round() == round;
        });
  }

  @Test
  void aMatchWithoutTicketsIsSettledToo() {
    pool.stopped();
    pool.won("HOME");
    pool.start();
    assertThat(pool.awaitPhase(Phase.COMPLETED).sums()).isEqualTo(Sums.NONE);
  }

  /**
   * Its node is lost after each ticket, and after each event: nobody is paid twice or forgotten.
   */
  @Test
  void itGoesOnWhereverItsNodeIsLost() {
    tenTickets();
    AtomicInteger settled = new AtomicInteger();
    pool.neighbours.onSettled =
        ticketId -> {
          if (settled.incrementAndGet() % 2 == 0) {
            throw new IllegalStateException("the answer of " + ticketId + " is lost");
          }
        };
    pool.won("AWAY");
    pool.start();
    for (int i = 0; i < 20; i++) {
      pool.shown();
      pool.restart();
    }
    Settlement settlement = pool.awaitPhase(Phase.COMPLETED);
    assertThat(settlement.sums().tickets()).isEqualTo(10);
    assertThat(settlement.sums().paid()).isEqualTo(settlement.fixed().result().payouts());
    assertThat(pool.neighbours.order).hasSize(10);
  }

  @Test
  void aSettlementThatIsCompletedStaysAsItIs() {
    tenTickets();
    pool.won("HOME");
    pool.start();
    Settlement settlement = pool.awaitPhase(Phase.COMPLETED);
    pool.restart();
    pool.wake();
    assertThat(pool.shown()).isEqualTo(settlement);
    assertThat(pool.neighbours.order).hasSize(10);
  }

  /** What is hashed does not depend on the order in which tickets came. */
  @Test
  void theRootIsThatOfTheTicketsInTheOrderOfTheirIds() {
    tenTickets();
    pool.won("HOME");
    pool.start();
    MerkleTree tree = new MerkleTree();
    pool.neighbours.tickets.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            it ->
                tree.add(
                    new io.sportskk.tally.SealedTally.Ticket(
                        it.getKey(), "buyer", it.getValue().team(), it.getValue().stake(), OPEN)));
    assertThat(pool.awaitPhase(Phase.COMPLETED).fixed().root()).isEqualTo(tree.root());
  }

  /** What proofs are made from is there when the root is known. */
  @Test
  void theTreeIsKeptBeforeDividendsAreFixed() throws SQLException {
    tenTickets();
    pool.neighbours.carry = Optional.empty();
    pool.stopped(rules(Unbacked.REFUND), "the-one-before");
    pool.won("HOME");
    pool.start();
    pool.await(it -> it.waitsFor() != null && it.waitsFor().contains("the-one-before"));
    PoolTree kept;
    try (Connection tally = databases.tally().getConnection()) {
      kept = new PoolTreeRepository(Duration.ofSeconds(10)).find(tally, pool.matchId).orElseThrow();
    }
    assertThat(kept.upTo()).containsExactly("t-9");

    pool.neighbours.carry = Optional.of(Money.ZERO);
    assertThat(pool.awaitPhase(Phase.COMPLETED).fixed().root()).isEqualTo(kept.root());
  }
}
