package io.sportskk.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sportskk.match.Course;
import io.sportskk.match.Match;
import io.sportskk.match.MatchCommand;
import io.sportskk.match.MatchCommand.GetMatchReply;
import io.sportskk.pool.PoolRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class MatchPoolsTest {

  /** Those that were asked and have not answered, the first one first. */
  private final Map<String, CompletableFuture<GetMatchReply>> underWay = new LinkedHashMap<>();

  private final List<String> asked = new ArrayList<>();
  private final MatchPools pools = new MatchPools(this::question);

  @Test
  void aMatchIsAskedOnceByAllWhoWantToKnow() {
    CompletionStage<?> first = pools.ask("m-1").orElseThrow();
    CompletionStage<?> second = pools.ask("m-1").orElseThrow();
    assertThat(pools.known("m-1")).isEmpty();

    answer("m-1", found("m-1"));

    assertThat(first.toCompletableFuture()).isCompleted();
    assertThat(second.toCompletableFuture()).isCompleted();
    assertThat(pools.known("m-1")).contains(MatchPool.of(match("m-1")));
    assertThat(pools.ask("m-1")).isEmpty();
    assertThat(asked).containsExactly("m-1");
  }

  @Test
  void whatIsKnownIsThereWhenItIsTold() {
    List<Boolean> known = new ArrayList<>();
    CompletionStage<?> unused =
        pools.ask("m-1").orElseThrow().thenRun(() -> known.add(pools.known("m-1").isPresent()));

    answer("m-1", found("m-1"));

    assertThat(known).containsExactly(true);
  }

  @Test
  void aMatchThatIsNotThereIsNotAskedForAgain() {
    CompletionStage<?> told = pools.ask("none").orElseThrow();
    answer("none", new MatchCommand.NoSuchMatch());

    assertThat(told.toCompletableFuture()).isCompleted();
    assertThat(pools.known("none")).isEmpty();
    assertThat(pools.ask("none")).isEmpty();
  }

  @Test
  void oneThatDoesNotAnswerIsAskedAgainByWhoeverComesNext() {
    CompletionStage<?> told = pools.ask("m-1").orElseThrow();
    underWay.remove("m-1").completeExceptionally(new IllegalStateException("no answer"));
    assertThat(told.toCompletableFuture()).isCompletedExceptionally();

    CompletionStage<?> again = pools.ask("m-1").orElseThrow();
    answer("m-1", found("m-1"));

    assertThat(again.toCompletableFuture()).isCompleted();
    assertThat(asked).containsExactly("m-1", "m-1");
  }

  @Test
  void ifThereIsNobodyToAskThatIsToldToo() {
    MatchPools alone =
        new MatchPools(
            matchId -> {
              throw new IllegalStateException("no node has the role");
            });

    for (int times = 0; times < 20; times++) { // nor does it take up anyone's turn
      assertThat(alone.ask("m-" + times).orElseThrow().toCompletableFuture())
          .isCompletedExceptionally();
    }
  }

  @Test
  void fewAreAskedAtTheSameTimeAndAllInTheEnd() {
    List<CompletionStage<?>> all = new ArrayList<>();
    for (int match = 0; match < 100; match++) {
      all.add(pools.ask("m-" + match).orElseThrow());
    }
    while (!underWay.isEmpty()) {
      assertThat(underWay).hasSizeLessThanOrEqualTo(8);
      String next = underWay.keySet().iterator().next();
      answer(next, found(next));
    }

    assertThat(all).allSatisfy(each -> assertThat(each.toCompletableFuture()).isCompleted());
    assertThat(asked).hasSize(100);
  }

  @Test
  void soManyAreKnownAndNoMore() {
    for (int match = 0; match <= 10_000; match++) {
      CompletionStage<?> unused = pools.ask("m-" + match).orElseThrow();
      answer("m-" + match, found("m-" + match));
      assertThat(pools.known("m-0")).isPresent(); // it is in use
    }

    assertThat(pools.known("m-1")).isEmpty();
    assertThat(pools.known("m-2")).isPresent();
    assertThat(pools.ask("m-1")).isPresent();
  }

  private CompletionStage<GetMatchReply> question(String matchId) {
    asked.add(matchId);
    CompletableFuture<GetMatchReply> answer = new CompletableFuture<>();
    underWay.put(matchId, answer);
    return answer;
  }

  private void answer(String matchId, GetMatchReply reply) {
    underWay.remove(matchId).complete(reply);
  }

  private static GetMatchReply found(String matchId) {
    return new MatchCommand.Found(match(matchId));
  }

  private static Match match(String matchId) {
    Instant opens = Instant.parse("2026-05-01T10:00:00Z");
    return new Match(
        matchId,
        "KT - LG",
        List.of(new Match.Team("KT", "KT Wiz"), new Match.Team("LG", "LG Twins")),
        opens,
        opens.plusSeconds(3600),
        null,
        new Match.Pool(PoolRules.EARLIER, null),
        Course.NONE);
  }
}
