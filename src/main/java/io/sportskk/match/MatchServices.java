package io.sportskk.match;

import java.time.Clock;

/** What every match works with. */
record MatchServices(
    MatchSettings settings,
    SalesStop.Source catalogue,
    Holders holders,
    MatchReport report,
    Clock clock) {}
