package io.sportskk.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many tickets are settled at once beside purchases. */
class SettlingTurnsTest {

  private final AtomicLong nanoClock = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private final SettlingTurns turns = new SettlingTurns(nanoClock::get);
  private final List<SettlingTurns.Turn> come = new ArrayList<>();

  private void pass(Duration time) {
    nanoClock.addAndGet(time.toNanos());
  }

  private List<SettlingTurns.Turn> takeMany() {
    List<SettlingTurns.Turn> taken = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      taken.add(turns.take(come::add));
    }
    return taken;
  }

  @Test
  void whoeverSettlesWhenNobodyBuysNeedNotWait() {
    takeMany();
    assertThat(come).hasSize(1_000);
    assertThat(turns.waiting()).isZero();
  }

  @Test
  void besideFewPurchasesOneIsSettledAfterTheOther() {
    turns.purchaseBegins();
    List<SettlingTurns.Turn> all = takeMany();
    assertThat(come).containsExactly(all.get(0));
    turns.purchaseEnds(Duration.ofMillis(5));
    all.get(0).end();
    assertThat(come).containsExactly(all.get(0), all.get(1));
    assertThat(turns.waiting()).isEqualTo(998);
  }

  @Test
  void besideManyPurchasesHalfAsManyAreSettled() {
    for (int i = 0; i < 1_000; i++) { // ten at the same time, for ten seconds
      pass(Duration.ofMillis(10));
      turns.purchaseBegins();
      turns.purchaseEnds(Duration.ofMillis(100));
    }
    takeMany();
    assertThat(come).hasSizeBetween(5, 6);
  }

  @Test
  void aPurchaseThatTookVeryLongCountsAsOneOfASecond() {
    turns.purchaseEnds(Duration.ofHours(1));
    turns.purchaseEnds(Duration.ofHours(1));
    turns.purchaseEnds(Duration.ofHours(1));
    takeMany();
    assertThat(come).hasSize(2); // 1.5 are taken: the next one may come
  }

  @Test
  void aPurchaseThatEndedBeforeItBeganAsTheClockWasSetTakesNothingFromOthers() {
    for (int i = 0; i < 6; i++) {
      turns.purchaseEnds(Duration.ofSeconds(1));
    }
    turns.purchaseEnds(Duration.ofHours(-1));
    takeMany();
    assertThat(come).hasSize(3);
  }

  @Test
  void withEachSecondWithoutPurchasesTwiceAsManyAreSettled() {
    turns.purchaseEnds(Duration.ofMillis(5));
    List<SettlingTurns.Turn> all = takeMany();
    pass(Duration.ofSeconds(3));
    all.get(0).end();
    assertThat(come).hasSize(1 + 8);
    pass(Duration.ofSeconds(14));
    all.get(1).end();
    assertThat(come).hasSize(1_000);
  }

  @Test
  void whoeverGivesUpWhileHeWaitsIsPassedOver() {
    turns.purchaseBegins();
    List<SettlingTurns.Turn> all = takeMany();
    all.get(1).end();
    assertThat(come).hasSize(1);
    all.get(0).end();
    all.get(0).end();
    assertThat(come).containsExactly(all.get(0), all.get(2));
  }

  @Test
  void ifPaymentDoesNotAnswerHalfAsManyAreSettledAtOnce() {
    List<SettlingTurns.Turn> all = takeMany();
    turns.paymentFailed();
    turns.paymentFailed();
    all.forEach(SettlingTurns.Turn::end);
    come.clear();
    all = takeMany();
    assertThat(come).as("it counts once a second").hasSize(500);

    pass(Duration.ofSeconds(1));
    turns.paymentFailed();
    all.forEach(SettlingTurns.Turn::end);
    come.clear();
    takeMany();
    assertThat(come).hasSize(250);
  }

  @Test
  void howeverOftenPaymentDoesNotAnswerOneGoesOnAndWithThoseThatArePaidMoreDo() {
    for (int i = 0; i < 10; i++) {
      pass(Duration.ofSeconds(1));
      turns.paymentFailed();
    }
    List<SettlingTurns.Turn> all = takeMany();
    assertThat(come).containsExactly(all.get(0));
    for (int i = 0; i < 5_000; i++) {
      turns.paymentAnswered();
    }
    all.get(0).end();
    assertThat(come).as("the square root of twice as many").hasSizeBetween(95, 105);
  }
}
