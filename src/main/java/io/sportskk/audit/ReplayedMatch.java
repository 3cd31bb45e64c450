package io.sportskk.audit;

import io.sportskk.audit.EventStream.SequencedEvent;
import io.sportskk.match.Match;
import io.sportskk.match.MatchEvent;
import io.sportskk.match.MatchEvent.MatchOpened;
import io.sportskk.match.MatchEvent.SalesClosed;
import java.time.Instant;
import java.util.List;

/**
 * What a match's events say, worked out apart from how the match does it.
 *
 * @param openedBy the number in the journal of its opening
 * @param closed null while sales are not closed
 * @param closedBy the number in the journal of the close, 0 if there is none
 */
record ReplayedMatch(MatchOpened opened, long openedBy, SalesClosed closed, long closedBy) {

  /**
   * @return null if the events can't have happened like that
   */
  static ReplayedMatch of(EventStream<MatchEvent> stream) {
    List<SequencedEvent<MatchEvent>> events = stream.events();
    boolean ofIt = stream.all().allMatch(event -> event.matchId().equals(stream.entityId()));
    if (!ofIt || events.size() > 2 || !(events.get(0).event() instanceof MatchOpened opened)) {
      return null;
    }
    long openedBy = events.get(0).ordering();
    if (events.size() == 1) {
      return new ReplayedMatch(opened, openedBy, null, 0);
    }
    return events.get(1).event() instanceof SalesClosed closed
        ? new ReplayedMatch(opened, openedBy, closed, events.get(1).ordering())
        : null;
  }

  String matchId() {
    return opened.matchId();
  }

  boolean hasTeam(String code) {
    return opened.teams().stream().map(Match.Team::code).anyMatch(code::equals);
  }

  /** When sales were closed early; {@link Instant#MAX} if they were not. */
  Instant closedEarlyAt() {
    return closed != null && closed.at().isBefore(opened.closesAt()) ? closed.at() : Instant.MAX;
  }

  /**
   * Since when its last event is there; {@link Instant#MAX} if that can't be said, as a scheduled
   * close may be written down long after its time.
   */
  Instant since() {
    if (closed == null) {
      return opened.at();
    }
    return closed.by().equals(Match.Closed.SCHEDULE) ? Instant.MAX : closed.at();
  }
}
