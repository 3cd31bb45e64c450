package io.sportskk.ticket;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.stream.Stream;

/** Where a ticket stands. The names that users see are fixed by the HTTP API. */
public enum TicketStatus {
  @JsonProperty("Pending")
  PENDING("Pending"),
  @JsonProperty("Approved")
  APPROVED("Approved"),
  @JsonProperty("Rejected")
  REJECTED("Rejected"),
  @JsonProperty("Cancelling")
  CANCELLING("Cancelling"),
  /** It is to be cancelled, and payment can't tell any more whether there was a charge. */
  @JsonProperty("Undecided")
  UNDECIDED("Undecided"),
  @JsonProperty("Cancelled")
  CANCELLED("Cancelled"),
  @JsonProperty("Won")
  WON("Won"),
  @JsonProperty("Lost")
  LOST("Lost"),
  /** The match was settled, and the stake has been given back. */
  @JsonProperty("Refunded")
  REFUNDED("Refunded");

  private final String label;

  TicketStatus(String label) {
    this.label = label;
  }

  /**
   * @throws IllegalArgumentException if no status has this {@link #label}
   */
  public static TicketStatus of(String label) {
    return Stream.of(values())
        .filter(status -> status.label.equals(label))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("no status of a ticket: " + label));
  }

  /** The name that users see, for example {@code Approved}. */
  public String label() {
    return label;
  }
}
