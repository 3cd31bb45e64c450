package io.sportskk.api;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.sportskk.kernel.Money;
import io.sportskk.match.Course;
import io.sportskk.match.Match;
import io.sportskk.pool.PoolResult;
import io.sportskk.pool.PoolRules;
import io.sportskk.pool.Tax;
import io.sportskk.pool.Unbacked;
import io.sportskk.settlement.PoolQuery;
import io.sportskk.settlement.Settlement;
import io.sportskk.settlement.SettlementCommand;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.settlement.Sums;
import io.sportskk.tally.MatchTotals;
import io.sportskk.tally.SealedTally.Ticket;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Matches whose totals are final, with the same three tickets each; their names say how the parts
 * that know their pools answer.
 */
final class ScriptedPools {

  static final String SETTLED = "pool-settled";
  static final String UNFIXED = "pool-unfixed";

  /** Its tickets are on two pages. */
  static final String LONG = "pool-long";

  /** After the first page there is no answer that is of use. */
  static final String BREAKS = "pool-breaks";

  /** A ticket is missing. */
  static final String SHORT = "pool-short";

  static final String LEFT_OUT = "pool-left-out";
  static final String OTHER = "pool-other";
  static final String DOWN = "pool-down";

  /** Nobody has won, and what is left goes to another match. */
  static final String CARRIED = "pool-carried";

  static final String TAKES_CARRY = "pool-takes-carry";
  static final String COMES_TOO_LATE = "pool-comes-too-late";
  static final String WAITS_FOR_CARRY = "pool-waits-for-carry";

  /**
   * Begins so: it goes on whenever it is asked. Two of its three tickets are paid after the third
   * question, which is not answered, and all of them after the fourth.
   */
  static final String PAYS = "pool-pays";

  static final String ROOT = "0123456789abcdef".repeat(4);
  static final String HASH = "fedcba9876543210".repeat(4);

  private static final Instant TIME = ScriptedParts.TIME;
  private static final Map<String, Money> STAKES =
      Map.of("KT", Money.won(300_000), "LG", Money.won(700_000));

  private static final Map<String, String> CARRY_FROM =
      Map.of(TAKES_CARRY, CARRIED, COMES_TOO_LATE, CARRIED, WAITS_FOR_CARRY, UNFIXED);

  private static final List<Ticket> TICKETS =
      List.of(
          new Ticket("id-1", "buyer-1", "KT", Money.won(100_000), TIME),
          new Ticket("id-2", null, "KT", Money.won(200_000), null),
          new Ticket("id-3", "buyer-3", "LG", Money.won(700_000), TIME));

  private ScriptedPools() {}

  static boolean has(String matchId) {
    return matchId.startsWith("pool-");
  }

  private static PoolRules rules(String matchId) {
    return new PoolRules(
        2_800, matchId.equals(CARRIED) ? Unbacked.CARRY : Unbacked.REFUND, Tax.KOREA_2016);
  }

  static Match match(String matchId) {
    return new Match(
        matchId,
        "KT - LG",
        List.of(
            new Match.Team("KT", "KT Wiz"),
            new Match.Team("LG", "LG Twins"),
            new Match.Team("SSG", "SSG Landers")),
        TIME,
        Instant.parse("2999-01-01T00:00:00Z"),
        null,
        new Match.Pool(rules(matchId), CARRY_FROM.get(matchId)),
        Course.NONE);
  }

  static MatchTotals totals(String matchId) {
    return new MatchTotals(
        matchId,
        List.of(
            new MatchTotals.TeamTotal("KT", Money.won(300_000), 2, 1),
            new MatchTotals.TeamTotal("LG", Money.won(700_000), 1, 0),
            new MatchTotals.TeamTotal("SSG", Money.ZERO, 0, 1)),
        4,
        TIME,
        TIME);
  }

  static Behavior<SettlementCommand> settlement(String matchId) {
    return matchId.startsWith(PAYS) ? pays(matchId) : answers(matchId);
  }

  private static Behavior<SettlementCommand> pays(String matchId) {
    Set<ActorRef<Settlement>> asked = new LinkedHashSet<>(); // who waits asks again
    return Behaviors.receive(SettlementCommand.class)
        .onMessage(
            SettlementCommand.GetSettlement.class,
            get -> {
              asked.add(get.replyTo());
              int question = List.copyOf(asked).indexOf(get.replyTo()) + 1;
              if (question < 3) {
                get.replyTo().tell(shown(matchId));
              } else if (question == 4) {
                get.replyTo().tell(paid(matchId, 2, null));
              } else if (question > 4) {
                get.replyTo().tell(paid(matchId, 3, TIME.plusSeconds(2)));
              }
              return Behaviors.same();
            })
        .build();
  }

  private static Settlement paid(String matchId, long tickets, Instant completedAt) {
    Settlement begun = shown(matchId);
    return new Settlement(
        matchId,
        completedAt == null ? Settlement.Phase.PAYING : Settlement.Phase.COMPLETED,
        null,
        false,
        begun.fixed(),
        null,
        new Sums(2, tickets - 2, 0, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO),
        0,
        completedAt);
  }

  private static Behavior<SettlementCommand> answers(String matchId) {
    return Behaviors.receive(SettlementCommand.class)
        .onMessage(
            SettlementCommand.GetSettlement.class,
            get -> {
              get.replyTo().tell(shown(matchId));
              return Behaviors.same();
            })
        .build();
  }

  private static Settlement shown(String matchId) {
    boolean fixed = !UNFIXED.equals(matchId) && !CARRY_FROM.containsKey(matchId);
    PoolResult result =
        rules(matchId).result(STAKES, Money.ZERO, Set.of(matchId.equals(CARRIED) ? "SSG" : "KT"));
    return new Settlement(
        matchId,
        fixed ? Settlement.Phase.PAYING : Settlement.Phase.SEALED,
        null,
        false,
        fixed ? new DividendsFixed(matchId, 1, result, 3, ROOT, "c-1", TIME, null) : null,
        matchId.equals(CARRIED) ? TAKES_CARRY : null,
        Sums.NONE,
        0,
        null);
  }

  static Behavior<PoolQuery> pools() {
    return Behaviors.receive(PoolQuery.class)
        .onMessage(
            PoolQuery.ProveTicket.class,
            prove -> {
              prove.replyTo().tell(proof(prove));
              return Behaviors.same();
            })
        .onMessage(
            PoolQuery.ListTickets.class,
            list -> {
              list.replyTo().tell(page(list));
              return Behaviors.same();
            })
        .build();
  }

  private static PoolQuery.Reply proof(PoolQuery.ProveTicket prove) {
    return switch (prove.matchId()) {
      case LEFT_OUT -> new PoolQuery.NotInPool();
      case OTHER -> new PoolQuery.OtherTickets();
      case DOWN -> new PoolQuery.Unavailable("no connection to 10.0.0.7");
      default -> new PoolQuery.Proof("KT", Money.won(1000), 1, List.of(HASH, prove.root()));
    };
  }

  private static PoolQuery.Reply page(PoolQuery.ListTickets list) {
    boolean first = list.after().isEmpty();
    return switch (list.matchId()) {
      case DOWN -> new PoolQuery.Unavailable("no connection to 10.0.0.7");
      case BREAKS ->
          first
              ? new PoolQuery.Page(TICKETS.subList(0, 2), "id-2")
              : new PoolQuery.Unavailable("no connection to 10.0.0.7");
      case SHORT -> new PoolQuery.Page(TICKETS.subList(0, 2), null);
      case LONG ->
          first
              ? new PoolQuery.Page(TICKETS.subList(0, 2), "id-2")
              : new PoolQuery.Page(TICKETS.subList(2, 3), null);
      default -> new PoolQuery.Page(TICKETS, null);
    };
  }
}
