package io.sportskk.node;

import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.sportskk.match.Match;
import io.sportskk.match.MatchCommand;
import io.sportskk.match.Matches;
import io.sportskk.node.startup.StartFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Three matches to try the system with.
 *
 * <p>Time is divided into slots of half a day, and each slot has its matches, whose ids and times
 * follow from the slot: a node that starts again in the same slot opens the same ones, which
 * changes nothing. They close some time after the end of their slot, so that they are on sale for
 * hours whenever the node starts.
 */
final class DemoData {

  /** The clubs of the KBO league. */
  private static final List<Match.Team> CLUBS =
      List.of(
          new Match.Team("KT", "KT Wiz"),
          new Match.Team("LG", "LG Twins"),
          new Match.Team("SSG", "SSG Landers"),
          new Match.Team("NC", "NC Dinos"),
          new Match.Team("OB", "Doosan Bears"),
          new Match.Team("HT", "KIA Tigers"),
          new Match.Team("LT", "Lotte Giants"),
          new Match.Team("SS", "Samsung Lions"),
          new Match.Team("HH", "Hanwha Eagles"),
          new Match.Team("WO", "Kiwoom Heroes"));

  private static final int MATCHES = 3;
  private static final Duration SLOT = Duration.ofHours(12);
  private static final Duration CLOSES_AFTER_SLOT = Duration.ofHours(6);
  private static final Duration BETWEEN_CLOSES = Duration.ofHours(1);
  private static final DateTimeFormatter SLOT_NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HH", Locale.ROOT);
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration OPEN_WITHIN = Duration.ofSeconds(15);

  private DemoData() {}

  /** A match to be opened. */
  record Planned(
      String matchId, String name, List<Match.Team> teams, Instant opensAt, Instant closesAt) {}

  /** The matches of the slot that {@code now} is in. The one that closes first comes first. */
  static List<Planned> at(Instant now) {
    long slot = Math.floorDiv(now.getEpochSecond(), SLOT.toSeconds());
    Instant begin = Instant.ofEpochSecond(slot * SLOT.toSeconds());
    String slotName = SLOT_NAME.format(LocalDateTime.ofInstant(begin, ZoneId.of("Asia/Seoul")));
    return IntStream.range(0, MATCHES)
        .mapToObj(
            number -> {
              // The clubs that meet change from slot to slot.
              Match.Team home = club(slot + 2L * number);
              Match.Team away = club(slot + 2L * number + 1);
              return new Planned(
                  "demo-" + slotName + "-" + home.code() + "-" + away.code(),
                  home.name() + " vs " + away.name(),
                  List.of(home, away),
                  begin,
                  begin
                      .plus(SLOT)
                      .plus(CLOSES_AFTER_SLOT)
                      .plus(BETWEEN_CLOSES.multipliedBy(number)));
            })
        .toList();
  }

  /**
   * Opens the matches that are not open yet.
   *
   * @throws StartFailure if a match does not answer
   */
  static void open(ActorSystem<?> system, Clock clock) {
    ClusterSharding sharding = ClusterSharding.get(system);
    CompletableFuture<?>[] answers =
        at(clock.instant()).stream()
            .map(
                match ->
                    sharding
                        .entityRefFor(Matches.KEY, match.matchId())
                        .<MatchCommand.OpenReply>ask(
                            replyTo ->
                                new MatchCommand.Open(
                                    match.name(),
                                    match.teams(),
                                    match.opensAt(),
                                    match.closesAt(),
                                    null,
                                    null,
                                    "demo",
                                    match.matchId(),
                                    replyTo),
                            ASK_TIMEOUT)
                        .toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(answers)
          .orTimeout(OPEN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      String reason =
          e.getCause() instanceof TimeoutException ? "no answer" : StartFailure.reason(e);
      throw new StartFailure("The demo matches can't be opened (" + reason + ").", e);
    }
  }

  private static Match.Team club(long number) {
    return CLUBS.get(Math.floorMod(number, CLUBS.size()));
  }
}
