package io.sportskk.api.stream;

import java.util.Locale;

/** The kinds of event streams. */
public enum StreamKind {
  TICKET,
  OWN,
  TALLY,
  ADMIN,
  SETTLEMENT;

  /** The name in metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
