package io.sportskk.view;

import io.sportskk.kernel.SqlValues;
import io.sportskk.ticket.Award;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A column of the view's table of tickets.
 *
 * @param type of its values: {@code String}, {@code Long}, {@code Boolean} or {@code Instant}
 * @param value what a change writes there, may be null
 */
record TicketColumn<T>(String name, Class<T> type, Function<TicketChange, T> value) {

  /** In the order of the table. */
  static final List<TicketColumn<?>> ALL =
      List.of(
          text("ticket_id", change -> change.purchase().ticketId()),
          text("buyer_id", change -> change.purchase().buyerId()),
          text("match_id", change -> change.purchase().matchId()),
          text("team", change -> change.purchase().team()),
          number("stake", change -> change.purchase().stake().won()),
          text("status", change -> change.status().label()),
          new TicketColumn<>("tallied", Boolean.class, TicketChange::tallied),
          text("reason", TicketChange::reason),
          text("correlation_id", change -> change.purchase().correlationId()),
          number("dividend", awarded(Award::dividend)),
          number("payout", awarded(award -> award.amount().won())),
          number("tax", awarded(award -> award.tax().won())),
          new TicketColumn<>(
              "requested_at", Instant.class, change -> change.purchase().requestedAt()),
          new TicketColumn<>("updated_at", Instant.class, TicketChange::at),
          number("sequence_nr", TicketChange::sequenceNr));

  private static TicketColumn<String> text(String name, Function<TicketChange, String> value) {
    return new TicketColumn<>(name, String.class, change -> SqlValues.text(value.apply(change)));
  }

  private static TicketColumn<Long> number(String name, Function<TicketChange, Long> value) {
    return new TicketColumn<>(name, Long.class, value);
  }

  private static Function<TicketChange, Long> awarded(ToLongFunction<Award> amount) {
    return change -> change.award() == null ? null : (Long) amount.applyAsLong(change.award());
  }

  /** What SQL says of each of them. */
  static String listed(Function<TicketColumn<?>, String> what) {
    return ALL.stream().map(what).collect(Collectors.joining(", "));
  }
}
