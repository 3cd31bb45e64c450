package io.sportskk.benchmark.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatenciesTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "0.5, 1000", "0.9, 1800", "0.99, 1980", "0.999, 1998", "1, 2000"})
  void aQuantileIsThatOfAllInWhicheverOrderTheyCame(double share, double millis) {
    List<Integer> all = new ArrayList<>(IntStream.rangeClosed(0, 2_000).boxed().toList());
    Collections.shuffle(all, new Random(1));
    Latencies odd = new Latencies();
    Latencies even = new Latencies();
    all.forEach(n -> (n % 2 == 0 ? even : odd).add("bought", n * 1_000_000L));

    assertThat(Latencies.of(List.of(odd, even)).quantile(share)).isEqualTo(millis);
    assertThat(Latencies.of(List.of(even, new Latencies(), odd)).quantile(share)).isEqualTo(millis);
  }

  @Test
  void oneIsAllQuantilesAndNoneHasNone() {
    Latencies one = new Latencies();
    one.add("bought", 7_000_000);

    assertThat(Latencies.of(List.of(one)).quantile(0)).isEqualTo(7);
    assertThat(Latencies.of(List.of(one)).quantile(0.99)).isEqualTo(7);
    assertThat(Latencies.of(List.of()).quantile(0.99)).isNaN();
  }

  @Test
  void outcomesAreCounted() {
    Latencies some = new Latencies();
    some.add("201", 1);
    some.add("202", 2);
    Latencies others = new Latencies();
    others.add("201", 3);

    Latencies sum = Latencies.of(List.of(some, others));
    assertThat(sum.outcomes()).isEqualTo(Map.of("201", 2L, "202", 1L));
    assertThat(sum.count()).isEqualTo(3);
  }
}
