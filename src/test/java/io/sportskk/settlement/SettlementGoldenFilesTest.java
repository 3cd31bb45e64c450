package io.sportskk.settlement;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import io.sportskk.pool.PoolRules;
import io.sportskk.settlement.SettlementEvent.BegunAnew;
import io.sportskk.settlement.SettlementEvent.CarryTaken;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.SettlementEvent.SettlementCompleted;
import io.sportskk.settlement.SettlementEvent.StageEnded;
import io.sportskk.settlement.SettlementEvent.TicketsSettled;
import io.sportskk.settlement.SettlementEvent.TotalsSealed;
import io.sportskk.testing.GoldenFiles;
import io.sportskk.ticket.Award;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What settlements have stored is read back for ever. */
class SettlementGoldenFilesTest {

  private static final Instant AT = Instant.parse("2026-05-01T09:30:00.123456Z");
  private static final Sums SUMS =
      new Sums(2, 1, 1, Money.won(9000), Money.won(7000), Money.won(300), Money.won(1000), null);

  private static PoolResult result(String winner) {
    return PoolRules.EARLIER.result(
        Map.of("KT", Money.won(5000), "LG", Money.won(2000)), Money.won(100), Set.of(winner));
  }

  @TestFactory
  Stream<DynamicTest> whatIsStoredIsReadBack() {
    return GoldenFiles.of("settlement", SettlementEvent.class)
        .holds(new TotalsSealed("match-1", "correlation-1", AT))
        .holds(
            new DividendsFixed(
                "match-1",
                1,
                PoolRules.EARLIER.result(
                    Map.of("KT", Money.won(5000), "LG", Money.won(2000)),
                    Money.won(100),
                    Set.of("KT")),
                7,
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "correlation-1",
                AT,
                null))
        .holds(
            "DividendsFixed-corrected",
            new DividendsFixed(
                "match-1",
                2,
                result("LG"),
                7,
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "correlation-1",
                AT,
                new SettlementEvent.Superseded(result("KT"), Money.won(700), true)))
        .holds(
            new TicketsSettled(
                "match-1", Stage.PAID, "ticket-9", SUMS, List.of("ticket-3"), "correlation-1", AT))
        .holds(
            "TicketsSettled-overpaid",
            new TicketsSettled(
                "match-1",
                Stage.LOST,
                "ticket-9",
                Sums.of(Money.won(500), Award.lost(), Money.won(400)),
                List.of(),
                "correlation-1",
                AT))
        .holds(new StageEnded("match-1", Stage.LOST, "correlation-1", AT))
        .holds(new BegunAnew("match-1", "correlation-1", AT))
        .holds(new CarryTaken("match-1", "match-2", "correlation-2", AT))
        .holds(new SettlementCompleted("match-1", 1, SUMS, "correlation-1", AT, null))
        .holds(
            "SettlementCompleted-corrected",
            new SettlementCompleted(
                "match-1",
                2,
                SUMS.plus(Sums.of(Money.won(500), Award.lost(), Money.won(400))),
                "correlation-1",
                AT,
                Money.won(600)))
        .tests();
  }
}
