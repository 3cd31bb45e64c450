package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.api.PoolClient.Carry;
import io.sportskk.kernel.Money;
import io.sportskk.tally.MatchTotals;
import io.sportskk.testing.ManualClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CarryInsTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final MatchTotals POOL = new MatchTotals("match-2", List.of(), 1, NOW, null);

  private final AtomicInteger asked = new AtomicInteger();
  private final CompletableFuture<Optional<Carry>> answer = new CompletableFuture<>();
  private final CarryIns carries =
      new CarryIns(
          (pool, from) -> {
            asked.incrementAndGet();
            return answer;
          },
          new ManualClock(NOW));

  /** A request has a limit of its own, and is longer under way than this. */
  @Test
  void whoAsksOneWhoIsSilentWaitsForAMomentAndWhatComesLaterIsKnown() {
    assertThat(carries.ask(POOL, "match-1"))
        .failsWithin(CarryIns.PATIENCE.multipliedBy(20))
        .withThrowableThat()
        .withCauseInstanceOf(TimeoutException.class);
    CompletableFuture<Optional<Carry>> again = carries.ask(POOL, "match-1").toCompletableFuture();
    answer.complete(Optional.of(new Carry(Money.won(500), false)));
    assertThat(again).isCompletedWithValue(Optional.of(new Carry(Money.won(500), false)));
    assertThat(asked).hasValue(1);
    assertThat(carries.known("match-2")).isPresent();
  }
}
