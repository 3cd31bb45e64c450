package io.sportskk.match;

import java.time.Clock;

/** What every match works with. */
record MatchServices(
    MatchSettings settings,
    SalesStop.Source catalogue,
    Holders holders,
    Others others,
    MatchReport report,
    Clock clock) {}
