package io.sportskk.settlement;

import io.sportskk.kernel.Money;
import io.sportskk.pool.PoolResult;
import io.sportskk.settlement.SettlementEvent.DividendsFixed;
import io.sportskk.tally.SealedTally.Ticket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Counts the tickets of a pool again, wherever they come from, and says in what the dividends that
 * were fixed of it differ from what they come to ({@code K7}).
 */
public final class Recount {

  private static final Map<String, Function<PoolResult, Object>> PARTS = parts();

  private final PoolCount count = new PoolCount(null);
  private final List<String> differences = new ArrayList<>();
  private String last = "";

  private static Map<String, Function<PoolResult, Object>> parts() {
    Map<String, Function<PoolResult, Object>> parts = new LinkedHashMap<>();
    parts.put("stakes", PoolResult::stakes);
    parts.put("kind", PoolResult::kind);
    parts.put("net", PoolResult::net);
    parts.put("dividends", PoolResult::dividends);
    parts.put("payouts", PoolResult::payouts);
    parts.put("takeout", PoolResult::takeout);
    parts.put("top-up", PoolResult::topUp);
    parts.put("breakage", PoolResult::breakage);
    parts.put("carry-out", PoolResult::carryOut);
    return parts;
  }

  /**
   * The next ticket.
   *
   * @param ticketId of ASCII characters
   */
  public void add(String ticketId, String team, Money stake) {
    if (differences.isEmpty() && ticketId.compareTo(last) <= 0) {
      differences.add("tickets are not in the order of their ids: " + last + ", " + ticketId);
    }
    last = ticketId;
    count.add(new Ticket(ticketId, null, team, stake, null));
  }

  public long tickets() {
    return count.tickets();
  }

  /**
   * To be called when all tickets have been added.
   *
   * @return in words; nothing if all is right
   */
  public List<String> differences(DividendsFixed fixed) {
    List<String> all = new ArrayList<>(differences);
    compare(all, "tickets", fixed.tickets(), count.tickets());
    compare(all, "root", fixed.root(), count.root());
    PoolResult reported = fixed.result();
    try {
      PoolResult found =
          reported.winners().isEmpty()
              ? reported.rules().voided(count.stakes(), reported.carryIn())
              : reported.rules().result(count.stakes(), reported.carryIn(), reported.winners());
      PARTS.forEach((name, part) -> compare(all, name, part.apply(reported), part.apply(found)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      all.add("no rules pay such a pool: " + e.getMessage());
    }
    return List.copyOf(all);
  }

  private static void compare(List<String> all, String what, Object reported, Object found) {
    if (!reported.equals(found)) {
      all.add("%s: reported %s, counted %s".formatted(what, reported, found));
    }
  }
}
