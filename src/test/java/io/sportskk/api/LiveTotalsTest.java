package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.api.PoolClient.Carry;
import io.sportskk.api.stream.TotalsView.Shown;
import io.sportskk.kernel.Money;
import io.sportskk.match.Match;
import io.sportskk.match.MatchCommand;
import io.sportskk.match.MatchCommand.GetMatchReply;
import io.sportskk.tally.MatchTotals;
import io.sportskk.testing.ManualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** {@code K8}, {@code K6}. */
class LiveTotalsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

  private final CompletableFuture<GetMatchReply> match = new CompletableFuture<>();
  private final List<CompletableFuture<Optional<Carry>>> carries = new ArrayList<>();
  private final ManualClock clock = new ManualClock(NOW);
  private int asked;
  private final LiveTotals view =
      new LiveTotals(
          new MatchPools(
              matchId -> {
                asked++;
                return match;
              }),
          new CarryIns(
              (pool, from) -> {
                assertThat(from).isEqualTo("earlier");
                carries.add(new CompletableFuture<>());
                return carries.get(carries.size() - 1);
              },
              clock),
          clock);

  @Test
  void dividendsFollowWhenTheMatchHasToldItsRules() {
    Shown first = view.show(changed(NOW));
    assertThat(json(first).stake()).isEqualTo(3500);
    assertThat(json(first).pool()).isNull();
    assertThat(json(first).teams()).allSatisfy(team -> assertThat(team.dividend()).isNull());
    assertThat(first.more().orElseThrow().toCompletableFuture()).isNotDone();

    match.complete(new MatchCommand.Found(ScriptedParts.MATCH));

    assertThat(first.more().orElseThrow().toCompletableFuture()).isDone();
    Shown second = view.show(changed(NOW));
    assertThat(second.more()).isEmpty();
    assertThat(json(second).pool().net()).isEqualTo(2520);
    assertThat(json(second).teams())
        .extracting(TallyJson.TeamJson::dividend)
        .containsExactly(new BigDecimal("1.0"), new BigDecimal("5.0"));
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void whatAnotherMatchLeavesFollowsWhenItIsKnown() {
    match.complete(new MatchCommand.Found(takesCarry()));
    assertThat(view.show(changed(NOW)).more()).isPresent(); // the rules
    Shown asking = view.show(changed(NOW));
    assertThat(json(asking).pool().carryIn()).isNull();
    assertThat(json(asking).pool().net()).isEqualTo(2520);
    assertThat(asking.more().orElseThrow().toCompletableFuture()).isNotDone();

    carries.get(0).complete(Optional.empty()); // its dividends are not fixed
    Shown notKnown = view.show(changed(NOW));
    assertThat(json(notKnown).pool().carryIn()).isNull();
    assertThat(notKnown.more().orElseThrow().toCompletableFuture()).isCompletedExceptionally();
    assertThat(carries).hasSize(1);

    clock.advance(CarryIns.FRESH);
    Shown askedAgain = view.show(changed(NOW));
    assertThat(askedAgain.more().orElseThrow().toCompletableFuture()).isNotDone();
    carries.get(1).complete(Optional.of(new Carry(Money.won(980), true)));
    Shown known = view.show(changed(NOW));
    assertThat(known.more()).isEmpty();
    assertThat(json(known).pool().carryIn()).isEqualTo(980);
    assertThat(json(known).pool().net()).isEqualTo(3500);
    assertThat(json(known).teams())
        .extracting(TallyJson.TeamJson::dividend)
        .containsExactly(new BigDecimal("1.1"), new BigDecimal("7.0"));

    clock.advance(CarryIns.FRESH.multipliedBy(2));
    assertThat(json(view.show(changed(NOW))).pool().carryIn()).isEqualTo(980);
    assertThat(carries).hasSize(2);
  }

  /** Until it is taken, a third match may take it. */
  @Test
  void whatIsNotTakenYetIsAskedForAgain() {
    match.complete(new MatchCommand.Found(takesCarry()));
    assertThat(view.show(changed(NOW)).more()).isPresent(); // the rules
    assertThat(view.show(changed(NOW)).more()).isPresent();
    carries.get(0).complete(Optional.of(new Carry(Money.won(980), false)));
    assertThat(view.show(changed(NOW)).more()).isEmpty();

    clock.advance(CarryIns.FRESH);
    Shown asking = view.show(changed(NOW));
    assertThat(json(asking).pool().carryIn()).isEqualTo(980); // as it was told last
    assertThat(asking.more().orElseThrow().toCompletableFuture()).isNotDone();
    carries.get(1).complete(Optional.of(new Carry(Money.ZERO, true)));
    assertThat(json(view.show(changed(NOW))).pool().carryIn()).isZero();
  }

  /** No totals come any more with which it would be asked for again. */
  @Test
  void ofFinalTotalsItIsAskedForUntilItStaysSo() {
    match.complete(new MatchCommand.Found(takesCarry()));
    assertThat(view.show(sealed()).more()).isPresent(); // the rules
    assertThat(view.show(sealed()).more()).isPresent();
    carries.get(0).complete(Optional.of(new Carry(Money.won(980), false)));
    Shown notYet = view.show(sealed());
    assertThat(json(notYet).pool().carryIn()).isEqualTo(980);
    assertThat(notYet.more().orElseThrow().toCompletableFuture()).isCompletedExceptionally();

    clock.advance(CarryIns.FRESH);
    assertThat(view.show(sealed()).more().orElseThrow().toCompletableFuture()).isNotDone();
    carries.get(1).complete(Optional.of(new Carry(Money.ZERO, true)));
    Shown known = view.show(sealed());
    assertThat(known.more()).isEmpty();
    assertThat(json(known).pool().carryIn()).isZero();
  }

  @Test
  void aClockThatIsSetBackKeepsNobodyFromAsking() {
    match.complete(new MatchCommand.Found(takesCarry()));
    assertThat(view.show(changed(NOW)).more()).isPresent(); // the rules
    assertThat(view.show(changed(NOW)).more()).isPresent();
    carries.get(0).complete(Optional.of(new Carry(Money.won(980), false)));

    clock.setTo(NOW.minus(Duration.ofHours(1)));
    assertThat(view.show(changed(NOW)).more()).isPresent();
    assertThat(carries).hasSize(2);
  }

  @Test
  void whoDoesNotAnswerIsAskedAgain() {
    match.complete(new MatchCommand.Found(takesCarry()));
    assertThat(view.show(changed(NOW)).more()).isPresent(); // the rules
    assertThat(view.show(changed(NOW)).more()).isPresent();
    carries.get(0).completeExceptionally(new TimeoutException());
    assertThat(view.show(changed(NOW)).more().orElseThrow().toCompletableFuture()).isNotDone();
    assertThat(carries).hasSize(2);
  }

  private static Match takesCarry() {
    Match match = ScriptedParts.MATCH;
    return new Match(
        match.matchId(),
        match.name(),
        match.teams(),
        match.opensAt(),
        match.closesAt(),
        null,
        new Match.Pool(match.rules(), "earlier"),
        match.course());
  }

  @Test
  void ofAMatchThatIsLongOverTotalsAreAllThatIsTold() {
    Shown over = view.show(changed(NOW.minus(LiveTotals.LIVE)));
    assertThat(over.more()).isEmpty();
    assertThat(json(over).stake()).isEqualTo(3500);
    assertThat(asked).isZero();

    Shown justNot = view.show(changed(NOW.minus(LiveTotals.LIVE).plus(Duration.ofMillis(1))));
    assertThat(justNot.more()).isPresent();
    assertThat(asked).isEqualTo(1);
  }

  private static TallyJson json(Shown shown) {
    return (TallyJson) shown.json();
  }

  private static MatchTotals sealed() {
    MatchTotals totals = changed(NOW);
    return new MatchTotals(totals.matchId(), totals.teams(), totals.version(), NOW, NOW);
  }

  private static MatchTotals changed(Instant at) {
    MatchTotals totals = ScriptedParts.TOTALS;
    return new MatchTotals(totals.matchId(), totals.teams(), totals.version(), at, null);
  }
}
