package io.sportskk.payment;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a wallet does with a command.
 *
 * @param events to be stored together, before the reply; none if nothing changes
 */
record Decision<R>(List<WalletEvent> events, R reply) {

  static <R> Decision<R> unchanged(R reply) {
    return new Decision<>(List.of(), reply);
  }

  static <R> Decision<R> of(WalletEvent event, R reply) {
    return new Decision<>(List.of(event), reply);
  }

  /** Stores another event first, if anything is stored. */
  Decision<R> after(WalletEvent first) {
    return events.isEmpty()
        ? this
        : new Decision<>(Stream.concat(Stream.of(first), events.stream()).toList(), reply);
  }
}
