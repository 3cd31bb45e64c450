package io.sportskk.match;

import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import io.sportskk.testing.GoldenFiles;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What matches have stored is read back for ever. */
class MatchGoldenFilesTest {

  private static final Instant AT = Instant.parse("2026-05-01T09:30:00.123456Z");

  @TestFactory
  Stream<DynamicTest> whatIsStoredIsReadBack() {
    return GoldenFiles.of("match", MatchEvent.class)
        .holds(
            new MatchEvent.MatchOpened(
                "match-1",
                "KT Wiz - LG Twins",
                List.of(new Match.Team("KT", "KT Wiz"), new Match.Team("LG", "LG Twins")),
                AT,
                Instant.parse("2026-05-01T11:00:00Z"),
                "admin-1",
                null,
                null,
                "correlation-1",
                AT))
        .holds(new MatchEvent.SalesClosed("match-1", "admin-1", "correlation-2", AT))
        .andAll("times-as-numbers")
        .holds(new MatchEvent.SalesStopped("match-1", "correlation-2", AT))
        .holds(
            "MatchOpened-rules",
            new MatchEvent.MatchOpened(
                "match-1",
                "KT Wiz - LG Twins",
                List.of(new Match.Team("KT", "KT Wiz"), new Match.Team("LG", "LG Twins")),
                AT,
                Instant.parse("2026-05-01T11:00:00Z"),
                "admin-1",
                new PoolRules(2_500, Unbacked.NET_REFUND, Tax.KOREA_2016),
                "match-0",
                "correlation-1",
                AT))
        .holds(new MatchEvent.SalesSuspended("match-1", "admin-1", "rain", "correlation-2", AT))
        .holds(new MatchEvent.SalesResumed("match-1", "admin-1", "correlation-2", AT))
        .holds(
            new MatchEvent.ResultEntered(
                "match-1",
                List.of("KT", "LG"),
                AT,
                "the league",
                "admin-1",
                "correlation-2",
                AT.plusSeconds(1)))
        .holds(
            "ResultEntered-2",
            new MatchEvent.ResultEntered(
                "match-1", List.of("KT"), null, "the league", "admin-1", "correlation-2", AT))
        .holds(new MatchEvent.ResultConfirmed("match-1", "admin-2", "correlation-3", AT))
        .holds(new MatchEvent.ResultWithdrawn("match-1", "admin-2", "a slip", "correlation-3", AT))
        .holds(
            new MatchEvent.VoidProposed(
                "match-1", VoidCause.OTHER, "a strange pool", "admin-1", "correlation-2", AT))
        .holds(
            new MatchEvent.MatchVoided(
                "match-1",
                VoidCause.OTHER,
                "a strange pool",
                "admin-1",
                AT,
                "admin-2",
                "correlation-3",
                AT.plusSeconds(1)))
        .holds(
            new MatchEvent.CorrectionProposed(
                "match-1",
                List.of("LG"),
                "the league",
                "the score was mixed up",
                "admin-1",
                "correlation-5",
                AT))
        .holds(
            new MatchEvent.CorrectionWithdrawn(
                "match-1", "admin-2", "it was right", "correlation-6", AT))
        .holds(new MatchEvent.ResultCorrected("match-1", "admin-2", "correlation-6", AT))
        .holds(new MatchEvent.MatchSettled("match-1", "correlation-4", AT))
        .holds(
            new MatchEvent.StepRefused(
                "match-1",
                MatchStep.VOID,
                MatchCommand.StepRefusal.OUTCOME_KNOWN,
                "admin-1",
                "correlation-7",
                AT))
        .tests();
  }
}
