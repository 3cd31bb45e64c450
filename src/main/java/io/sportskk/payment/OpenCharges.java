package io.sportskk.payment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The open charges of a wallet, as its buyer sees them. */
final class OpenCharges {

  private OpenCharges() {}

  private record Numbered(long number, Wallet.OpenCharge charge) {}

  /** In the order in which they were made; the oldest are left out if there are too many. */
  static List<Wallet.OpenCharge> newest(Map<String, MatchCharges> matches) {
    List<Numbered> open = new ArrayList<>();
    matches.forEach(
        (matchId, match) ->
            match
                .open()
                .forEach(
                    (ticketId, charge) ->
                        open.add(
                            new Numbered(
                                charge.number(),
                                new Wallet.OpenCharge(ticketId, matchId, charge.amount())))));
    return open.stream()
        .sorted(Comparator.comparingLong(Numbered::number))
        .skip(Math.max(0, open.size() - Wallet.OPEN_CHARGES_SHOWN))
        .map(Numbered::charge)
        .toList();
  }
}
