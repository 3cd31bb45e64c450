package io.sportskk.payment;

import io.sportskk.kernel.Money;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a wallet has paid out for tickets of one match, so that it does not do so twice. Part of the
 * stored snapshot. It is forgotten together: one time for a match is much less than one for each
 * ticket, and to remember some of them for longer does no harm.
 *
 * @param since when the latest of them was made or decided, whichever is later
 * @param byTicket by ticket id; mostly one each, more after a correction
 */
record MatchPayouts(Instant since, Map<String, List<Made>> byTicket) {

  record Made(int round, Money payout, Money tax) {}

  MatchPayouts {
    byTicket = Collections.unmodifiableMap(byTicket);
  }

  static MatchPayouts none() {
    return new MatchPayouts(Instant.MIN, Map.of());
  }

  boolean has(String ticketId) {
    return byTicket.containsKey(ticketId);
  }

  Optional<Made> made(String ticketId, int round) {
    return byTicket.getOrDefault(ticketId, List.of()).stream()
        .filter(made -> made.round() == round)
        .findFirst();
  }

  /** Whether the ticket was paid by a round after this one. */
  boolean madeAfter(String ticketId, int round) {
    return byTicket.getOrDefault(ticketId, List.of()).stream()
        .anyMatch(made -> made.round() > round);
  }

  /** All that the ticket was paid by rounds before this one. */
  PaidSum madeBefore(String ticketId, int round) {
    PaidSum sum = PaidSum.NONE;
    for (Made made : byTicket.getOrDefault(ticketId, List.of())) {
      if (made.round() < round) {
        sum = sum.plus(made.payout(), made.tax());
      }
    }
    return sum;
  }

  /** By ticket id. */
  Map<String, Set<Integer>> rounds() {
    return byTicket.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                ticket -> ticket.getValue().stream().map(Made::round).collect(Collectors.toSet())));
  }

  MatchPayouts with(String ticketId, Made payout, Instant madeOrDecided) {
    Map<String, List<Made>> copy = new LinkedHashMap<>(byTicket);
    copy.merge(
        ticketId,
        List.of(payout),
        (before, one) -> Stream.concat(before.stream(), one.stream()).toList());
    return new MatchPayouts(madeOrDecided.isAfter(since) ? madeOrDecided : since, copy);
  }
}
