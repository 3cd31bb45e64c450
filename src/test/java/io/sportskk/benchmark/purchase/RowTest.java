package io.sportskk.benchmark.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {

  @Test
  void aRatioIsOfTurnsBesideEachOther() {
    Row row = Row.of("one that is twice as fast while the machine gets slower", 1);
    for (int speed : List.of(900, 300, 100)) {
      row.yardsticks().add(turn(speed));
      row.peers().add(turn(speed + 1));
      row.turns().add(turn(2 * speed));
    }

    assertThat(row.ratio(Measurement::perSecond)).isEqualTo(2);
    assertThat(row.median(Measurement::perSecond)).isEqualTo(600);
    assertThat(row.peer(Measurement::perSecond)).isEqualTo(301);
  }

  @Test
  void theMiddleOfTwoIsBetweenThem() {
    assertThat(Row.median(List.of(turn(300), turn(100)), Measurement::perSecond)).isEqualTo(200);
    assertThat(Row.median(List.of(turn(9), turn(3), turn(1), turn(5)), Measurement::perSecond))
        .isEqualTo(4);
    assertThat(Row.median(List.of(turn(7)), Measurement::perSecond)).isEqualTo(7);
  }

  @Test
  void aPurchaseHasItsPartOfAllProcessorTime() {
    Measurement four =
        new Measurement(bought(4), Duration.ofSeconds(1), List.of(node(10), node(2)), 6, 1, 0);

    assertThat(four.nodeMillisEach()).as("of both nodes").isEqualTo(3);
    assertThat(four.databaseMillisEach()).isEqualTo(1.5);
    assertThat(four.loadMillisEach()).isEqualTo(0.25);
  }

  private static Measurement turn(int purchases) {
    return new Measurement(bought(purchases), Duration.ofSeconds(1), List.of(), 0, 0, 0);
  }

  private static Latencies bought(int purchases) {
    Latencies latencies = new Latencies();
    for (int n = 0; n < purchases; n++) {
      latencies.add("bought", 1_000_000);
    }
    return latencies;
  }

  private static Measurement.Node node(long millis) {
    return new Measurement.Node(null, millis, 0);
  }
}
